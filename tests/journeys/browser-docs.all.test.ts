import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, chromiumPath, DESK, fits, openBrowser } from '../support/chromium.ts';
import { Customer } from '../support/customer.ts';
import { RunningCinema } from '../support/running-cinema.ts';

let cinema: RunningCinema;
let browser: Browser;

async function open(): Promise<void> {
  cinema = await RunningCinema.start();
  browser = await openBrowser();
}

async function close(): Promise<void> {
  await browser?.close();
  await cinema?.remove();
}

async function openDocs(viewport: { width: number; height: number }) {
  const visitor = await aVisitor(browser, { viewport });
  await visitor.page.goto(`${cinema.url}/docs`);
  await visitor.page.locator('.opblock').first().waitFor();
  return visitor;
}

/** Opens an operation, and sends it as the page fills it in; gives what went over the wire. */
async function tryOut(page: Page, operationId: string) {
  const operation = page.locator(`[id$="-${operationId}"]`);
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  const sent = page.waitForRequest((request) => request.url().includes('/api/v1/'));
  await operation.getByRole('button', { name: 'Execute' }).click();
  const request = await sent;
  const answer = await request.response();
  return { request, status: answer?.status() };
}

describe.skipIf(chromiumPath === undefined)('the page of the API (needs the program chromium)', () => {
  beforeAll(open, 60_000);
  afterAll(close);

  it('fits a small phone, also with an operation open', async () => {
    const { page, forbidden } = await openDocs({ width: 360, height: 740 });
    expect(await fits(page)).toBe(true);
    for (const operationId of ['listMovies', 'placeOrder']) {
      await page.locator(`[id$="-${operationId}"] .opblock-summary-control`).click();
      await page.locator(`[id$="-${operationId}"] .opblock-body`).waitFor();
      expect(await fits(page), operationId).toBe(true);
    }
    expect(forbidden).toEqual([]);
  });

  it('sends what was filled in, and nothing by itself', { timeout: 60_000 }, async () => {
    const customer = await Customer.arrive(cinema.url, 'trying@example.com');
    const { page, forbidden } = await openDocs(DESK);
    const lock = page.locator('[id$="-getMovie"] .authorization__btn');
    expect(await lock.getAttribute('aria-label')).toContain('unlocked');
    await page.locator('button.authorize').click();
    await page.locator('.auth-container input').fill(String(customer.accessToken));
    await page.locator('.auth-btn-wrapper .authorize').click();
    await page.locator('.auth-btn-wrapper .btn-done').click();

    expect(await lock.getAttribute('aria-label')).not.toContain('unlocked');
    expect((await tryOut(page, 'addToCart')).status).toBe(201);
    const order = await tryOut(page, 'placeOrder');
    expect([order.status, order.request.headers()['idempotency-key']]).toEqual([201, undefined]);
    const listed = await tryOut(page, 'listMovies');
    expect([listed.status, new URL(listed.request.url()).search]).toEqual([200, '?page=1&per_page=10']);
    const changed = await tryOut(page, 'changeProfile');
    expect(changed.request.postData() ?? '').not.toMatch(/name="/);
    expect(forbidden).toEqual([]);
  });
});
