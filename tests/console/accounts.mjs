// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

describe('the account switcher', () => {
  let daemon, chromium, first, second;
  before(async () => {
    daemon = await Daemon.start();
    first = await daemon.account('First Ltd');
    second = await daemon.account('Second Ltd');
    await daemon.import(first, ['John Doe,john.doe@example.com']);
    await daemon.import(second, ['Jane Roe,jane@example.org']);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  // A token of namesaked is good for one account. The page is told of two, and what it asks of either
  // is asked with that account's token.
  async function haveBoth(page) {
    await page.route('**/memberships', async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      const [membership] = json.result;
      const other = { ...membership, id: second.id, account: { ...membership.account, id: second.id, name: 'Second Ltd' } };
      await route.fulfill({ response, json: { ...json, result: [membership, other] } });
    });
    await page.route(`**/accounts/${second.id}/**`, (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${second.write}` } }));
  }

  it('is not there for who has one account', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, first.read);
      await page.getByText('First Ltd').waitFor();
      assert.equal(await page.getByRole('combobox', { name: 'Account' }).count(), 0);
    }));

  it('changes everything that is shown', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await haveBoth(page);
      await signIn(page, first.write);
      await page.getByRole('cell', { name: 'John Doe', exact: true }).waitFor();
      await page.getByRole('combobox', { name: 'Account' }).click();
      await page.getByRole('option', { name: 'Second Ltd' }).click();
      await page.getByRole('cell', { name: 'Jane Roe', exact: true }).waitFor();
      assert.equal(await page.getByRole('cell', { name: 'John Doe', exact: true }).count(), 0);
      await assertAccessible(page);
      await takePictures(page, 'accounts');
      await page.keyboard.press('Control+k');
      await page.getByRole('option', { name: 'To the account First Ltd' }).click();
      await page.getByRole('cell', { name: 'John Doe', exact: true }).waitFor();
    }));
});
