// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

describe('settings', () => {
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
        await page.getByRole('heading', { name: 'Settings' }).waitFor();
        await use(page);
      },
      options,
    );

  async function send(method, path, json) {
    const headers = { Authorization: `Bearer ${account.write}`, 'Content-Type': 'application/json' };
    const answer = await fetch(`${daemon.origin}/client/v4${path}`, { method, headers, body: JSON.stringify(json) });
    return (await answer.json()).result;
  }

  const additions = [
    { tab: 'Allow policies', button: 'Add an allow policy', field: 'E-mail address', pattern: 'partner@example.net' },
    { tab: 'Trusted domains', button: 'Add a trusted domain', field: 'Domain', pattern: 'examp1e.com' },
    { tab: 'Blocked senders', button: 'Block a sender', field: 'E-mail address', pattern: 'x@evil.example' },
  ];

  for (const { tab, button, field, pattern } of additions) {
    it(`add to and remove from the list: ${tab}`, () =>
      visit(
        async (page) => {
          await page.getByRole('tab', { name: tab }).click();
          await page.getByRole('button', { name: button }).click();
          const dialog = page.getByRole('dialog');
          await dialog.getByRole('textbox', { name: field }).fill('no @ pattern');
          await dialog.getByRole('button', { name: 'Save' }).click();
          await dialog.getByText(/is not|is no/).waitFor();
          await assertAccessible(page);
          await dialog.getByRole('textbox', { name: field }).fill(pattern);
          await dialog.getByRole('button', { name: 'Save' }).click();
          await dialog.waitFor({ state: 'detached' });
          await page.getByRole('cell', { name: pattern, exact: true }).waitFor();
          await assertAccessible(page);
          await takePictures(page, `settings-${tab.split(' ')[0].toLowerCase()}`);
          await page.getByRole('button', { name: `Remove ${pattern}` }).click();
          await dialog.getByRole('button', { name: 'Remove' }).click();
          await page.getByRole('cell', { name: pattern, exact: true }).waitFor({ state: 'detached' });
        },
        undefined,
        { expected: [/400/] },
      ));
  }

  it('tell who changed what, and from what', () =>
    visit(async (page) => {
      const registry = `/accounts/${account.id}/email-security/settings/impersonation_registry`;
      const draft = { name: 'John Doe', email: 'john.doe@example.com', is_email_regex: false };
      const { id } = await send('POST', registry, draft);
      await send('PATCH', `${registry}/${id}`, { comments: 'Head of the company' });
      await page.getByRole('tab', { name: 'Audit log' }).click();
      await page.getByRole('row', { name: /Identity changed John Doe comment: \(nothing\) → Head of the company/ }).waitFor();
      await page.getByRole('row', { name: /Allow policy added partner@example\.net Token/ }).waitFor();
      await page.getByRole('row', { name: /Sender no longer blocked x@evil\.example Token/ }).waitFor();
      await page.getByRole('row', { name: /Account created .* Command line/ }).waitFor();
      await assertAccessible(page);
      await takePictures(page, 'audit');
    }, account.read));

  it('are reached from anywhere with the keyboard alone', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.getByRole('heading', { name: 'Identities' }).waitFor();
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Where to, or what to do?').waitFor();
      await assertAccessible(page);
      await page.keyboard.type('sett');
      await page.getByRole('option', { name: 'Settings', exact: true }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Settings' }).waitFor();
      assert.equal(await page.getByRole('main').getByRole('button', { name: /Add|Remove/ }).count(), 0);
    }));
});
