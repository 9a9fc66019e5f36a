// SPDX-License-Identifier: Apache-2.0
// When mail was flagged, in whose name, how and from where.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Mailbox } from './mailbox.mjs';
import { Daemon } from './support.mjs';

const CONFUSABLE = '"Jоhn Doe" <ceo@evil.example>'; // the first о is Cyrillic
const EXACT = '"Jane Roe" <jane@other.example>';

describe('the overview of flagged mail', () => {
  let daemon, chromium, account;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('Example');
    await daemon.import(account, ['John Doe,john.doe@example.com', 'Jane Roe,jane@example.com']);
    const mailbox = new Mailbox(daemon, account);
    for (const number of [1, 2, 3]) await mailbox.see(CONFUSABLE, `Invoice ${number}`);
    await mailbox.see(EXACT, 'Gift cards');
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  const visit = (use) =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.getByRole('link', { name: 'Flagged mail' }).click();
      await page.getByText('4 messages were flagged').waitFor();
      await use(page);
    });

  const subjects = (page) => page.locator('tbody tr td:first-child a[href*="/mail/"]').allInnerTexts();
  const flagged = (page, count) => page.getByRole('button', { name: count === 1 ? '1 message was flagged' : `${count} messages were flagged` }).waitFor();

  const lists = [
    { title: 'In whose name', item: 'John Doe', count: 3, choice: 'In the name of John Doe' },
    { title: 'By which trick', item: 'The very name, with another address', count: 1, choice: 'The very name, with another address' },
    { title: 'From which domains', item: 'evil.example', count: 3, choice: 'From evil.example' },
  ];
  for (const { title, item, count, choice } of lists) {
    it(`leads from ${title.toLowerCase()} to the messages and back`, () =>
      visit(async (page) => {
        const entry = page.locator('section', { hasText: title }).getByRole('listitem').filter({ hasText: item });
        assert.match(await entry.innerText(), new RegExp(`${count}$`));
        await entry.getByRole('link').click();
        await flagged(page, count);
        await page.getByRole('link', { name: count === 3 ? 'Gift cards' : 'Invoice 1' }).waitFor({ state: 'detached' });
        assert.equal((await subjects(page)).length, count);
        await page.getByRole('button', { name: `Not only: ${choice}` }).click();
        await flagged(page, 4);
        await page.getByRole('link', { name: 'Gift cards' }).waitFor();
        assert.equal((await subjects(page)).length, 4);
      }));
  }

  it('keeps what was chosen while one reads a message, goes back or loads the page anew', () =>
    visit(async (page) => {
      await page.getByRole('link', { name: 'evil.example' }).click();
      await flagged(page, 3);
      await page.getByRole('link', { name: 'Invoice 2' }).click();
      await page.getByRole('heading', { name: 'Message' }).waitFor();
      await page.goBack();
      await flagged(page, 3);
      await page.reload();
      await flagged(page, 3);
      await page.getByRole('button', { name: 'Not only: From evil.example' }).waitFor();
    }));

  it('has a chart, the same as a table, and either leads to a moment', () =>
    visit(async (page) => {
      const chart = page.getByRole('figure', { name: 'Flagged mail over time' });
      await chart.locator('svg > g').last().click();
      await page.getByRole('button', { name: /^Not only: .* – / }).click();
      await page.getByRole('button', { name: 'As a table' }).click();
      const table = page.getByRole('region', { name: 'Flagged mail over time' });
      assert.equal(await table.getByRole('row').count(), 2); // the heads, and today
      assert.match(await table.getByRole('row').last().innerText(), /\s4\s+0\s+0$/);
      await assertAccessible(page);
      await takePictures(page, 'overview');
      await table.getByRole('link').click();
      await page.getByRole('button', { name: /^Not only: .* – / }).waitFor();
      await flagged(page, 4);
    }));

  it('counts nothing where there is nothing', () =>
    visit(async (page) => {
      await page.getByPlaceholder(/Search/).fill('no such mail');
      await page.getByText('Nothing was flagged').waitFor();
      await page.getByText('4 messages were flagged').waitFor({ state: 'detached' });
      await assertAccessible(page);
      await takePictures(page, 'mail-none');
    }));
});
