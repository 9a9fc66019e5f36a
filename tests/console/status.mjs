// SPDX-License-Identifier: Apache-2.0
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

describe('the status', () => {
  let daemon, chromium, account;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('Example');
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  it('tells how the server is', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.getByRole('link', { name: 'Status' }).click();
      await page.getByText('Ready', { exact: true }).waitFor();
      await page.getByText('The store answers').waitFor();
      await page.getByText(/a second$/).waitFor(); // after the second look
      await assertAccessible(page);
      await takePictures(page, 'status');
    }));
});
