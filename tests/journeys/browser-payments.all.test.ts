import { EtaLetterWriter } from '@online-cinema/adapters/letters';
import { Money } from '@online-cinema/domain/shared';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, chromiumPath, fits, look, openBrowser } from '../support/chromium.ts';
import { Customer } from '../support/customer.ts';
import { RunningCinema } from '../support/running-cinema.ts';

/** The smallest phones that are still about. */
const SMALL_PHONE = { width: 360, height: 640 };

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

/** An order of so many films, at the door of its pay page. */
async function anOrder(customer: Customer, count: number) {
  const { movies } = await customer.get(`/theater/movies/?for_sale=true&sort=-votes&per_page=${count}`);
  for (const { id } of movies) await customer.post('/cart/items/', { movie_id: id });
  const order = await customer.post('/orders/');
  const { checkout_url: checkoutUrl } = await customer.post(`/orders/${order.id}/checkout/`);
  const session = new URL(checkoutUrl).pathname.split('/').at(-1);
  const back = (place: string) => `${cinema.url}/api/v1/payments/${place}/?session_id=${session}`;
  return { id: order.id, checkoutUrl, back, names: movies.map(({ name }: { name: string }) => name) };
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

describe.skipIf(chromiumPath === undefined)('paying on a small phone (needs the program chromium)', () => {
  beforeAll(open, 60_000);
  afterAll(close);

  it('is told the truth of a payment, wherever its address is opened again', async () => {
    const customer = await Customer.arrive(cinema.url, 'again@example.com');
    const { page, forbidden } = await aVisitor(browser, { viewport: SMALL_PHONE });
    const order = await anOrder(customer, 2);
    await page.goto(order.back('success'));
    await look(page, 'Not paid yet');
    await page.goto(order.checkoutUrl);
    await press(page, 'Cancel');
    await look(page, 'Nothing was paid');

    const other = await page.context().newPage();
    await other.goto(order.checkoutUrl);
    await press(other, /^Pay /);
    await look(other, 'Thank you!');
    await page.reload();
    await look(page, 'Thank you!');

    await customer.post(`/orders/${order.id}/refund/`);
    for (const url of [order.back('success'), order.back('cancel'), order.checkoutUrl]) {
      await page.goto(url);
      await look(page, 'Paid, and refunded since');
    }
    expect(forbidden).toEqual([]);
  });

  it('is told that a payment is closed whose order was cancelled', async () => {
    const customer = await Customer.arrive(cinema.url, 'cancelling@example.com');
    const { page } = await aVisitor(browser, { viewport: SMALL_PHONE });
    const order = await anOrder(customer, 1);
    await customer.post(`/orders/${order.id}/cancel/`);
    await page.goto(order.checkoutUrl);
    await look(page, 'This payment is closed');
    await page.goto(order.back('success'));
    await look(page, 'This payment is over');
  });

  it('is promised nothing by addresses that name no payment, or nothing at all', async () => {
    const { page } = await aVisitor(browser, { viewport: SMALL_PHONE });
    await page.goto(`${cinema.url}/api/v1/payments/success/`);
    await look(page, 'Welcome back');
    await page.goto(`${cinema.url}/api/v1/payments/cancel/`);
    await look(page, 'You came back without paying');
    await page.goto(`${cinema.url}/sandbox/checkout/`);
    await look(page, 'There is nothing here');
  });

  it('has the button in sight below a long list, which is scrolled by keyboard', async () => {
    const customer = await Customer.arrive(cinema.url, 'collecting@example.com');
    const { page } = await aVisitor(browser, { viewport: SMALL_PHONE });
    const order = await anOrder(customer, 40);
    await page.goto(order.checkoutUrl);
    await look(page, `Pay for order #${order.id}`);
    expect(await page.getByRole('region', { name: '40 films' }).locator('bdi').allTextContents()).toEqual(order.names);
    const button = await page.getByRole('button', { name: /^Pay / }).boundingBox();
    expect((button?.y ?? Number.NaN) + (button?.height ?? 0)).toBeLessThanOrEqual(SMALL_PHONE.height);

    await page.getByRole('region').focus();
    await page.keyboard.press('End');
    const scrolled = () => page.evaluate<number>('document.querySelector("[role=region]").scrollTop');
    await expect.poll(scrolled).toBeGreaterThan(0);
  });

  it('hears at once that the card was declined, and nothing of it later', async () => {
    const customer = await Customer.arrive(cinema.url, 'declined@example.com');
    const { page } = await aVisitor(browser, { viewport: SMALL_PHONE });
    const order = await anOrder(customer, 1);
    await page.goto(order.checkoutUrl);
    await press(page, 'declined');
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toMatch(/^Declined · Pay \$/);
    expect(await page.evaluate('document.activeElement.role')).toBe('alert');
    await look(page, `Pay for order #${order.id}`);
    await page.goto(order.checkoutUrl);
    await look(page, `Pay for order #${order.id}`);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('reads a receipt of the longest words without scrolling aside', async () => {
    const { html } = new EtaLetterWriter().write({
      kind: 'payment-received',
      email: 'ann@example.com',
      link: 'https://cinema.example/',
      orderId: 7,
      movedAt: new Date(),
      total: Money.of(999, 'USD'),
      items: [{ name: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen', price: Money.of(999, 'USD') }],
    });
    const { page } = await aVisitor(browser, { viewport: SMALL_PHONE });
    await page.setContent(html);
    expect(await fits(page)).toBe(true);
  });

  it('does not see the skip link until it is reached, however large the text', async () => {
    const { page } = await aVisitor(browser, { viewport: { width: 320, height: 568 } });
    await page.goto(cinema.url);
    await page.evaluate('document.documentElement.style.fontSize = "200%"');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    const bottom = async () => {
      const box = await skip.boundingBox();
      return box === null ? Number.NaN : box.y + box.height;
    };
    expect(await bottom()).toBeLessThanOrEqual(0);
    await page.keyboard.press('Tab');
    expect(await bottom()).toBeGreaterThan(0);
  });
});
