// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

const PEOPLE = ['John Doe,john.doe@example.com', 'Jane Roe,jane@example.com', 'Robert Miller,r.miller@example.com'];

describe('identities', () => {
  let daemon, chromium, account;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('Example');
    await daemon.import(account, PEOPLE);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  const names = (page) => page.locator('tbody tr td:nth-child(1)').allInnerTexts();
  const visit = (use, token = account.write, options = {}) =>
    withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await signIn(page, token);
        await page.getByRole('cell', { name: 'Jane Roe' }).waitFor();
        await use(page);
      },
      options,
    );

  it('are listed, searched and sorted', () =>
    visit(async (page) => {
      await assertAccessible(page);
      await takePictures(page, 'identities');
      await page.getByRole('button', { name: 'Name' }).click();
      await page.locator('th[aria-sort=descending], th[aria-sort=ascending]', { hasText: 'Name' }).waitFor();
      await page.getByPlaceholder(/Search/).fill('MILLER');
      await page.getByText('Jane Roe').waitFor({ state: 'detached' });
      assert.deepEqual(await names(page), ['Robert Miller']);
      await page.getByPlaceholder(/Search/).fill('nobody of this name');
      await page.getByText('Nobody matches').waitFor();
    }));
});
