import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

/** Where the program `chromium` is; undefined if it is not installed. */
export const chromiumPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((path) => existsSync(path));

/** A browser without a window, which talks to nobody but the pages under test. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page of a new visitor until the test is over, and what the browser forbade on it, which should be nothing. */
export async function aVisitor(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ page: Page; forbidden: string[] }> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const forbidden: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) forbidden.push(message.text());
  });
  page.on('pageerror', (error) => forbidden.push(error.message));
  return { page, forbidden };
}

/** Whether everything fits into the window from side to side. */
export async function fits(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
}

/** What would stand in the way of people who hear a page, or see little of it, as far as axe finds it; frames apart. */
export async function barriersOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run({ exclude: ["iframe"] }, { iframes: false })');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Looks at the page with this heading, once it is there: nothing stands in anybody's way, and all of it fits. */
export async function look(page: Page, heading: string | RegExp): Promise<void> {
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  expect(await barriersOn(page), `barriers on “${heading}”`).toEqual([]);
  expect(await fits(page), `“${heading}” fits`).toBe(true);
}
