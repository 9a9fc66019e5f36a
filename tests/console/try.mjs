// SPDX-License-Identifier: Apache-2.0
import { after, before, describe, it } from 'node:test';
import { assertAccessible, drop, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

const FORGED = [
  'From: "Dr. J0hn Dое" <ceo@evil.example>', // о and е are Cyrillic
  'To: you@example.com',
  'Subject: Urgent',
  '',
  'Call me.',
].join('\r\n');

describe('trying a message', () => {
  let daemon, chromium, account;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('Example');
    await daemon.import(account, ['John Doe,john.doe@example.com']);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  const visit = (use) =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.getByRole('link', { name: 'Try a message' }).click();
      await page.getByRole('heading', { name: 'Try a message' }).waitFor();
      await use(page);
    });

  it('shows why, letter by letter', () =>
    visit(async (page) => {
      await page.getByLabel('Message').fill(FORGED);
      await page.getByRole('button', { name: 'Check' }).click();
      const verdict = page.getByRole('region', { name: 'Verdict' });
      await verdict.getByText('Impersonation').waitFor();
      await verdict.getByText(/shows the registered name "John Doe"/).waitFor();
      await verdict.getByRole('listitem').filter({ hasText: 'Cyrillic letter, U+043E instead of o' }).waitFor();
      await verdict.getByText('john.doe@example.com', { exact: true }).waitFor();
      await assertAccessible(page);
      await takePictures(page, 'try');
    }));

  it('takes an .eml file that is dropped', () =>
    visit(async (page) => {
      await drop(page, 'forged.eml', 'message/rfc822', FORGED);
      await page.getByText('Impersonation').waitFor();
    }));

  it('says so when there is nothing', () =>
    visit(async (page) => {
      await page.getByLabel('Message').fill('From: John Doe <john.doe@example.com>\n\nHello');
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByText('Not flagged').waitFor();
      await assertAccessible(page);
    }));
});
