import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, chromiumPath, DESK, look, openBrowser, PHONE } from '../support/chromium.ts';
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

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

describe.skipIf(chromiumPath === undefined)('for people who hear pages (needs the program chromium)', () => {
  beforeAll(open, 60_000);
  afterAll(close);

  describe.each([
    ['a phone', PHONE],
    ['a desk', DESK],
    ['a phone, or a desk magnified to 400 %', { width: 320, height: 568 }],
  ])('at %s', (_, viewport) => {
    const email = `hearing-${viewport.width}@example.com`;

    it('nothing stands in the way of an account', async () => {
      const customer = new Customer(cinema.url, email);
      await customer.register();
      const link = await customer.linkIn('Account Activation');
      const { page, forbidden } = await aVisitor(browser, { viewport });
      await page.goto(cinema.url);
      await look(page, 'Online Cinema');
      await page.goto(link.replace(/&token=.*/, ''));
      await look(page, 'This link is not complete');
      await page.goto(link);
      await look(page, 'Activate your account');
      await press(page, 'Activate my account');
      await look(page, 'Your account is active');
      await page.goto(link);
      await press(page, 'Activate my account');
      await look(page, 'This link is not valid any more');
      expect(forbidden).toEqual([]);
    });

    it('nothing stands in the way of a new password', async () => {
      const customer = await Customer.arrive(cinema.url, `forgetting-${email}`);
      await customer.post('/accounts/password-reset/request/', { email: customer.email });
      const link = await customer.linkIn('Password Reset Request');
      const { page, forbidden } = await aVisitor(browser, { viewport });
      await page.goto(link);
      await look(page, 'Choose a new password');
      const choose = async (password: string, repeat: string) => {
        await page.getByLabel('New password').fill(password);
        await page.getByLabel('The same password once more').fill(repeat);
        await press(page, 'Set the new password');
      };
      await choose('weak', 'different');
      await page.getByRole('alert').waitFor();
      await look(page, 'Choose a new password');
      await choose('N3w&better pass', 'N3w&better pass');
      await look(page, 'Your password is new');
      expect(forbidden).toEqual([]);
    });

    it('nothing stands in the way of paying', async () => {
      const customer = await Customer.arrive(cinema.url, `paying-${email}`);
      const { movies } = await customer.get('/theater/movies/?for_sale=true&sort=-votes&per_page=1');
      await customer.post('/cart/items/', { movie_id: movies[0].id });
      const order = await customer.post('/orders/');
      const { checkout_url: checkoutUrl } = await customer.post(`/orders/${order.id}/checkout/`);
      const { page, forbidden } = await aVisitor(browser, { viewport });
      await page.goto(checkoutUrl);
      await look(page, `Pay for order #${order.id}`);
      await press(page, 'declined');
      await page.getByRole('alert').waitFor();
      await look(page, `Pay for order #${order.id}`);
      await press(page, 'Cancel');
      await look(page, 'Nothing was paid');
      await page.goto(checkoutUrl);
      await press(page, /^Pay /);
      await look(page, 'Thank you!');
      await page.goto(checkoutUrl);
      await look(page, 'This is paid already');
      expect(forbidden).toEqual([]);
    });

    it('nothing stands in the way of reading mail', async () => {
      const customer = new Customer(cinema.url, `reading-${email}`);
      await customer.register();
      const { id, subject, html } = await customer.mail('Account Activation');
      const { page } = await aVisitor(browser, { viewport });
      await page.goto(`${cinema.url}/dev/mailbox`);
      await look(page, 'Mailbox');
      await page.goto(`${cinema.url}/dev/mailbox/${id}`);
      await look(page, subject);
      // Alone, as what looks for barriers is a script, and none runs on a mail in the mailbox.
      await page.goto('about:blank');
      await page.setContent(html);
      await look(page, 'Welcome to the cinema');
    });
  });
});
