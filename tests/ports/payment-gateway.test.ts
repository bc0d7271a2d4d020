import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FixedClock, RecordedAlarms, ScriptedPaymentGateway } from '@online-cinema/adapters/in-memory';
import { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import { sign } from '@online-cinema/adapters/stripe-dialect';
import { SystemClock } from '@online-cinema/adapters/system';
import type { Clock, PaymentGateway, SessionRequest } from '@online-cinema/application/ports';
import {
  PaymentServiceUnavailable,
  TotalTooSmall,
  WebhookPayloadInvalid,
  WebhookSignatureInvalid,
  WebhookSignatureMissing,
} from '@online-cinema/domain/payments';
import { later, Money, minutes, seconds } from '@online-cinema/domain/shared';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/running-cinema.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

interface Webhook {
  readonly rawBody: string;
  readonly signature: string;
}

interface Setup {
  readonly gateway: PaymentGateway;
  readonly clock: FixedClock;
  pay(externalId: string): void;
  decline(externalId: string): void;
  /** Waits until this many webhooks have come, and gives them. */
  webhooks(count: number): Promise<readonly Webhook[]>;
}

const usd = (minor: number) => Money.of(minor, 'USD');

function scripted(): Setup {
  const clock = new FixedClock();
  const gateway = new ScriptedPaymentGateway(clock);
  return {
    gateway,
    clock,
    pay: (id) => gateway.pay(id),
    decline: (id) => gateway.decline(id),
    webhooks: async (count) => {
      expect(gateway.webhooks).toHaveLength(count);
      return gateway.webhooks;
    },
  };
}

async function sandbox(): Promise<Setup> {
  const clock = new FixedClock();
  const receiver = await WebhookReceiver.start();
  const gateway = new SandboxPayments({
    file: ':memory:',
    publicUrl: 'https://cinema.example',
    webhookSecret: 'whsec_sandbox',
    clock,
    alarms: new RecordedAlarms(),
  });
  gateway.start({ webhookUrl: receiver.url });
  onTestFinished(async () => {
    await gateway.stop();
    await receiver.stop();
  });
  return {
    gateway,
    clock,
    pay: (id) => gateway.checkout.pay(id),
    decline: (id) => gateway.checkout.decline(id),
    webhooks: (count) => receiver.received(count),
  };
}

function aRequest(clock: Clock, changes: Partial<SessionRequest> = {}): SessionRequest {
  return {
    orderId: 5,
    amount: usd(1998),
    expiresAt: later(clock.now(), minutes(31)),
    idempotencyKey: 'order-5-1',
    successUrl: 'https://cinema.example/api/v1/payments/success/',
    cancelUrl: 'https://cinema.example/api/v1/payments/cancel/',
    ...changes,
  };
}

describe.each([
  ['scripted', scripted],
  ['the sandbox', sandbox],
] as const)('a payment gateway: %s', (_, aSetup) => {
  it('opens a session where the customer can pay', async () => {
    const { gateway, clock } = await aSetup();
    const { externalId, url } = await gateway.openSession(aRequest(clock));
    expect(new URL(url).pathname).toContain(externalId);
    expect(await gateway.findSession(externalId)).toEqual({ externalId, orderId: 5, status: 'open', money: null });
  });

  it('opens one session however often the same attempt asks', async () => {
    const { gateway, clock } = await aSetup();
    const request = aRequest(clock);
    const first = await gateway.openSession(request);
    clock.advance(minutes(5));
    expect(await gateway.openSession(request)).toEqual(first);
    expect(await Promise.all([gateway.openSession(request), gateway.openSession(request)])).toEqual([first, first]);
    const second = await gateway.openSession(aRequest(clock, { idempotencyKey: 'order-5-2' }));
    expect(second.externalId).not.toBe(first.externalId);
  });

  it('takes fifty cents and no less', async () => {
    const { gateway, clock } = await aSetup();
    await expect(gateway.openSession(aRequest(clock, { amount: usd(49) }))).rejects.toThrow(TotalTooSmall);
    await expect(gateway.openSession(aRequest(clock, { amount: usd(50) }))).resolves.toBeDefined();
  });

  it('knows no session that it has not opened', async () => {
    const { gateway } = await aSetup();
    expect(await gateway.findSession('cs_test_unknown')).toBeUndefined();
  });

  it('completes a session that is paid, with the money, and tells of it once', async () => {
    const { gateway, clock, pay, webhooks } = await aSetup();
    const { externalId } = await gateway.openSession(aRequest(clock));
    pay(externalId);
    pay(externalId);
    const session = await gateway.findSession(externalId);
    expect(session).toEqual({
      externalId,
      orderId: 5,
      status: 'complete',
      money: { externalPaymentId: expect.stringMatching(/^pi_./), amount: usd(1998) },
    });
    const [webhook] = await webhooks(1);
    const event = await gateway.readEvent(webhook?.rawBody ?? '', webhook?.signature, clock.now());
    expect(event).toEqual({ id: expect.stringMatching(/^evt_./), type: 'checkout.session.completed', session });
  });

  it('leaves a session open that is declined, and tells of it', async () => {
    const { gateway, clock, decline, pay, webhooks } = await aSetup();
    const { externalId } = await gateway.openSession(aRequest(clock));
    decline(externalId);
    expect(await gateway.findSession(externalId)).toMatchObject({ status: 'open', money: null });
    const [webhook] = await webhooks(1);
    const event = await gateway.readEvent(webhook?.rawBody ?? '', webhook?.signature, clock.now());
    expect(event).toMatchObject({ type: 'payment_intent.payment_failed', session: null });
    pay(externalId);
    expect(await gateway.findSession(externalId)).toMatchObject({ status: 'complete' });
  });

  it('expires a session when its time is up, so that nobody pays by it, and tells of it', async () => {
    const { gateway, clock, pay, webhooks } = await aSetup();
    const { externalId } = await gateway.openSession(aRequest(clock));
    clock.advance(minutes(31) - 1);
    expect(await gateway.findSession(externalId)).toMatchObject({ status: 'open' });
    clock.advance(1);
    pay(externalId);
    const session = await gateway.findSession(externalId);
    expect(session).toEqual({ externalId, orderId: 5, status: 'expired', money: null });
    const [webhook] = await webhooks(1);
    const event = await gateway.readEvent(webhook?.rawBody ?? '', webhook?.signature, clock.now());
    expect(event).toMatchObject({ type: 'checkout.session.expired', session });
  });

  it('expires an open session on demand, once', async () => {
    const { gateway, clock, pay, webhooks } = await aSetup();
    const { externalId } = await gateway.openSession(aRequest(clock));
    expect(await gateway.expireSession(externalId)).toMatchObject({ status: 'expired', money: null });
    pay(externalId);
    expect(await gateway.expireSession(externalId)).toMatchObject({ status: 'expired', money: null });
    await webhooks(1);
  });

  it('says that a session is complete if the customer was quicker', async () => {
    const { gateway, clock, pay } = await aSetup();
    const { externalId } = await gateway.openSession(aRequest(clock));
    pay(externalId);
    expect(await gateway.expireSession(externalId)).toEqual(await gateway.findSession(externalId));
    expect(await gateway.findSession(externalId)).toMatchObject({ status: 'complete', money: { amount: usd(1998) } });
  });

  it('gives a payment back once, however often it is asked', async () => {
    const { gateway, clock, pay, webhooks } = await aSetup();
    const { externalId } = await gateway.openSession(aRequest(clock));
    pay(externalId);
    const externalPaymentId = (await gateway.findSession(externalId))?.money?.externalPaymentId ?? '';
    await gateway.refund({ externalPaymentId, idempotencyKey: 'give-back-1' });
    await gateway.refund({ externalPaymentId, idempotencyKey: 'give-back-1' });
    const refund = (await webhooks(2)).find(({ rawBody }) => rawBody.includes('charge.refunded'));
    const event = await gateway.readEvent(refund?.rawBody ?? '', refund?.signature, clock.now());
    expect(event).toMatchObject({ type: 'charge.refunded', session: null });
  });

  it('cannot give back what was never paid', async () => {
    const { gateway } = await aSetup();
    const refund = gateway.refund({ externalPaymentId: 'pi_unknown', idempotencyKey: 'give-back-1' });
    await expect(refund).rejects.toThrow(PaymentServiceUnavailable);
  });

  async function aWebhook() {
    const setup = await aSetup();
    const { externalId } = await setup.gateway.openSession(aRequest(setup.clock));
    setup.pay(externalId);
    const [webhook] = await setup.webhooks(1);
    if (!webhook) throw new Error('no webhook');
    const { gateway, clock } = setup;
    const read = (rawBody: string, signature: string | undefined, at = clock.now()) =>
      gateway.readEvent(rawBody, signature, at);
    return { ...webhook, clock, read };
  }

  it('believes no webhook without its signature', async () => {
    const { rawBody, signature, read } = await aWebhook();
    await expect(read(rawBody, undefined)).rejects.toThrow(WebhookSignatureMissing);
    await expect(read(rawBody, '')).rejects.toThrow(WebhookSignatureMissing);
    for (const wrong of ['nonsense', 't=1', signature.replace(/v1=./, 'v1=x'), signature.replace('v1=', 'v0=')]) {
      await expect(read(rawBody, wrong)).rejects.toThrow(WebhookSignatureInvalid);
    }
    await expect(read(`${rawBody} `, signature)).rejects.toThrow(WebhookSignatureInvalid);
    await expect(read(rawBody.replace('1998', '1'), signature)).rejects.toThrow(WebhookSignatureInvalid);
    await expect(read(rawBody, signature.replace(/t=\d+/, 't=1'))).rejects.toThrow(WebhookSignatureInvalid);
  });

  it('believes a signature of several, one of which is good', async () => {
    const { rawBody, signature, read } = await aWebhook();
    await expect(read(rawBody, signature.replace('v1=', `v1=${'0'.repeat(64)},v1=`))).resolves.toBeDefined();
  });

  it('believes a signature for five minutes', async () => {
    const { rawBody, signature, read, clock } = await aWebhook();
    await expect(read(rawBody, signature, later(clock.now(), minutes(5)))).resolves.toBeDefined();
    const tooLate = read(rawBody, signature, later(clock.now(), minutes(5) + seconds(1)));
    await expect(tooLate).rejects.toThrow(WebhookSignatureInvalid);
    const tooEarly = read(rawBody, signature, later(clock.now(), -minutes(5) - seconds(1)));
    await expect(tooEarly).rejects.toThrow(WebhookSignatureInvalid);
  });
});

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
      amount: usd(1998),
      status: 'open',
      expiresAt: later(clock.now(), minutes(31)),
      decline: null,
      successUrl: `https://cinema.example/api/v1/payments/success/?session_id=${externalId}`,
      cancelUrl: 'https://cinema.example/api/v1/payments/cancel/',
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
