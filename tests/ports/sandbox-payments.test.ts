import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FixedClock, RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import { sign } from '@online-cinema/adapters/stripe-dialect';
import { SystemClock } from '@online-cinema/adapters/system';
import type { Clock } from '@online-cinema/application/ports';
import {
  PaymentServiceUnavailable,
  WebhookPayloadInvalid,
  WebhookSignatureInvalid,
} from '@online-cinema/domain/payments';
import { later, Money, minutes } from '@online-cinema/domain/shared';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aSessionRequest as aRequest } from '../support/a-session-request.ts';
import { eventually } from '../support/running-cinema.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const usd = (minor: number) => Money.of(minor, 'USD');

/** What an earlier version stored: one session, paid and given back. */
const OLD_BOOKS = `
  create table sessions (
    id text primary key, idempotency_key text not null, order_id integer not null, amount integer not null,
    currency text not null, success_url text not null, cancel_url text not null, created_at integer not null,
    expires_at integer not null, status text not null check (status in ('open', 'complete', 'expired')),
    payment_intent text unique, decline_code text,
    unique (idempotency_key, order_id, amount, currency, expires_at)
  ) strict;
  create table refunds (
    id text primary key, payment_intent text not null unique references sessions (payment_intent),
    idempotency_key text not null, created_at integer not null
  ) strict;
  insert into sessions values ('cs_test_old', 'order-5-1', 5, 1998, 'usd', 'https://cinema.example/success',
    'https://cinema.example/cancel', 1, 2, 'complete', 'pi_old', null);
  insert into refunds values ('re_old', 'pi_old', 'refund-1-1', 3);
`;

