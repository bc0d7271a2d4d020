import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Customer } from '../support/customer.ts';
import { MailServer } from '../support/mail-server.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';
import { StripeStandIn } from '../support/stripe-stand-in/index.ts';

let stripe: StripeStandIn;
let mailServer: MailServer;
let cinema: RunningCinema;
let customer: Customer;
let webhookUrl: string;

beforeAll(async () => {
  stripe = await StripeStandIn.start();
  mailServer = await MailServer.start();
  cinema = await RunningCinema.start({
    environment: {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://cinema.example',
      SMTP_URL: mailServer.url,
      SECRET_KEY_ACCESS: 'an access key of 32 characters 1',
      SECRET_KEY_REFRESH: 'a refresh key of 32 characters 2',
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: stripe.url,
      RATE_LIMIT_PER_ADDRESS: '0',
    },
  });
  webhookUrl = `${cinema.url}/api/v1/payments/webhook/`;
  customer = new Customer(cinema.url, 'ann@example.com', async () => mailServer.mails);
  await customer.register();
  const { searchParams } = new URL(await customer.linkIn('Account Activation'));
  await fetch(`${cinema.url}/activate`, { method: 'POST', body: new URLSearchParams(searchParams) });
  await customer.logIn();
}, 60_000);

afterAll(async () => {
  await cinema?.remove();
  await mailServer?.stop();
  await stripe?.stop();
});

let films = 0;

/** An order of one film, and where it is to be paid. */
async function aCheckout(): Promise<{ order: number; url: string }> {
  films += 1;
  const { movies } = await customer.get(`/theater/movies/?for_sale=true&sort=-votes&per_page=1&page=${films}`);
  await customer.post('/cart/items/', { movie_id: movies[0].id });
  const { id } = await customer.post('/orders/');
  const { checkout_url: url } = await customer.post(`/orders/${id}/checkout/`);
  return { order: id, url };
}

const statusOf = async (order: number) => (await customer.get(`/orders/${order}/`)).status;

describe('in production, with Stripe', () => {
  it('there is no sandbox', async () => {
    expect(existsSync(join(cinema.dataDir, 'sandbox.sqlite'))).toBe(false);
    const { status, headers } = await fetch(`${cinema.url}/sandbox/checkout/cs_test_1`);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('json');
  });

  it('a customer pays on Stripe’s page after a declined card, and has the film once, however often that is told', async () => {
    const { order, url } = await aCheckout();
    expect(new URL(url).origin).toBe(stripe.url);
    expect((await customer.choose(url, 'decline')).headers.get('location')).toBe(url);
    expect(await statusOf(order)).toBe('pending');
    const paid = await customer.choose(url, 'pay');
    expect(paid.headers.get('location')).toMatch(
      /^https:\/\/cinema.example\/api\/v1\/payments\/success\/\?session_id=cs_test_\w+$/,
    );
    const statuses = await stripe.webhooks.deliver(webhookUrl, { copies: 3, concurrently: true });
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await statusOf(order)).toBe('paid');
    expect((await customer.get('/payments/')).payments).toHaveLength(1);
    expect((await customer.get('/purchases/')).purchases).toHaveLength(1);
    await customer.mail('Payment Received');
  });

  it('the page to which Stripe leads back asks it at once, so that a lost webhook loses nothing', async () => {
    const { order, url } = await aCheckout();
    const { pathname, search } = new URL((await customer.choose(url, 'pay')).headers.get('location') ?? '');
    stripe.webhooks.lose();
    expect((await fetch(`${cinema.url}${pathname}${search}`)).status).toBe(200);
    expect(await statusOf(order)).toBe('paid');
  });

  it('whoever pays by a way that takes days is told so, and has the film when the money came', async () => {
    const { order } = await aCheckout();
    const { id = '' } = stripe.account.sessions.at(-1) ?? {};
    const told = async () => (await fetch(`${cinema.url}/api/v1/payments/success/?session_id=${id}`)).json();
    stripe.account.promise(id);
    expect(await told()).toEqual({ message: 'Your payment is under way, which can take some days.' });
    expect(await statusOf(order)).toBe('pending');
    stripe.account.endPromise(id, 'kept');
    expect(await told()).toEqual({ message: 'Payment was successful! Thank you!' });
    expect(await statusOf(order)).toBe('paid');
  });

  it('a refund while Stripe is down is unavailable, says why in the log, and goes on when it is back', async () => {
    const { order, url } = await aCheckout();
    await customer.choose(url, 'pay');
    await stripe.webhooks.deliver(webhookUrl);
    stripe.troubles.begin({ kind: 'answer', status: 500 });
    expect((await customer.ask('POST', `/orders/${order}/refund/`)).status).toBe(503);
    await eventually(async () => expect(cinema.output).toContain('The stand-in answers 500.'));
    stripe.troubles.end();
    expect(await statusOf(order)).toBe('paid');

    // Somebody gives it back by hand meanwhile.
    const session = stripe.account.sessions.at(-1);
    stripe.account.refund(session?.intent.id ?? '');
    await stripe.webhooks.deliver(webhookUrl);
    await eventually(async () => expect(await statusOf(order)).toBe('cancelled'));
    await customer.mail('Order Refunded');
  });

  it('the customer has the money back', async () => {
    const { order, url } = await aCheckout();
    await customer.choose(url, 'pay');
    await stripe.webhooks.deliver(webhookUrl);
    const answer = await customer.ask('POST', `/orders/${order}/refund/`);
    expect(answer).toMatchObject({ status: 200, body: { message: 'Order successfully refunded.' } });
    expect(await statusOf(order)).toBe('cancelled');
    expect(stripe.account.sessions.at(-1)?.intent.refunds).toMatchObject([{ status: 'succeeded' }]);
  });

  it('the keys are never said', () => {
    for (const secret of [stripe.secretKey, stripe.webhookSecret]) expect(cinema.output).not.toContain(secret);
  });
});
