// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon, namesake } from './support.mjs';

describe('domains', () => {
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

  it('are listed, with the command that adds one', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.goto(`${daemon.origin}/#/settings/domains`);
      await page.getByText('No domain is yours yet').waitFor();
      await assertAccessible(page);
      await takePictures(page, 'domains-none');
      const command = await page.getByText(/^namesake domain add/).innerText();
      const [program, ...words] = command.split(' ');
      assert.equal(program, 'namesake');
      await namesake(...words, '--store', daemon.store);
      await page.reload();
      await page.getByRole('cell', { name: 'example.com', exact: true }).waitFor();
      await assertAccessible(page);
      await takePictures(page, 'domains');
    }));
});
