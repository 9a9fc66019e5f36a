// SPDX-License-Identifier: Apache-2.0
// Chromium with eyes: whatever page a test opens, an error on its console, a request that leaves
// namesaked or a violation of the Content-Security-Policy fails the test.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const PATIENCE_MS = 30_000; // the machine may be busy
const AXE = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const startChromium = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

// Opens `origin` in a new window, calls `use` with its page and then says what was wrong.
// `expected` are patterns of errors that the test provokes.
export async function withPage(chromiumProcess, origin, use, { expected = [], ...options } = {}) {
  const context = await chromiumProcess.newContext({ locale: 'en-GB', timezoneId: 'Europe/Zurich', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol)) faults.push(`foreign request: ${url}`);
    if (/nsk_/.test(url.href)) faults.push(`a token in a URL: ${url}`);
  });
  try {
    await page.goto(origin);
    await use(page);
    const unexpected = faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)));
    assert.deepEqual(unexpected, []);
  } catch (error) {
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/failed.png` });
    throw error;
  } finally {
    await context.close();
  }
}

export async function signIn(page, token) {
  await page.getByLabel('API token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

async function show(page, mode) {
  await page.evaluate((chosen) => { document.documentElement.dataset.mode = chosen; }, mode);
  await page.evaluate(() => {
    // Those that go with a scroll bar and not with time never finish.
    const timed = document.getAnimations().filter(({ timeline }) => timeline === document.timeline);
    return Promise.all(timed.map((animation) => animation.finished.catch(() => {})));
  });
}

// Every page has to pass in light and dark.
export async function assertAccessible(page) {
  const source = await AXE;
  for (const mode of ['dark', 'light']) {
    await show(page, mode);
    await page.evaluate(source);
    const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), WCAG);
    const told = violations.map(({ id, nodes }) => `${mode}: ${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`);
    assert.deepEqual(told, []);
  }
}

const WIDTHS = [360, 1280, 1920];

// Every page has to pass and fit at each width. For people to look at: SCREENSHOTS=folder tests/console/run …
export async function takePictures(page, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 500 ? 800 : 900 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name} at ${width} px is ${overflow} px too wide`);
    await assertAccessible(page);
    if (!process.env.SCREENSHOTS) continue;
    for (const mode of ['dark', 'light']) {
      await show(page, mode);
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-${width}-${mode}.png` });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

// As a browser gives what somebody drops on the page.
export async function drop(page, name, type, text) {
  const dataTransfer = await page.evaluateHandle(
    (file) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([file.text], file.name, { type: file.type }));
      return transfer;
    },
    { name, type, text },
  );
  await page.getByTestId('drop-zone').dispatchEvent('drop', { dataTransfer });
}
