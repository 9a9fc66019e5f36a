// SPDX-License-Identifier: Apache-2.0
// Mail that a real mail filter holds, and a mail server that takes what is released.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Mailbox } from './mailbox.mjs';
import { Daemon, Filter, MailServer, namesake } from './support.mjs';

const RECIPIENT = 'accounting@example.com';

describe('held mail', () => {
  let daemon, chromium, account, filter, mailServer, mailbox;
  before(async () => {
    mailServer = await MailServer.start();
    daemon = await Daemon.start(`release.smtp = "127.0.0.1:${mailServer.port}"`);
    account = await daemon.account('Example');
    const to = ['--store', daemon.store, '--account', account.id];
    await namesake('domain', 'add', ...to, 'example.com');
    await namesake('account', 'set', ...to, 'action.malicious_bec=keep');
    await daemon.import(account, ['John Doe,john.doe@example.com']);
    filter = await Filter.start(daemon);
    mailbox = new Mailbox(daemon, account);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium?.close();
    await filter?.stop();
    await daemon?.stop();
    await mailServer?.stop();
  });

  async function hold(subject, queueId) {
    await filter.deliver({ author: '"John Doe" <x@evil.example>', to: RECIPIENT, subject, queueId });
    await mailbox.recorded(subject);
  }

  const visit = (use) =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.write);
      await page.getByRole('link', { name: 'Flagged mail' }).click();
      await use(page);
    });

  it('is found, and delivered once when it is released', async () => {
    await hold('Transfer today', '4NjpHELD01');
    await hold('Transfer tomorrow', '4NjpHELD02');
    await visit(async (page) => {
      await page.getByRole('combobox', { name: 'What became of it' }).click();
      await page.getByRole('option', { name: 'Held', exact: true }).click();
      await page.getByRole('row', { name: /Transfer tomorrow.*Held/ }).waitFor();
      await page.getByRole('link', { name: 'Transfer today' }).click();
      await page.getByRole('button', { name: 'Show all headers' }).click();
      await page.getByText('X-Namesake-Verdict').waitFor();
      await page.getByText('From (why it was flagged)').waitFor();
      await assertAccessible(page);
      await takePictures(page, 'held');
      await page.getByRole('button', { name: 'Release to its recipients' }).click();
      await page.getByRole('status').filter({ hasText: `Delivered to ${RECIPIENT}` }).waitFor();
      await page.getByRole('button', { name: 'Release to its recipients' }).waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Back to the flagged mail' }).click();
      await page.getByRole('link', { name: 'Transfer tomorrow' }).waitFor();
      await page.getByRole('row', { name: /Transfer today.*Held/ }).waitFor({ state: 'detached' });
    });
    assert.equal(mailServer.messages.length, 1);
    const [{ recipients, text }] = mailServer.messages;
    assert.deepEqual(recipients, [RECIPIENT]);
    assert.match(text, /^Subject: Transfer today\r\n/m);
    assert.match(text, /\r\n\r\nCall me\.\r\n$/);
  });

  it('keeps being held when the mail server is away, and the page says why', async () => {
    await hold('Transfer never', '4NjpHELD03');
    const delivered = mailServer.messages.length;
    await mailServer.stop();
    await visit(async (page) => {
      await page.getByRole('link', { name: 'Transfer never' }).click();
      await page.getByRole('button', { name: 'Release to its recipients' }).click();
      await page.getByRole('status').filter({ hasText: 'It is still held' }).waitFor();
      await page.getByRole('button', { name: 'Release to its recipients' }).waitFor();
    });
    assert.equal(mailServer.messages.length, delivered);
  });
});
