// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, drop, signIn, startChromium, takePictures, withPage } from './browser.mjs';
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

  const names = (page) => page.locator('tbody tr td:nth-child(2)').allInnerTexts();
  const visit = (use, token = account.write, options = {}) =>
    withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await signIn(page, token);
        await page.getByRole('cell', { name: 'Jane Roe', exact: true }).waitFor();
        await use(page);
      },
      options,
    );

  it('are listed, searched and sorted', () =>
    visit(async (page) => {
      await assertAccessible(page);
      await takePictures(page, 'identities');
      await page.getByRole('button', { name: 'Name', exact: true }).click();
      await page.locator('th[aria-sort=descending], th[aria-sort=ascending]', { hasText: 'Name' }).waitFor();
      await page.getByPlaceholder(/Search/).fill('MILLER');
      await page.getByText('Jane Roe').waitFor({ state: 'detached' });
      assert.deepEqual(await names(page), ['Robert Miller']);
      await page.getByPlaceholder(/Search/).fill('nobody of this name');
      await page.getByText('Nobody matches').waitFor();
    }));

  const open = async (page, button) => {
    await page.getByRole('button', { name: button }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    return dialog;
  };

  it('are added, with every fault beside its field', () =>
    visit(
      async (page) => {
        const dialog = await open(page, 'Add somebody');
        await dialog.getByLabel('Addresses').fill('ceo@@example.com');
        await dialog.getByRole('button', { name: 'Save' }).click();
        await dialog.getByText('name is required').or(dialog.getByText(/name .*(empty|must)/)).first().waitFor();
        await dialog.getByText(/is not an e-mail address/).waitFor();
        await assertAccessible(page);
        await takePictures(page, 'identity-faults');
        await dialog.getByLabel('Name').fill('Carla Bianchi');
        await dialog.getByLabel('Addresses').fill('carla@example.com');
        await dialog.getByRole('button', { name: 'Save' }).click();
        await dialog.waitFor({ state: 'detached' });
        await page.getByRole('cell', { name: 'Carla Bianchi', exact: true }).waitFor();
      },
      undefined,
      { expected: [/400/] },
    ));

  it('are edited', () =>
    visit(async (page) => {
      const dialog = await open(page, 'Edit Robert Miller');
      await dialog.getByLabel('Comment').fill('Finance');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('cell', { name: 'Finance', exact: true }).waitFor();
    }));

  it('tell what the server thinks of an entry that it has taken', () =>
    visit(async (page) => {
      const dialog = await open(page, 'Add somebody');
      await dialog.getByLabel('Name').fill('Madonna');
      await dialog.getByLabel('Addresses').fill('madonna@gmail.com');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved. You should know:').waitFor();
      await page.getByText(/only mail that shows|everybody can have|one word/i).first().waitFor();
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Understood' }).click();
      await page.getByRole('cell', { name: 'Madonna', exact: true }).first().waitFor();
    }));

  const api = (path) =>
    fetch(`${daemon.origin}/client/v4/accounts/${account.id}/email-security/settings/impersonation_registry${path}`, {
      headers: { Authorization: `Bearer ${account.read}` },
    });
  const registered = async (name) =>
    (await (await api(`?search=${encodeURIComponent(name)}`)).json()).result.map((entry) => entry.name);

  it('are removed several at a time, and that can be undone', () =>
    visit(async (page) => {
      await page.getByRole('checkbox', { name: 'Select John Doe' }).click();
      await page.getByRole('checkbox', { name: 'Select Jane Roe' }).click();
      await page.getByRole('button', { name: 'Remove 2 identities' }).click();
      // The notice waits while one points at it, however slow the machine is.
      await page.getByText('2 identities will be removed').hover();
      await page.getByRole('cell', { name: 'Jane Roe', exact: true }).waitFor({ state: 'detached' });
      await assertAccessible(page);
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('cell', { name: 'Jane Roe', exact: true }).waitFor();
      assert.deepEqual(await registered('Jane'), ['Jane Roe']);

      await page.getByRole('checkbox', { name: 'Select Jane Roe' }).click();
      await page.getByRole('button', { name: 'Remove 1 identity' }).click();
      // Once the notice that offers to undo it has gone.
      const deleted = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
      await page.getByText('1 identity will be removed').waitFor();
      assert.deepEqual(await registered('Jane'), ['Jane Roe']);
      assert.equal((await deleted).status(), 200);
      assert.deepEqual(await registered('Jane'), []);
    }));

  const listed = (use, token, options) =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, token);
      await page.getByRole('cell', { name: 'John Doe', exact: true }).waitFor();
      await use(page);
    }, options);

  it('come from a CSV file, after each row was told its fate', () =>
    listed(
      async (page) => {
        const rows = ['Display_Name,Email', '"Ōe, Kenzaburō",oe@example.com', 'No Address,nowhere', 'Ann Lee,ann@example.com'];
        await drop(page, 'people.csv', 'text/csv', rows.join('\r\n'));
        const dialog = page.getByRole('dialog');
        await dialog.getByText('1 row cannot be added').waitFor();
        await dialog.getByRole('row', { name: /^3 No Address.*not an e-mail address/ }).waitFor();
        await dialog.getByRole('row', { name: /^2 Ōe, Kenzaburō.*Will be added/ }).waitFor();
        assert.ok(await dialog.getByRole('button', { name: 'Import CSV' }).isDisabled());
        await assertAccessible(page);
        await takePictures(page, 'csv');
        await page.keyboard.press('Escape');
        assert.deepEqual(await registered('Kenzabur'), []);

        await drop(page, 'people.csv', 'text/csv', [rows[0], rows[1], rows[3]].join('\n'));
        await dialog.getByRole('button', { name: 'Add 2 identities' }).click();
        await page.getByRole('cell', { name: 'Ōe, Kenzaburō', exact: true }).waitFor();
      },
      account.write,
      { expected: [/400/] },
    ));

  it('are exported', () =>
    listed(async (page) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      const file = await (await download).path();
      assert.match(await readFile(file, 'utf8'), /John Doe,john\.doe@example\.com/);
    }, account.read));

  it('cannot be changed with a token that may read', () =>
    listed(async (page) => {
      assert.equal(await page.getByRole('main').getByRole('button', { name: /Add somebody|Edit|Import|Remove/ }).count(), 0);
      await assertAccessible(page);
    }, account.read));
});
