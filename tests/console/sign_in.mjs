// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

describe('signing in', () => {
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

  it('is possible with the keyboard only', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await page.getByLabel('API token').waitFor();
      await assertAccessible(page);
      await takePictures(page, 'sign-in');
      await page.keyboard.type(account.read);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Identities' }).waitFor();
      assert.doesNotMatch(page.url(), /nsk_/);
    }));

  it('says that a token is not known', () =>
    withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('Paste your token here.').waitFor();
        await page.getByLabel('API token').fill(`${account.read.slice(0, -3)}000`);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText(/does not know this token/).waitFor();
      },
      { expected: [/40[013]/] },
    ));

  it('lasts until the tab is closed or one signs out', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.reload();
      await page.getByRole('heading', { name: 'Identities' }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('API token').waitFor();
      assert.equal(await page.evaluate(() => sessionStorage.length), 0);
      assert.doesNotMatch(JSON.stringify(await page.evaluate(() => ({ ...localStorage }))), /nsk_/);
    }));
});