describe('the sandbox', () => {
  const secret = 'whsec_sandbox';

  async function aFile(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return join(folder, 'sandbox.sqlite');
  }

  async function aReceiver(): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.start();
    onTestFinished(() => receiver.stop());
    return receiver;
  }

  function aSandbox(file: string, clock: Clock = new FixedClock(), alarms = new RecordedAlarms()): SandboxPayments {
    return new SandboxPayments({ file, publicUrl: 'https://cinema.example', webhookSecret: secret, clock, alarms });
  }

  it('leads to a pay page below the public address', async () => {
    const gateway = aSandbox(':memory:');
    const { externalId, url } = await gateway.openSession(aRequest(new FixedClock()));
    expect(url).toBe(`https://cinema.example/sandbox/checkout/${externalId}`);
    await gateway.stop();
  });

  it.each([
    ['less than 30 minutes', minutes(30) - 1],
    ['more than a day', minutes(24 * 60) + 1],
  ])('refuses a life of %s, as Stripe does', async (_, life) => {
    const clock = new FixedClock();
    const gateway = aSandbox(':memory:', clock);
    const opening = gateway.openSession(aRequest(clock, { expiresAt: later(clock.now(), life) }));
    await expect(opening).rejects.toThrow(PaymentServiceUnavailable);
    await gateway.stop();
  });

  it('opens new sessions for a shop whose database was made anew and counts its orders again', async () => {
    const clock = new FixedClock();
    const gateway = aSandbox(':memory:', clock);
    const before = await gateway.openSession(aRequest(clock));
    gateway.checkout.pay(before.externalId);
    clock.advance(minutes(1));
    const after = await gateway.openSession(aRequest(clock));
    expect(after.externalId).not.toBe(before.externalId);
    await gateway.stop();
  });

  it('shows its customers what they pay, for what, until when and where they go then', async () => {
    const clock = new FixedClock();
    const gateway = aSandbox(':memory:', clock);
    const { externalId } = await gateway.openSession(aRequest(clock));
    expect(gateway.checkout.look(externalId)).toEqual({
      id: externalId,
      orderId: 5,
      films: [
        { name: 'The Shining', price: usd(999) },
        { name: 'Jaws', price: usd(999) },
      ],
      amount: usd(1998),
      status: 'open',
      isGivenBack: false,
      expiresAt: later(clock.now(), minutes(31)),
      minutesLeft: 31,
      decline: null,
      successUrl: `https://cinema.example/api/v1/payments/success/?session_id=${externalId}`,
      cancelUrl: `https://cinema.example/api/v1/payments/cancel/?session_id=${externalId}`,
    });
    expect(gateway.checkout.decline(externalId)?.decline?.code).toBe('card_declined');
    expect(gateway.checkout.pay(externalId)).toMatchObject({ status: 'complete', decline: null });
    expect(gateway.checkout.look('cs_test_unknown')).toBeUndefined();
    await gateway.stop();
  });

  it('remembers everything over a restart', async () => {
    const file = await aFile();
    const clock = new FixedClock();
    const before = aSandbox(file, clock);
    const { externalId } = await before.openSession(aRequest(clock));
    before.checkout.pay(externalId);
    const session = await before.findSession(externalId);
    await before.stop();
    const after = aSandbox(file, clock);
    expect(await after.findSession(externalId)).toEqual(session);
    await after.stop();
  });

  it('delivers after a restart what was not delivered before', async () => {
    const file = await aFile();
    const receiver = await aReceiver();
    const clock = new FixedClock();
    const before = aSandbox(file, clock);
    const { externalId } = await before.openSession(aRequest(clock));
    before.checkout.pay(externalId);
    await before.stop();

    const after = aSandbox(file, clock);
    after.start({ webhookUrl: receiver.url });
    const [webhook] = await receiver.received(1);
    expect(webhook?.rawBody).toContain(externalId);
    await after.stop();

    const third = aSandbox(file, clock);
    third.start({ webhookUrl: receiver.url });
    third.checkout.pay((await third.openSession(aRequest(clock, { idempotencyKey: 'order-5-2' }))).externalId);
    await receiver.received(2);
    await third.stop();
  });

  it('repeats a webhook until it is taken, with longer and longer pauses, and says so', async () => {
    const receiver = await aReceiver();
    receiver.answerNext(500, 404, 302);
    const clock = new SystemClock();
    const alarms = new RecordedAlarms();
    const gateway = aSandbox(':memory:', clock, alarms);
    gateway.start({ webhookUrl: receiver.url });
    gateway.checkout.pay((await gateway.openSession(aRequest(clock))).externalId);

    const [webhook] = await receiver.received(1);
    await expect(gateway.readEvent(webhook?.rawBody ?? '', webhook?.signature, clock.now())).resolves.toBeDefined();
    const times = receiver.attempts;
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses).toHaveLength(3);
    for (const [index, least] of [250, 500, 1000].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(least);
    expect(alarms.raised.map(({ details }) => details['problem'])).toEqual([
      'answered 500',
      'answered 404',
      'answered 302',
    ]);
    await gateway.stop();
  });

  it('believes no webhook from the future', async () => {
    const clock = new FixedClock();
    const gateway = aSandbox(':memory:', clock);
    const rawBody = '{"id":"evt_1","type":"customer.created"}';
    const read = (at: Date) => gateway.readEvent(rawBody, sign(rawBody, secret, at), clock.now());
    await expect(read(later(clock.now(), minutes(5)))).resolves.toBeDefined();
    await expect(read(later(clock.now(), minutes(6)))).rejects.toThrow(WebhookSignatureInvalid);
    await gateway.stop();
  });

  it('goes on with the books of a version that told of no films and gave whole payments back', async () => {
    const file = await aFile();
    const books = new DatabaseSync(file);
    books.exec(OLD_BOOKS);
    books.close();
    const gateway = aSandbox(file);
    expect(gateway.checkout.look('cs_test_old')).toMatchObject({ status: 'complete', films: [], isGivenBack: true });
    const refund = { externalId: 're_old', amount: usd(1998), status: 'succeeded' };
    expect(await gateway.findRefunds('pi_old')).toEqual([refund]);
    expect(await gateway.refund({ externalPaymentId: 'pi_old', idempotencyKey: 'refund-1-1' })).toEqual(refund);
    await gateway.stop();
    const again = aSandbox(file);
    expect(await again.findRefunds('pi_old')).toEqual([refund]);
    await again.stop();
  });

  it('stops at once, also while nobody answers', async () => {
    const receiver = await aReceiver();
    receiver.hang();
    const clock = new FixedClock();
    const alarms = new RecordedAlarms();
    const gateway = aSandbox(':memory:', clock, alarms);
    gateway.start({ webhookUrl: receiver.url });
    gateway.checkout.pay((await gateway.openSession(aRequest(clock))).externalId);
    await eventually(async () => expect(receiver.attempts).toHaveLength(1));
    await gateway.stop();
    expect(alarms.raised).toEqual([]);
  });

  it('reads no event that is none, however well signed', async () => {
    const clock = new FixedClock();
    const gateway = aSandbox(':memory:', clock);
    const session = { id: 'cs_1', object: 'checkout.session', status: 'complete', payment_status: 'paid' };
    const paid = { ...session, amount_total: 50, currency: 'usd', payment_intent: 'pi_1', metadata: { order_id: '5' } };
    const read = (event: unknown) => {
      const rawBody = typeof event === 'string' ? event : JSON.stringify(event);
      return gateway.readEvent(rawBody, sign(rawBody, secret, clock.now()), clock.now());
    };
    const event = (object: unknown) => ({ id: 'evt_1', type: 'checkout.session.completed', data: { object } });

    await expect(read(event(paid))).resolves.toMatchObject({ session: { orderId: 5, money: { amount: usd(50) } } });
    const nothings = ['', 'no JSON', 'null', '[]', '7', {}, { id: 'evt_1' }, { id: 1, type: 'x' }, event(null)];
    const broken = [session, { ...paid, amount_total: 1.5 }, { ...paid, amount_total: '50' }, { ...paid, currency: 7 }];
    for (const wrong of [...nothings, ...broken.map(event), event({ ...paid, status: 'lost' })]) {
      await expect(read(wrong)).rejects.toThrow(WebhookPayloadInvalid);
    }
    for (const order_id of [undefined, 'five', '-5', '0', '99999999999', 5]) {
      const read5 = read(event({ ...paid, metadata: { order_id } }));
      await expect(read5).resolves.toMatchObject({ session: { orderId: null } });
    }
    await gateway.stop();
  });
});
