// SPDX-License-Identifier: Apache-2.0
// From signing in to signing out without a mouse: everything is reached by Tab, and seen to have the focus.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChromium, withPage } from './browser.mjs';
import { Mailbox } from './mailbox.mjs';
import { Daemon, Filter, MailServer, namesake } from './support.mjs';

const MOST_STOPS = 80;

// What a screen reader would call the element that has the focus.
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
  });

async function tabTo(page, name) {
  for (let stop = 0; stop < MOST_STOPS; ++stop) {
    if ((await focused(page)).trim().startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${MOST_STOPS} times Tab and no ${name}`);
}

describe('with the keyboard alone one', () => {
  let daemon, chromium, account, filter, mailServer;
  before(async () => {
    mailServer = await MailServer.start();
    daemon = await Daemon.start(`release.smtp = "127.0.0.1:${mailServer.port}"`);
    account = await daemon.account('Example');
    const to = ['--store', daemon.store, '--account', account.id];
    await namesake('domain', 'add', ...to, 'example.com');
    await namesake('account', 'set', ...to, 'action.malicious_bec=keep');
    filter = await Filter.start(daemon);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium?.close();
    await filter?.stop();
    await daemon?.stop();
    await mailServer?.stop();
  });

  async function choose(page, command) {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Where to, or what to do?').waitFor();
    await page.keyboard.type(command);
    await page.getByRole('option', { name: command }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  }

  it('signs in, protects somebody, releases a message in their name and signs out', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await page.getByLabel('API token').waitFor();
      await page.keyboard.type(account.write);
      await page.keyboard.press('Enter');

      await page.getByRole('heading', { name: 'Identities' }).waitFor();
      await tabTo(page, 'Skip to the content');
      await page.keyboard.press('Enter');
      await tabTo(page, 'Add somebody');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await tabTo(page, 'Name');
      await page.keyboard.type('John Doe');
      await tabTo(page, 'Addresses');
      await page.keyboard.type('john.doe@example.com');
      await page.keyboard.press('Enter');
      await page.getByRole('cell', { name: 'John Doe', exact: true }).waitFor();

      await filter.deliver({ author: '"John Doe" <x@evil.example>', to: 'jane@example.com', subject: 'Urgent', queueId: '4NjpKEYS01' });
      await new Mailbox(daemon, account).recorded('Urgent');
      await choose(page, 'Flagged mail');
      await page.getByRole('link', { name: 'Urgent' }).waitFor();
      await tabTo(page, 'Urgent');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Release to its recipients' }).waitFor();
      await tabTo(page, 'Release to its recipients');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Release to its recipients' }).waitFor({ state: 'detached' });
      assert.deepEqual(mailServer.messages.map(({ recipients }) => recipients), [['jane@example.com']]);

      await choose(page, 'Sign out');
      await page.getByLabel('API token').waitFor();
    }));
});
