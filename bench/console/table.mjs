// SPDX-License-Identifier: Apache-2.0
// How long after the API's answer its rows stand in the table of the identities, of a million.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { signIn, startChromium } from './browser.mjs';
import { Daemon, namesake } from './support.mjs';

const PEOPLE = 1_000_000;
const PAGE = 500;
const ROUNDS = 7;
const MOST_MS = 300;

const person = (number) => `Jane Roe ${String(number).padStart(7, '0')}`;

async function fill(daemon, account) {
  const file = path.join(daemon.folder, 'people.csv');
  const rows = Array.from({ length: PEOPLE }, (_, number) => `${person(number)},jane.${number}@example.com`);
  await writeFile(file, `Display_Name,Email\n${rows.join('\n')}\n`);
  await namesake('registry', 'import', '--store', daemon.store, '--account', account.id, file);
}

// Runs in the page. From the answer of the last list to the frame in which the table shows other rows
// than `before`.
function untilShown(before) {
  return new Promise((resolve) => {
    const rows = () => [...document.querySelectorAll('tbody tr')].map((row) => row.textContent).join('\n');
    const answers = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/impersonation_registry?'));
    const look = () => {
      const shown = rows();
      const answer = answers().at(-1);
      if (!shown || shown === before || !answer?.responseEnd) return requestAnimationFrame(look);
      // The frame is on the screen when the next one is asked for.
      requestAnimationFrame(() => {
        const [{ requestStart, responseEnd }] = answers().slice(-1);
        resolve({ api: responseEnd - requestStart, table: performance.now() - responseEnd });
      });
    };
    requestAnimationFrame(look);
  });
}

const rowsOf = (page) =>
  page.evaluate(() => [...document.querySelectorAll('tbody tr')].map((row) => row.textContent).join('\n'));

async function measure(page, act) {
  const before = await rowsOf(page);
  await page.evaluate(() => performance.clearResourceTimings());
  const shown = page.evaluate(untilShown, before);
  await act();
  return shown;
}

async function replaceText(page, selector, text) {
  await page.locator(selector).fill(text);
}

const SEARCH = 'input[type=search]';
const steps = {
  // Without a page there is nothing to wait in: the new one is asked as soon as it is there.
  'first page': async (page) => {
    await page.reload({ waitUntil: 'commit' });
    return page.evaluate(untilShown, '');
  },
  search: async (page, round) => {
    const found = await measure(page, () => replaceText(page, SEARCH, person(123_456 + round)));
    await measure(page, () => replaceText(page, SEARCH, ''));
    return found;
  },
  [`page ${PAGE}`]: async (page) => {
    const input = 'input[aria-label="Page number"]';
    const found = await measure(page, async () => {
      await replaceText(page, input, String(PAGE));
      await page.keyboard.press('Enter');
    });
    await measure(page, async () => {
      await replaceText(page, input, '1');
      await page.keyboard.press('Enter');
    });
    return found;
  },
};

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const daemon = await Daemon.start();
const chromium = await startChromium();
let short = false;
try {
  const account = await daemon.account('Million');
  await fill(daemon, account);
  const page = await chromium.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await signIn(page, daemon.origin, account.write);
  await page.locator('tbody tr').wait();
  console.log(`${PEOPLE} identities            API's answer   then in the table   at most ${MOST_MS} ms`);
  for (const [name, step] of Object.entries(steps)) {
    const found = [];
    for (let round = 0; round < ROUNDS; ++round) found.push(await step(page, round));
    const table = found.map((each) => each.table);
    const worst = Math.max(...table);
    short ||= worst > MOST_MS;
    const ms = (number) => `${number.toFixed(0)} ms`.padStart(10);
    console.log(`${name.padEnd(24)} ${ms(median(found.map((each) => each.api)))} ${ms(median(table))} (worst ${ms(worst)})`);
  }
} finally {
  await chromium.close();
  await daemon.stop();
}
process.exitCode = short ? 1 : 0;
