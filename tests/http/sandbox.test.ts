import { FixedClock, RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import { later, Money, minutes } from '@online-cinema/domain/shared';
import { sandboxCheckout } from '@online-cinema/http/sandbox/routes';
import type { Server } from '@online-cinema/http/type-provider';
import { beforeEach, describe, expect, it } from 'vitest';
import { aServer } from './support/a-server.ts';

const publicUrl = 'https://cinema.example';
const successUrl = `${publicUrl}/api/v1/payments/success/`;
const cancelUrl = `${publicUrl}/api/v1/payments/cancel/`;

let app: Server;
let clock: FixedClock;
let gateway: SandboxPayments;
let session: string;
let path: string;

beforeEach(async () => {
  clock = new FixedClock();
  gateway = new SandboxPayments({
    file: ':memory:',
    publicUrl,
    webhookSecret: 'whsec_sandbox',
    clock,
    alarms: new RecordedAlarms(),
  });
  await openFor(['The Shining', 'Jaws']);
  ({ app } = await aServer({ pages: [sandboxCheckout(gateway.checkout)] }));
  return async () => {
    await app.close();
    await gateway.stop();
  };
});

/** The session of an order of these films, at 9.99 each. */
async function openFor(names: readonly string[]) {
  const films = names.map((name) => ({ name, price: Money.of(999, 'USD') }));
  const opened = await gateway.openSession({
    orderId: 42,
    amount: Money.sum(films.map(({ price }) => price)),
    expiresAt: later(clock.now(), minutes(31)),
    idempotencyKey: 'order-42-1',
    successUrl,
    cancelUrl,
    films,
  });
  session = opened.externalId;
  path = new URL(opened.url).pathname;
}

/** Presses a button of the page. */
function press(outcome: string, url = path) {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ outcome }).toString(),
  });
}

const status = async () => (await gateway.findSession(session))?.status;

