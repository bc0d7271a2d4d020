import { inspect } from 'node:util';
import { StripePayments } from '@online-cinema/adapters/stripe';
import type { PaymentGateway, SessionRequest } from '@online-cinema/application/ports';
import { PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import { later, Money, minutes, seconds } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';
import { aSessionRequest as aRequest } from '../support/a-session-request.ts';
import { stripeGateway } from '../support/payment-gateways.ts';
import type { Trouble } from '../support/stripe-stand-in/index.ts';
import { aPayment } from './payment-gateway-contract.ts';

/** What a call fails with, and why. */
async function failureOf(call: Promise<unknown>): Promise<{ error: unknown; cause: unknown }> {
  const error = await call.then(
    () => new Error('It did not fail'),
    (thrown: unknown) => thrown,
  );
  return { error, cause: error instanceof Error ? error.cause : undefined };
}

/** Every call of the port, made at once for a session and its payment. */
function callsOf(
  gateway: PaymentGateway,
  externalId: string,
  externalPaymentId: string,
  request: SessionRequest,
): readonly Promise<unknown>[] {
  return [
    gateway.openSession(request),
    gateway.findSession(externalId),
    gateway.expireSession(externalId),
    gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-1' }),
    gateway.findRefunds(externalPaymentId),
  ];
}

describe('Stripe', () => {
  it('is asked for a session in its own words', async () => {
    const { gateway, clock, standIn } = await stripeGateway();
    const expiresAt = later(clock.now(), minutes(31));
    await gateway.openSession(aRequest(clock, { amount: Money.of(1998, 'EUR') }));
    const [request] = standIn.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/checkout/sessions' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': 'order-5-1',
      'stripe-version': '2026-10-28.endive',
    });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      mode: 'payment',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': '1998',
      'line_items[0][price_data][product_data][name]': 'The Shining, Jaws',
      'metadata[order_id]': '5',
      'payment_intent_data[metadata][order_id]': '5',
      expires_at: String(expiresAt.getTime() / 1000),
      success_url: 'https://cinema.example/api/v1/payments/success/?session_id={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://cinema.example/api/v1/payments/cancel/?session_id={CHECKOUT_SESSION_ID}',
    });
  });

  it('is told of films in 250 characters at most, and of the order where there are none', async () => {
    const { gateway, clock, standIn } = await stripeGateway();
    const names = [' ', 'Ж'.repeat(250), '👻'.repeat(251)];
    for (const [index, name] of names.entries()) {
      const films = [{ name, price: Money.of(1998, 'USD') }];
      await gateway.openSession(aRequest(clock, { films, idempotencyKey: `order-5-${index}` }));
    }
    expect(standIn.account.sessions.map(({ name }) => name)).toEqual([
      'Order 5',
      'Ж'.repeat(250),
      `${'👻'.repeat(249)}…`,
    ]);
  });

  it('sends the customer back with the name of the session, also where the address has a query', async () => {
    const { gateway, clock } = await stripeGateway();
    const successUrl = 'https://cinema.example/back?lang=en';
    const { externalId, url } = await gateway.openSession(aRequest(clock, { successUrl }));
    const choose = async (outcome: string) => {
      const form = new URLSearchParams({ outcome });
      const { status, headers } = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
      return [status, headers.get('location')];
    };
    const cancelUrl = 'https://cinema.example/api/v1/payments/cancel/';
    expect(await choose('cancel')).toEqual([303, `${cancelUrl}?session_id=${externalId}`]);
    expect(await choose('pay')).toEqual([303, `https://cinema.example/back?lang=en&session_id=${externalId}`]);
    expect(await gateway.findSession(externalId)).toMatchObject({ status: 'complete' });
  });

  it('is not asked about what cannot be a session of its', async () => {
    const { gateway, standIn } = await stripeGateway();
    for (const name of ['', '..', 'pi_1', 'cs_test_1/expire', 'cs_test_1?expand[]=customer', `cs_${'1'.repeat(300)}`]) {
      await gateway.findSession(name);
      await gateway.expireSession(name);
    }
    expect(standIn.requests).toEqual([]);
  });

  it('knows more refunds of a payment than it tells at once', async () => {
    const setup = await stripeGateway();
    const { externalPaymentId } = await aPayment(setup);
    for (let cent = 0; cent < 120; cent += 1) setup.refundByHand(externalPaymentId, Money.of(1, 'USD'));
    const refunds = await setup.gateway.findRefunds(externalPaymentId);
    expect(new Set(refunds.map(({ externalId }) => externalId)).size).toBe(120);
  });

  it.each<[string, Trouble]>([
    ['an error of its own', { kind: 'answer', status: 500, times: 2 }],
    ['being busy with the same request', { kind: 'answer', status: 409, times: 2 }],
    ['a broken connection', { kind: 'drop', times: 2 }],
    ['a broken connection after the work', { kind: 'drop', afterWork: true, times: 2 }],
    ['silence after the work', { kind: 'hang', afterWork: true, times: 2 }],
    ['a slow answer', { kind: 'slow', milliseconds: 100 }],
  ])('gets over %s', async (_, trouble) => {
    const setup = await stripeGateway();
    const { clock, standIn } = setup;
    const { externalPaymentId } = await aPayment(setup);
    const gateway = trouble.kind === 'hang' ? setup.impatient : setup.gateway;
    standIn.troubles.begin(trouble);
    const [{ externalId }] = await Promise.all([
      gateway.openSession(aRequest(clock, { idempotencyKey: 'order-5-2' })),
      gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-1' }),
    ]);
    standIn.troubles.end();
    expect(standIn.account.sessions.map(({ id }) => id)).toContain(externalId);
    expect(standIn.account.sessions).toHaveLength(2);
    expect(await gateway.findRefunds(externalPaymentId)).toHaveLength(1);
  });

  it.each<[string, Trouble, number]>([
    ['errors of its own', { kind: 'answer', status: 503 }, 2],
    ['too many requests', { kind: 'answer', status: 429 }, 1],
    ['a request that is being worked on', { kind: 'answer', status: 409 }, 2],
    ['keys without the right', { kind: 'answer', status: 403 }, 1],
    ['silence', { kind: 'hang' }, 2],
    ['silence after the work', { kind: 'hang', afterWork: true }, 2],
    ['an answer that never ends', { kind: 'trickle' }, 1],
    ['broken connections', { kind: 'drop' }, 2],
    ['a page instead of an object', { kind: 'nonsense' }, 1],
    ['an object of another kind', { kind: 'answer', status: 200, body: { id: 'cus_1', object: 'customer' } }, 1],
    ['something without content', { kind: 'answer', status: 200, body: {} }, 1],
  ])('is not available behind %s', async (_, trouble, attempts) => {
    const setup = await stripeGateway();
    const { clock, standIn } = setup;
    const { externalId, externalPaymentId } = await aPayment(setup);
    const gateway = ['hang', 'trickle'].includes(trouble.kind) ? setup.impatient : setup.gateway;
    const request = aRequest(clock, { idempotencyKey: 'order-5-2' });
    standIn.troubles.begin(trouble);
    const before = standIn.requests.length;
    const failures = await Promise.all(callsOf(gateway, externalId, externalPaymentId, request).map(failureOf));
    for (const { error, cause } of failures) {
      expect(error).toBeInstanceOf(PaymentServiceUnavailable);
      expect(cause).toMatchObject({ name: 'StripeFault' });
    }
    expect(standIn.requests.length - before).toBe(attempts * failures.length);
  });

  it('is given three attempts for one call at most, in which 25 seconds are not used up', async () => {
    const setup = await stripeGateway();
    const { externalId } = await aPayment(setup);
    const { troubles, requests } = setup.standIn;
    const before = requests.length;
    // The second attempt hears that the session is over; how, the third would tell.
    troubles.begin({ kind: 'hang', times: 1 }, { kind: 'slow', times: 1 }, { kind: 'hang' });
    await expect(setup.impatient.expireSession(externalId)).rejects.toThrow(PaymentServiceUnavailable);
    expect(requests.length - before).toBe(3);
  });

  it('is not available where nobody listens, and says where', async () => {
    const { gateway, clock, standIn } = await stripeGateway();
    await standIn.stop();
    const { error, cause } = await failureOf(gateway.openSession(aRequest(clock)));
    expect(error).toBeInstanceOf(PaymentServiceUnavailable);
    expect(cause).toMatchObject({ kind: 'StripeConnectionError', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('says what is wrong with a request that it refuses', async () => {
    const { gateway, clock } = await stripeGateway();
    const tooShort = aRequest(clock, { expiresAt: later(clock.now(), minutes(30) - seconds(1)) });
    const { error, cause } = await failureOf(gateway.openSession(tooShort));
    expect(error).toBeInstanceOf(PaymentServiceUnavailable);
    expect(cause).toMatchObject({ status: 400, message: expect.stringContaining('expires_at') });
  });

  it('opens nothing for a key that was used with other terms, as by another shop on the account', async () => {
    const { gateway, clock, standIn } = await stripeGateway();
    await gateway.openSession(aRequest(clock));
    const { error, cause } = await failureOf(gateway.openSession(aRequest(clock, { amount: Money.of(999, 'USD') })));
    expect(error).toBeInstanceOf(PaymentServiceUnavailable);
    expect(cause).toMatchObject({ kind: 'StripeIdempotencyError', status: 400 });
    expect(inspect(cause)).toContain('order-5-1');
    expect(standIn.account.sessions).toHaveLength(1);
  });

  it.each(['balance_insufficient', 'lock_timeout'])(
    'may give money back later that it cannot now: %s',
    async (code) => {
      const setup = await stripeGateway();
      const { externalPaymentId } = await aPayment(setup);
      const body = { error: { type: 'invalid_request_error', code, message: 'Not now.' } };
      setup.standIn.troubles.begin({ kind: 'answer', status: 400, body });
      const refund = setup.gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-1' });
      await expect(refund).rejects.toThrow(PaymentServiceUnavailable);
    },
  );

  it('tells nobody what the keys are, nor what it knows of customers', async () => {
    const { standIn, clock } = await stripeGateway();
    const { url: apiBase } = standIn;
    const [secretKey, webhookSecret] = ['sk_live_51NothingForALog', 'a secret of another make'];
    const gateway = new StripePayments({ secretKey, webhookSecret, apiBase });
    const unauthorized = await failureOf(gateway.openSession(aRequest(clock)));
    expect(unauthorized.cause).toMatchObject({ status: 401, kind: 'StripeAuthenticationError' });
    const told = {
      type: 'card_error',
      code: 'card_declined',
      message: `Keys such as ${secretKey}, ${webhookSecret} and sk_test_******1234 are refused`,
      payment_intent: { id: 'pi_1', client_secret: 'pi_1_secret_2', receipt_email: 'ann@cinema.example' },
    };
    standIn.troubles.begin({ kind: 'answer', status: 402, body: { error: told } });
    const refused = await failureOf(gateway.refund({ externalPaymentId: 'pi_1', idempotencyKey: 'refund-1-1' }));
    for (const { error } of [unauthorized, refused]) {
      const shown = inspect(error, { depth: null, showHidden: true });
      expect(shown).toContain('StripeFault');
      expect(shown).not.toMatch(/NothingForALog|ForALog|another make|_secret_|1234|ann@/);
    }
  });
});
