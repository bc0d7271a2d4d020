import { FixedClock, RecordedAlarms, ScriptedPaymentGateway } from '@online-cinema/adapters/in-memory';
import { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import type { PaymentGateway } from '@online-cinema/application/ports';
import {
  PaymentServiceUnavailable,
  TotalTooSmall,
  WebhookSignatureInvalid,
  WebhookSignatureMissing,
} from '@online-cinema/domain/payments';
import { later, Money, minutes, seconds } from '@online-cinema/domain/shared';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aSessionRequest as aRequest } from '../support/a-session-request.ts';
import { type ReceivedWebhook, WebhookReceiver } from '../support/webhook-receiver.ts';

interface Setup {
  readonly gateway: PaymentGateway;
  readonly clock: FixedClock;
  pay(externalId: string): void;
  decline(externalId: string): void;
  /** Waits until this many webhooks have come, and gives them. */
  webhooks(count: number): Promise<readonly ReceivedWebhook[]>;
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
