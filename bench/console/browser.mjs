// SPDX-License-Identifier: Apache-2.0
import puppeteer from 'puppeteer-core';

export const startChromium = () =>
  puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
    defaultViewport: null, // Lighthouse chooses its own
  });

export async function signIn(page, origin, token) {
  await page.goto(origin);
  await page.locator('input[type=password]').fill(token);
  await page.keyboard.press('Enter');
  await page.locator('nav').wait();
}