describe('the pay page', () => {
  it('shows the order, its films with their prices, the amount and three buttons', async () => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(body).toContain('order #42');
    for (const name of ['The Shining', 'Jaws'])
      expect(body).toContain(`<li><bdi>${name}</bdi> <span>$9.99</span></li>`);
    expect(body).toContain('$19.98');
    expect([...body.matchAll(/name="outcome" value="(\w+)"/g)].map(([, outcome]) => outcome)).toEqual([
      'pay',
      'decline',
      'cancel',
    ]);
    expect(body).toMatch(/<form method="post">/);
    expect(body).not.toMatch(/<script|\sstyle=/);
  });

  it('lets its form lead to the shop, also under another address, and nowhere else', async () => {
    const { headers } = await app.inject(path);
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toContain("form-action 'self' https://cinema.example");
  });

  it('shows names of any script apart from each other, and as they are', async () => {
    await openFor(['Yours, Mine and Ours', 'الرسالة', '\u202Egnihtyna', '<b>Bold</b>']);
    const { body } = await app.inject(path);
    expect([...body.matchAll(/<li><bdi>(.*)<\/bdi>/g)].map(([, name]) => name)).toEqual([
      'Yours, Mine and Ours',
      'الرسالة',
      '\u202Egnihtyna',
      '&lt;b&gt;Bold&lt;/b&gt;',
    ]);
  });

  it('lets many films be scrolled, also by keyboard, and few not', async () => {
    const scrolled = /<div class="films" role="region" aria-labelledby="films" tabindex="0">/;
    expect((await app.inject(path)).body).not.toMatch(scrolled);
    await openFor(Array.from({ length: 80 }, (_, at) => `Film ${at}`));
    const { body } = await app.inject(path);
    expect(body).toMatch(scrolled);
    expect(body).toContain('id="films">80 films</h2>');
  });

  it.each([
    [0, 'Open for 31 minutes'],
    [29.5, 'Open for one minute<'],
    [30.5, 'Open for less than a minute'],
  ])('says after %s minutes for how long it is open', async (after, left) => {
    clock.advance(minutes(after));
    expect((await app.inject(path)).body).toContain(left);
  });

  it('pays and leads to the success page with the session', async () => {
    const { statusCode, headers } = await press('pay');
    expect(statusCode).toBe(303);
    expect(headers.location).toBe(`${successUrl}?session_id=${session}`);
    expect(await status()).toBe('complete');
  });

  it('charges once, however often and at however many tabs the customer presses', async () => {
    const before = (await press('pay')).headers.location;
    const money = (await gateway.findSession(session))?.money;
    const answers = await Promise.all([press('pay'), press('pay'), press('decline'), press('cancel')]);
    for (const { statusCode, headers } of answers) {
      expect(statusCode).toBe(303);
      expect(headers.location).toBe(before);
    }
    expect((await gateway.findSession(session))?.money).toEqual(money);
  });

  it('declines and leads back to itself, with the reason and what to try', async () => {
    const { statusCode, headers } = await press('decline');
    expect(statusCode).toBe(303);
    expect(headers.location).toBe(`${path}?declined=card_declined`);
    const { body } = await app.inject(String(headers.location));
    expect(body).toMatch(/<div class="alert" role="alert" tabindex="-1" aria-labelledby="problem" autofocus>/);
    expect(body).toMatch(/<title>Declined · Pay \$19\.98/);
    expect(body).toContain('Your bank declined the card.');
    expect(body).toContain('Nothing was charged.');
    expect(body).toMatch(/another card, or ask your bank/);
    expect(await status()).toBe('open');
    expect((await press('pay', String(headers.location))).headers.location).toContain(session);
  });

  it('shows no reason that nobody gave', async () => {
    for (const code of ['<b>hacked', 'card_declined']) {
      expect((await app.inject(`${path}?declined=${code}`)).body).not.toMatch(/hacked|role="alert"/);
    }
  });

  it('says that the card was declined to whom that has just happened, not to whom comes by the link again', async () => {
    await press('decline');
    const { body } = await app.inject(path);
    expect(body).not.toMatch(/role="alert"|[Dd]eclined ·|Your bank/);
  });

  it('cancels by leading to the cancel page; the session stays open', async () => {
    const { statusCode, headers } = await press('cancel');
    expect(statusCode).toBe(303);
    expect(headers.location).toBe(`${cancelUrl}?session_id=${session}`);
    expect(await status()).toBe('open');
  });

  it('says that it is over when it is paid, and leads back to the shop', async () => {
    await press('pay');
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(410);
    expect(body).toContain('This is paid already');
    expect(body).toContain(`href="${successUrl}?session_id=${session}"`);
  });

  it('says that it was refunded, once all of it went back', async () => {
    await press('pay');
    const { externalPaymentId = '' } = (await gateway.findSession(session))?.money ?? {};
    gateway.refundByHand(externalPaymentId, Money.of(1, 'USD'));
    expect((await app.inject(path)).body).toContain('This is paid already');
    gateway.refundByHand(externalPaymentId);
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(410);
    expect(body).toContain('<h1>Paid, and refunded since</h1>');
    expect(body).not.toMatch(/paid already|nothing left/);
    expect(body).toContain(`href="${successUrl}?session_id=${session}"`);
  });

  it('does not blame the clock when the shop closed it', async () => {
    await gateway.expireSession(session);
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(410);
    expect(body).toContain('<h1>This payment is closed</h1>');
    expect(body).toContain('or the order was cancelled');
  });

  it('says that it is over when its time is up, and takes nothing', async () => {
    clock.advance(minutes(31));
    expect((await app.inject(path)).statusCode).toBe(410);
    for (const outcome of ['pay', 'decline', 'cancel']) {
      const { statusCode, body } = await press(outcome);
      expect(statusCode).toBe(410);
      expect(body).toContain('This payment is closed');
    }
    expect(await status()).toBe('expired');
  });

  it.each(['cs_test_unknown', '%00', '..%2F..', 'x'.repeat(90)])('knows nothing of other sessions: %s', async (id) => {
    const url = `/sandbox/checkout/${id}`;
    expect((await app.inject(url)).statusCode).toBe(404);
    for (const outcome of ['pay', 'decline', 'cancel']) expect((await press(outcome, url)).statusCode).toBe(404);
  });

  it.each(['', 'refund', 'PAY', 'constructor', '__proto__'])(
    'does nothing for a button that it does not have: “%s”',
    async (outcome) => {
      const { statusCode, headers } = await press(outcome);
      expect(statusCode).toBe(422);
      expect(headers['content-type']).toContain('text/html');
      expect(await status()).toBe('open');
    },
  );

  it('does nothing for what is no form', async () => {
    const { statusCode, headers } = await app.inject({ method: 'POST', url: path, payload: { outcome: 'pay' } });
    expect(statusCode).toBe(415);
    expect(headers['content-type']).toContain('text/html');
    expect(await status()).toBe('open');
  });
});
