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
  const opened = await gateway.openSession({
    orderId: 42,
    amount: Money.of(1998, 'USD'),
    expiresAt: later(clock.now(), minutes(31)),
    idempotencyKey: 'order-42-1',
    successUrl,
    cancelUrl,
    description: 'The Shining, Jaws',
  });
  session = opened.externalId;
  path = new URL(opened.url).pathname;
  ({ app } = await aServer({ pages: [sandboxCheckout(gateway.checkout)] }));
  return async () => {
    await app.close();
    await gateway.stop();
  };
});

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
  it('shows the order, its films, the amount and three buttons', async () => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(body).toContain('order #42');
    expect(body).toContain('The Shining, Jaws');
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
    expect(body).toContain('role="alert"');
    expect(body).toContain('Your bank declined the card.');
    expect(body).toMatch(/another card, or ask your bank/);
    expect(await status()).toBe('open');
    expect((await press('pay', String(headers.location))).headers.location).toContain(session);
  });

  it('shows no reason that nobody gave', async () => {
    expect((await app.inject(`${path}?declined=<b>hacked`)).body).not.toMatch(/hacked|role="alert"/);
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

  it('says that it is over when its time is up, and takes nothing', async () => {
    clock.advance(minutes(31));
    expect((await app.inject(path)).statusCode).toBe(410);
    for (const outcome of ['pay', 'decline', 'cancel']) {
      const { statusCode, body } = await press(outcome);
      expect(statusCode).toBe(410);
      expect(body).toContain('The time to pay is over');
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
