// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

describe('the pattern tester', () => {
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

  const visit = (use, options) =>
    withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await signIn(page, account.write);
        await page.getByRole('button', { name: 'Add somebody' }).first().click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Name').fill('Carla Bianchi');
        await use(page, dialog);
      },
      options,
    );
  const results = async (dialog) => {
    const items = await dialog.getByRole('list', { name: 'What the pattern matches' }).getByRole('listitem').allInnerTexts();
    return items.map((item) => item.split(/\s*\n\s*/));
  };

  it('makes examples of the address that was there, which one can take over', () =>
    visit(async (page, dialog) => {
      await dialog.getByLabel('Addresses').fill('carla@firm.example');
      await dialog.getByRole('checkbox', { name: 'This is a pattern' }).click();
      await dialog.getByRole('button', { name: String.raw`Take over carla(\+[^@]*)?@firm\.example` }).click();
      assert.equal(await dialog.getByLabel('Pattern of addresses').inputValue(), String.raw`carla(\+[^@]*)?@firm\.example`);
      await dialog.getByText('carla.evil@firm.example', { exact: true }).waitFor();
      assert.deepEqual(await results(dialog), [
        ['Matches', 'carla@firm.example'],
        ['Matches', 'carla+news@firm.example'],
        ['Does not match', 'carla.evil@firm.example'],
      ]);
      await assertAccessible(page);
      await takePictures(page, 'pattern');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('cell', { name: 'Carla Bianchi', exact: true }).waitFor();
    }));

  for (const [meaning, fits, misses] of [
    ['below the domain', 2, 1],
    ['Everybody at the domain', 2, 1],
  ]) {
    it(`has an example that does what it says: ${meaning}`, () =>
      visit(async (page, dialog) => {
        await dialog.getByRole('checkbox', { name: 'This is a pattern' }).click();
        await dialog.getByRole('listitem').filter({ hasText: meaning }).getByRole('button').click();
        await dialog.getByText('Does not match').waitFor();
        const verdicts = (await results(dialog)).map(([verdict]) => verdict);
        assert.equal(verdicts.filter((verdict) => verdict === 'Matches').length, fits);
        assert.equal(verdicts.filter((verdict) => verdict === 'Does not match').length, misses);
      }));
  }

  it('says what is wrong with a pattern, and with an address', () =>
    visit(
      async (page, dialog) => {
        await dialog.getByRole('checkbox', { name: 'This is a pattern' }).click();
        await dialog.getByLabel('Pattern of addresses').fill('(carla@firm');
        await dialog.getByLabel('Try the pattern').fill('carla@firm.example');
        await dialog.getByRole('alert').waitFor();
        await assertAccessible(page);
        await dialog.getByLabel('Pattern of addresses').fill('carla@firm.*');
        await dialog.getByText('Matches', { exact: true }).waitFor();
        await dialog.getByLabel('Try the pattern').fill('carla@firm.example\nno address');
        await dialog.getByText(/not an e-mail address/).waitFor();
      },
      { expected: [/400/] },
    ));
});
