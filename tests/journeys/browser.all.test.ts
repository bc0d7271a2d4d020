import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, chromiumPath, DESK, fits, openBrowser, PHONE } from '../support/chromium.ts';
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

/** A customer with a film in an order, at the door of the pay page. */
async function anOrder(email: string) {
  const customer = await Customer.arrive(cinema.url, email);
  const { movies } = await customer.get('/theater/movies/?for_sale=true&sort=-votes&per_page=1');
  await customer.post('/cart/items/', { movie_id: movies[0].id });
  const order = await customer.post('/orders/');
  const { checkout_url: checkoutUrl } = await customer.post(`/orders/${order.id}/checkout/`);
  const status = async () => (await customer.get(`/orders/${order.id}/`)).status;
  return { order, checkoutUrl, status };
}

describe.skipIf(chromiumPath === undefined)('in a browser (needs the program chromium)', () => {
  beforeAll(open, 60_000);
  afterAll(close);

  describe.each([
    ['a phone', PHONE],
    ['a desk', DESK],
  ])('without scripts, at %s', (name, viewport) => {
    const plain = { viewport, javaScriptEnabled: false };
    const email = `${name.replace(' ', '-')}@example.com`;

    it('activates an account by the mail in the mailbox', async () => {
      const customer = new Customer(cinema.url, email);
      await customer.register();
      await customer.mail('Account Activation');
      const { page, forbidden } = await aVisitor(browser, plain);

      await page.goto(cinema.url);
      expect(await fits(page)).toBe(true);
      await page.getByRole('link', { name: 'Mailbox' }).click();
      await page.getByRole('heading', { name: 'Mailbox', level: 1 }).waitFor();
      expect(await fits(page)).toBe(true);
      const mail = page.frameLocator(`iframe[title="Account Activation, to ${email}"]`);
      await mail.locator('a#link').click();

      await page.getByRole('heading', { name: 'Activate your account' }).waitFor();
      expect(await page.locator('#email').textContent()).toBe(email);
      expect(await fits(page)).toBe(true);
      await page.getByRole('button', { name: 'Activate my account' }).click();
      await page.getByRole('heading', { name: 'Your account is active' }).waitFor();

      await page.goto(await customer.linkIn('Account Activation'));
      await page.getByRole('button').click();
      await page.getByRole('heading', { name: 'This link is not valid any more' }).waitFor();
      expect(await fits(page)).toBe(true);
      expect(forbidden).toEqual([]);
      await customer.logIn();
    });

    it('pays for a film after a declined card and a change of mind', async () => {
      const { order, checkoutUrl, status } = await anOrder(`paying-${email}`);
      const { page, forbidden } = await aVisitor(browser, plain);

      await page.goto(checkoutUrl);
      await page.getByRole('heading', { name: `Pay for order #${order.id}` }).waitFor();
      expect(await fits(page)).toBe(true);
      await page.getByRole('button', { name: 'declined' }).click();
      expect(await page.getByRole('alert').textContent()).toMatch(/declined.*Try another card, or ask your bank/s);
      expect(await fits(page)).toBe(true);

      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Payment was cancelled.').waitFor();
      expect(await fits(page)).toBe(true);
      expect(await status()).toBe('pending');

      await page.goBack();
      await page.getByRole('button', { name: `Pay $${order.total_amount}` }).click();
      await page.getByText('Payment was successful! Thank you!').waitFor();
      expect(page.url()).toContain('/payments/success/?session_id=');
      expect(await fits(page)).toBe(true);
      expect(await status()).toBe('paid');

      await page.goBack();
      await page.getByRole('heading', { name: 'This is paid already' }).waitFor();
      expect(forbidden).toEqual([]);
    });
  });

  it('can be used with the keyboard alone', async () => {
    const { checkoutUrl, status } = await anOrder('keys@example.com');
    const { page } = await aVisitor(browser, { viewport: DESK });
    await page.goto(checkoutUrl);
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    const stops: string[] = [];
    for (let stop = 0; stop < 5; stop += 1) {
      await page.keyboard.press('Tab');
      stops.push(await focused());
      const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).toBe('solid');
    }
    expect(stops[0]).toBe('Skip to the content');
    expect(stops[2]).toMatch(/^Pay \$/);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Payment was successful! Thank you!').waitFor();
    expect(await status()).toBe('paid');
  });

  it('pays once when two tabs press at the same moment', async () => {
    const { checkoutUrl, status } = await anOrder('tabs@example.com');
    const tabs = await Promise.all([aVisitor(browser, { viewport: DESK }), aVisitor(browser, { viewport: PHONE })]);
    for (const { page } of tabs) await page.goto(checkoutUrl);
    await Promise.all(tabs.map(({ page }) => page.getByRole('button', { name: /^Pay / }).click()));
    for (const { page } of tabs) await page.getByText('Payment was successful! Thank you!').waitFor();
    expect(await status()).toBe('paid');
  });

  it('shows no mail in the frames of other pages', async () => {
    const customer = new Customer(cinema.url, 'framed@example.com');
    await customer.register();
    const { id } = await customer.mail('Account Activation');
    const { page } = await aVisitor(browser, { viewport: DESK });
    await page.setContent(`<iframe src="${cinema.url}/dev/mailbox/${id}/body" title="stolen"></iframe>`);
    await expect(page.frameLocator('iframe').locator('#link').waitFor({ timeout: 1000 })).rejects.toThrow();
  });

  it('shows the documentation, which needs no network', async () => {
    const { page, forbidden } = await aVisitor(browser, { viewport: DESK });
    const strangers: string[] = [];
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(cinema.url)) strangers.push(request.url());
    });
    await page.goto(cinema.url);
    await page.getByRole('link', { name: /^Documentation/ }).click();
    await page.getByText('/api/v1/accounts/register/').first().waitFor();
    expect(strangers).toEqual([]);
    expect(forbidden).toEqual([]);
  });
});
