// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible, signIn, startChromium, takePictures, withPage } from './browser.mjs';
import { Daemon } from './support.mjs';

const WORDS = ['', 'one', 'two', 'three', 'four'];
const forged = (number) =>
  [
    'From: "Jоhn Doe" <ceo@evil.example>', // the о is Cyrillic
    'To: accounting@example.com',
    `Subject: Invoice ${WORDS[number]} <b>today</b>`,
    `Message-ID: <${number}@evil.example>`,
    '',
    'Call me.',
  ].join('\r\n');

describe('flagged mail', () => {
  let daemon, chromium, account;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('Example');
    await daemon.import(account, ['John Doe,john.doe@example.com']);
    for (const number of [1, 2, 3]) await see(number);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  const api = (path, options = {}) =>
    fetch(`${daemon.origin}/client/v4/accounts/${account.id}/email-security${path}`, {
      ...options,
      headers: { Authorization: `Bearer ${account.write}`, ...options.headers },
    });

  // Records are written a moment after the answer.
  async function see(number) {
    const headers = { 'Content-Type': 'message/rfc822' };
    const answer = await api('/scan?record=true', { method: 'POST', body: forged(number), headers });
    assert.equal((await answer.json()).result.flagged, true);
    for (;;) {
      const { result } = await (await api(`/investigate?message_id=${encodeURIComponent(`<${number}@evil.example>`)}`)).json();
      if (result.length > 0) return;
    }
  }

  const visit = (use, token = account.write, options = {}) =>
    withPage(
      chromium,
      daemon.origin,
      async (page) => {
        await signIn(page, token);
        await page.getByRole('link', { name: 'Flagged mail' }).click();
        await page.getByRole('link', { name: /Invoice three/ }).waitFor();
        await use(page);
      },
      options,
    );

  it('is listed and searched', () =>
    visit(async (page) => {
      await assertAccessible(page);
      await takePictures(page, 'mail');
      await page.getByPlaceholder(/Search/).fill('invoice TWO');
      await page.getByRole('link', { name: /Invoice three/ }).waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Invoice two <b>today</b>' }).waitFor();
      await page.getByPlaceholder(/Search/).fill('no such mail');
      await page.getByText('Nothing was flagged').waitFor();
    }));

  it('is explained: findings, headers with the guilty marked, history', () =>
    visit(async (page) => {
      await page.getByRole('link', { name: /Invoice one/ }).click();
      await page.getByText(/shows the registered name "John Doe"/).waitFor();
      await page.getByText('From (why it was flagged)').waitFor();
      await page.getByText(/^checked: MALICIOUS-BEC$/).waitFor();
      await assertAccessible(page);
      await takePictures(page, 'message');
      await page.getByRole('button', { name: 'Show all headers' }).click();
      await page.getByText(/The message itself is not kept/).waitFor();
    }, account.read, { expected: [/404/] }));

  it('offers nothing to write to whoever may read', () =>
    visit(async (page) => {
      await page.getByRole('link', { name: /Invoice one/ }).click();
      await page.getByText(/^checked: MALICIOUS-BEC$/).waitFor();
      assert.equal(await page.getByRole('main').getByRole('button', { name: /Release|not impersonation/ }).count(), 0);
    }, account.read));

  it('is released, and says what the server says', () =>
    visit(async (page) => {
      // A scanned message is not held; the page is told that it is, the server refuses.
      await page.route(/\/investigate\/[^/]+$/, async (route) => {
        if (route.request().method() !== 'GET') return route.continue();
        const response = await route.fetch();
        const json = await response.json();
        json.result.is_quarantined = true;
        await route.fulfill({ response, json });
      });
      await page.getByRole('link', { name: /Invoice one/ }).click();
      const answered = page.waitForResponse((answer) => answer.url().endsWith('/release'));
      await page.getByRole('button', { name: 'Release to its recipients' }).click();
      const { status } = (await (await answered).json()).result[0];
      await page.getByRole('status').getByText(status).waitFor();
    }));

  it('is not flagged again once the address is added to the person, in two clicks', () =>
    visit(async (page) => {
      await page.getByRole('link', { name: /Invoice one/ }).click();
      await page.getByRole('button', { name: 'This is not impersonation' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(/Others are as protected as before/).waitFor();
      await dialog.getByRole('button', { name: 'Allow this sender' }).waitFor();
      await assertAccessible(page);
      await takePictures(page, 'offers');
      await dialog.getByRole('button', { name: 'Add this address to the person' }).click();
      await page.getByText(/From now on mail like this is not flagged/).waitFor();
      const answer = await api('/scan', { method: 'POST', body: forged(4), headers: { 'Content-Type': 'message/rfc822' } });
      assert.equal((await answer.json()).result.flagged, false);
    }));
});
