// SPDX-License-Identifier: Apache-2.0
// What attackers write is text on every page: it runs nothing, fetches nothing, turns nothing around.
// withPage() fails a test in which anything does.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drop, signIn, startChromium, withPage } from './browser.mjs';
import { Mailbox } from './mailbox.mjs';
import { Daemon, until } from './support.mjs';

const NAMES = [
  '<script>globalThis.hacked = 1</script>',
  '"><img src=x onerror="globalThis.hacked = 1">',
  "<svg/onload='globalThis.hacked = 1'>",
  '<style>* { display: none }</style>',
  '<a href="https://evil.example/">John Doe</a>',
  '\u202eeoD nhoJ\u202c moc.elpmaxe@nhoj\u2066',
  '{{constructor.constructor("globalThis.hacked = 1")()}}',
  `Zalgo ${'\u0336\u0334'.repeat(400)}`,
  'W'.repeat(1000),
  'javascript:globalThis.hacked=1//\u2028\u2029\u0085',
];
const HEADER_OF_A_MEGABYTE = `X-Large: ${'<b>x</b> '.repeat(116_000)}`;

const messageFrom = (name, number) =>
  [
    `From: =?UTF-8?B?${Buffer.from(`John Doe ${name}`).toString('base64')}?= <ceo@evil.example>`,
    `Subject: =?UTF-8?B?${Buffer.from(name).toString('base64')}?=`,
    ...(number === 0 ? [HEADER_OF_A_MEGABYTE.replace(/(.{900})/g, '$1\r\n ')] : []),
    '',
    `<html><script>globalThis.hacked = 1</script>${name}</html>`,
  ].join('\r\n');

describe('hostile text', () => {
  let daemon, chromium, account;
  before(async () => {
    daemon = await Daemon.start();
    account = await daemon.account('<img src=x onerror="globalThis.hacked = 1">');
    await daemon.import(account, ['John Doe,john.doe@example.com']);
    for (const name of NAMES) await add(name);
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await daemon.stop();
  });

  async function add(name) {
    const answer = await fetch(
      `${daemon.origin}/client/v4/accounts/${account.id}/email-security/settings/impersonation_registry`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${account.write}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ name, email: 'somebody@example.com', is_email_regex: false, comments: name }),
      },
    );
    assert.equal(answer.status, 201, name);
  }

  async function assertHarmless(page) {
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    assert.equal(await page.locator('main img, main script, main style, main a:not([href^="#"])').count(), 0);
  }

  it('in entries is shown as it is', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.write);
      for (const name of NAMES) {
        const cell = page.locator('tbody td bdi').filter({ hasText: name.trim() }).first();
        assert.equal(await cell.textContent(), name);
      }
      await assertHarmless(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    }));

  it('in flagged mail is shown as it is, in the list and on each message\'s page', async () => {
    const mailbox = new Mailbox(daemon, account);
    for (const [number, name] of NAMES.entries()) {
      assert.equal((await mailbox.judge(messageFrom(name, number), '?record=true')).flagged, true, name);
    }
    const recorded = await until(async () => {
      const found = await mailbox.ask('/investigate?per_page=50');
      return found.length === NAMES.length && found;
    }, 'the records');
    await withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.write);
      await page.getByRole('link', { name: 'Flagged mail' }).click();
      await page.locator('main tbody tr').nth(NAMES.length - 1).waitFor();
      await assertHarmless(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      for (const { id, subject } of recorded) {
        await page.goto(`${daemon.origin}/#/mail/${encodeURIComponent(id)}`);
        const shown = page.locator('main bdi').filter({ hasText: subject.trim() }).first();
        assert.equal(await shown.textContent(), subject);
        await assertHarmless(page);
      }
      await page.goto(`${daemon.origin}/#/settings/audit`);
      await page.getByRole('row', { name: /Identity added/ }).first().waitFor();
      await assertHarmless(page);
    });
  });

  it('in messages is shown as it is', () =>
    withPage(chromium, daemon.origin, async (page) => {
      await signIn(page, account.read);
      await page.getByRole('link', { name: 'Try a message' }).click();
      for (const [number, name] of NAMES.entries()) {
        const judged = page.waitForResponse((answer) => answer.url().endsWith('/scan'));
        await drop(page, `${number}.eml`, 'message/rfc822', messageFrom(name, number));
        assert.equal((await judged).status(), 200);
        await page.getByRole('region', { name: 'Verdict' }).waitFor();
        await assertHarmless(page);
      }
    }));
});
