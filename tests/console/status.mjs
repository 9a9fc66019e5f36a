// SPDX-License-Identifier: Apache-2.0
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon, Filter, namesake } from './support.mjs';

const MESSAGES = 5; // the column

describe('the status', () => {
  let daemon, chromium, account, filter;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('Example');
    const to = ['--store', daemon.store, '--account', account.id];
    await namesake('domain', 'add', ...to, 'example.com');
    await namesake('account', 'set', ...to, 'action.malicious_bec=keep');
    await daemon.import(account, ['John Doe,john.doe@example.com']);
    filter = await Filter.start(daemon);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium?.close();
    await filter?.stop();
    await daemon?.stop();
  });

  it('tells how the server is', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.getByRole('link', { name: 'Status' }).click();
      await page.getByText('Ready', { exact: true }).waitFor();
      await page.getByText('The store answers').waitFor();
      await page.getByText(/a second$/).first().waitFor(); // after the second look
      await assertAccessible(page);
    }));

  it('has every node, and what it does', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.getByRole('link', { name: 'Status' }).click();
      await page.getByRole('row', { name: /Server \d+\..*Running/ }).waitFor();
      const messages = page.getByRole('row', { name: /Mail filter \d+\..*Running/ }).getByRole('cell').nth(MESSAGES);
      await messages.filter({ hasText: /^0$/ }).waitFor();
      await filter.deliver({ author: '"John Doe" <x@evil.example>', to: 'jane@example.com', subject: 'Counted', queueId: '4NjpSTAT01' });
      await messages.filter({ hasText: /^1$/ }).waitFor(); // nodes report every ten seconds
      await assertAccessible(page);
      await takePictures(page, 'status');
    }));
});
