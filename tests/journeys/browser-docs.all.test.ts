import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, chromiumPath, DESK, openBrowser } from '../support/chromium.ts';
import { passwordIn } from '../support/cinema-on.ts';
import { RunningCinema } from '../support/running-cinema.ts';

describe.skipIf(chromiumPath === undefined)('the docs that only admins may see (needs the program chromium)', () => {
  let cinema: RunningCinema;
  let browser: Browser;
  beforeAll(async () => {
    cinema = await RunningCinema.start({ environment: { DOCS_ACCESS: 'admin' } });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await cinema?.remove();
  });

  it('are shown to whom the browser asks for an address and a password, and try things out without them', async () => {
    const httpCredentials = { username: 'admin@cinema.example', password: passwordIn(cinema.output) };
    const { page } = await aVisitor(browser, { viewport: DESK, httpCredentials });
    expect((await page.goto(`${cinema.url}/docs`))?.status()).toBe(200);

    const genres = page.locator('.opblock', { hasText: 'listGenres' }).or(page.locator('[id$=listGenres]')).first();
    await genres.locator('.opblock-summary-control').click();
    await genres.getByRole('button', { name: 'Try it out' }).click();
    await genres.getByRole('button', { name: 'Execute' }).click();

    const status = genres.locator('.live-responses-table .response-col_status').last();
    await expect.poll(() => status.textContent(), { timeout: 20_000 }).toContain('200');
  });
});
