// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon, namesake, until } from './support.mjs';

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

  it('is asked for again when the token is revoked', async () => {
    const words = ['--store', daemon.store, '--account', account.id, '--permission', 'read'];
    const token = await namesake('token', 'create', ...words);
    await daemon.untilKnown(token);
    const verify = () =>
      fetch(`${daemon.origin}/client/v4/user/tokens/verify`, { headers: { Authorization: `Bearer ${token}` } });
    await withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await signIn(page, token);
        await page.getByText('Nobody is protected yet').waitFor();
        await namesake('token', 'revoke', '--store', daemon.store, token);
        await until(async () => !(await verify()).ok, 'the token is revoked');
        await page.reload();
        await page.getByText('It has expired or been revoked').waitFor();
        await assertAccessible(page);
        await takePictures(page, 'refused');
        await page.getByRole('button', { name: 'Sign in again' }).click();
        await page.getByLabel('API token').waitFor();
      },
      { expected: [/401/] },
    );
  });

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
