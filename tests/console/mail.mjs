// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Mailbox } from './mailbox.mjs';
import { Daemon } from './support.mjs';

const FORGED = '"Jоhn Doe" <ceo@evil.example>'; // the first о is Cyrillic
const ALLOWED = '"John Doe" <john@partner.example>';

describe('flagged mail', () => {
  let daemon, chromium, account, mailbox;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('Example');
    await daemon.import(account, ['John Doe,john.doe@example.com']);
    mailbox = new Mailbox(daemon, account);
    await mailbox.see(ALLOWED, 'Lunch');
    for (const word of ['one', 'two', 'three']) await mailbox.see(FORGED, `Invoice ${word} <b>today</b>`);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  const visit = (use, token = account.write, options = {}) =>
    withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await signIn(page, token);
        await page.getByRole('link', { name: 'Flagged mail' }).click();
        await page.getByRole('link', { name: /Invoice three/ }).waitFor();
        await use(page);
      },
      options,
    );

  it('is listed and searched', () =>
    visit(async (page) => {
      await assertAccessible(page);
      await takePictures(page, 'mail');
      await page.getByPlaceholder(/Search/).fill('invoice TWO');
      await page.getByRole('link', { name: /Invoice three/ }).waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Invoice two <b>today</b>' }).waitFor();
      await page.getByPlaceholder(/Search/).fill('no such mail');
      await page.getByText('Nothing was flagged').waitFor();
    }));

  it('is explained: findings, headers with the guilty marked, history', () =>
    visit(async (page) => {
      await page.getByRole('link', { name: /Invoice one/ }).click();
      await page.getByText(/shows the registered name "John Doe"/).waitFor();
      await page.getByText('From (why it was flagged)').waitFor();
      await page.getByText(/^checked: MALICIOUS-BEC$/).waitFor();
      await assertAccessible(page);
      await takePictures(page, 'message');
      await page.getByRole('button', { name: 'Show all headers' }).click();
      await page.getByText(/The message itself is not kept/).waitFor();
    }, account.read, { expected: [/404/] }));

  it('offers nothing to write to whoever may read', () =>
    visit(async (page) => {
      const buttons = page.getByRole('main').getByRole('button', { name: /Release|not impersonation/ });
      assert.equal(await buttons.count(), 0);
      await page.getByRole('link', { name: /Invoice one/ }).click();
      await page.getByText(/^checked: MALICIOUS-BEC$/).waitFor();
      assert.equal(await buttons.count(), 0);
    }, account.read));

  async function isFlagged(author) {
    return (await mailbox.judge(`From: ${author}\r\n\r\nHello`)).flagged;
  }

  it('is not flagged again once its sender is allowed, in two clicks from the list', () =>
    visit(async (page) => {
      await page.getByRole('button', { name: 'This is not impersonation: Lunch' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('John Doe <john@partner.example>').waitFor();
      await dialog.getByText(/becomes an allow policy of the account/).waitFor();
      await dialog.getByRole('button', { name: 'Allow this sender' }).click();
      await page.getByText(/From now on mail like this is not flagged/).waitFor();
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await isFlagged(ALLOWED), false);
      assert.equal(await isFlagged(FORGED), true);
    }));

  it('is not flagged again once the address is added to the person, in two clicks', () =>
    visit(async (page) => {
      await page.getByRole('link', { name: /Invoice one/ }).click();
      await page.getByRole('button', { name: 'This is not impersonation' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/Others are as protected as before/).waitFor();
      await dialog.getByRole('button', { name: 'Allow this sender' }).waitFor();
      await assertAccessible(page);
      await takePictures(page, 'offers');
      await dialog.getByRole('button', { name: 'Add this address to the person' }).click();
      await page.getByText(/From now on mail like this is not flagged/).waitFor();
      assert.equal(await isFlagged(FORGED), false);
    }));
});
