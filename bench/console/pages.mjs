// SPDX-License-Identifier: Apache-2.0
// What Lighthouse says of the sign-in page and of the identities, on a phone and on a desk.
import lighthouse, { desktopConfig } from 'lighthouse';
import { signIn, startChromium } from './browser.mjs';
import { Daemon } from './support.mjs';

const LEAST = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const PEOPLE = Array.from({ length: 50 }, (_, number) => `Jane Roe ${number},jane.${number}@example.com`);

const daemon = await Daemon.start();
const chromium = await startChromium();
let short = false;

async function judge(name, url, config, page) {
  const flags = { onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: 'error' };
  const { lhr } = await lighthouse(url, flags, config, page);
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const scores = CATEGORIES.map((category) => [category, Math.round(lhr.categories[category].score * 100)]);
  short ||= scores.some(([, score]) => score < LEAST);
  console.log(`${name.padEnd(28)} ${scores.map(([category, score]) => `${category} ${score}`).join('   ')}`);
  for (const { title, score, scoreDisplayMode } of Object.values(lhr.audits)) {
    if (scoreDisplayMode === 'binary' && score === 0) console.log(`  ${title}`);
  }
}

try {
  const account = await daemon.account('Example');
  await daemon.import(account, PEOPLE);
  console.log(`Lighthouse, at least ${LEAST} each`);
  for (const [device, config] of [['phone', undefined], ['desk', desktopConfig]]) {
    const page = await chromium.newPage();
    await judge(`sign-in page, ${device}`, daemon.origin, config, page);
    await signIn(page, daemon.origin, account.write);
    await judge(`identities, ${device}`, `${daemon.origin}/#/identities`, config, page);
    await page.close();
  }
} finally {
  await chromium.close();
  await daemon.stop();
}
process.exitCode = short ? 1 : 0;
