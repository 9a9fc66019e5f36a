// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon, namesake } from './support.mjs';

describe('tokens', () => {
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

  const visit = (use, token = account.write, options = {}) =>
    withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await signIn(page, token);
        await page.getByRole('link', { name: 'Settings' }).click();
        await page.getByRole('tab', { name: 'Tokens' }).click();
        await page.getByText('this one', { exact: true }).waitFor();
        await use(page);
      },
      options,
    );

  async function create(page, name) {
    await page.getByRole('button', { name: 'Create a token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create a token' }).click();
    return page.getByRole('alertdialog');
  }

  async function isGood(token) {
    const answer = await fetch(`${daemon.origin}/client/v4/user/tokens/verify`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.ok;
  }

  it('are created, shown once, copied and revoked', () =>
    visit(
      async (page) => {
        const dialog = await create(page, 'Terraform');
        await dialog.getByText('It is shown this once').waitFor();
        await assertAccessible(page);
        await takePictures(page, 'token-secret');
        await dialog.getByRole('button', { name: 'Copy the token' }).click();
        await dialog.getByText('Copied.').waitFor();
        const secret = await page.evaluate(() => navigator.clipboard.readText());
        assert.match(secret, /^nsk_/);
        assert.equal(await isGood(secret), true);
        await dialog.getByRole('button', { name: 'Close' }).click();
        await page.getByRole('row', { name: /Terraform.*Read.*Active/ }).waitFor();
        assert.doesNotMatch(await page.content(), new RegExp(secret));
        await assertAccessible(page);
        await takePictures(page, 'tokens');
        await page.getByRole('button', { name: 'Revoke Terraform' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
        await page.getByRole('row', { name: /Terraform.*Revoked/ }).waitFor();
        assert.equal(await isGood(secret), false);
      },
      undefined,
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ));

  it('cannot outlive the one that makes them', async () => {
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    const words = ['--store', daemon.store, '--account', account.id, '--permission', 'write', '--expires', expires];
    const short = await namesake('token', 'create', ...words);
    await daemon.untilKnown(short);
    await visit(
      async (page) => {
        await page.getByRole('button', { name: 'Create a token' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Name').fill('For ever');
        await dialog.getByRole('button', { name: 'Create a token' }).click();
        await dialog.getByText(/expires_on/).waitFor();
        await assertAccessible(page);
        await dialog.getByRole('button', { name: 'Cancel' }).click();
        assert.equal(await page.getByRole('row', { name: /For ever/ }).count(), 0);
      },
      short,
      { expected: [/400/] },
    );
  });

  it('may revoke themselves, after a warning', async () => {
    const words = ['--store', daemon.store, '--account', account.id, '--permission', 'write', '--name', 'Mine'];
    const mine = await namesake('token', 'create', ...words);
    await daemon.untilKnown(mine);
    await visit(async (page) => {
      await page.getByRole('button', { name: 'Revoke Mine' }).click();
      await page.getByText('you will be signed out').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await page.getByLabel('API token').waitFor();
    }, mine);
    assert.equal(await isGood(mine), false);
  });

  it('are looked at, no more, by whoever may read', () =>
    visit(async (page) => {
      assert.equal(await page.getByRole('main').getByRole('button', { name: /Create|Revoke/ }).count(), 0);
      await assertAccessible(page);
    }, account.read));
});
