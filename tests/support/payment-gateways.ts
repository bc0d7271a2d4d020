import { FixedClock, RecordedAlarms, ScriptedPaymentGateway } from '@online-cinema/adapters/in-memory';
import { SandboxPayments } from '@online-cinema/adapters/sandbox-payments';
import { StripePayments } from '@online-cinema/adapters/stripe';
import { sign } from '@online-cinema/adapters/stripe-dialect';
import type { PaymentGateway } from '@online-cinema/application/ports';
import type { Money } from '@online-cinema/domain/shared';
import { expect, onTestFinished } from 'vitest';
import { StripeStandIn } from './stripe-stand-in/index.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

/** A webhook as it arrives at the shop. */
export interface ArrivedWebhook {
  readonly rawBody: string;
  readonly signature: string;
}

/** A gateway, and the world around it: customers, time, whoever works at the gateway. */
export interface GatewaySetup {
  readonly gateway: PaymentGateway;
  readonly clock: FixedClock;
  pay(externalId: string): void;
  decline(externalId: string): void;
  /** Somebody gives back what is left of a payment, or a part, past the shop. */
  refundByHand(externalPaymentId: string, amount?: Money): void;
  /** Waits until this many webhooks have come, and gives them. */
  webhooks(count: number): Promise<readonly ArrivedWebhook[]>;
  /** Signs as the gateway does. */
  sign(rawBody: string): string;
}

/** A gateway at the other end of a line, with ways of paying that take days. */
export interface DistantGatewaySetup extends GatewaySetup {
  promise(externalId: string): void;
  endPromise(externalId: string, as: 'kept' | 'broken'): void;
  holdRefunds(): void;
  endRefunds(as: 'succeeded' | 'failed'): void;
  goDown(): void;
  comeBack(): void;
  /** What is asked for next is done, and its answer gets lost. */
  loseNextAnswer(): void;
}

export async function scriptedGateway(): Promise<DistantGatewaySetup> {
  const clock = new FixedClock();
  const gateway = new ScriptedPaymentGateway(clock);
  return {
    gateway,
    clock,
    pay: (id) => gateway.pay(id),
    decline: (id) => gateway.decline(id),
    refundByHand: (id, amount) => gateway.refundByHand(id, amount),
    webhooks: async (count) => {
      expect(gateway.webhooks).toHaveLength(count);
      return gateway.webhooks;
    },
    sign: (rawBody) => sign(rawBody, 'whsec_scripted', clock.now()),
    promise: (id) => gateway.promise(id),
    endPromise: (id, as) => gateway.endPromise(id, as),
    holdRefunds: () => gateway.holdRefunds(),
    endRefunds: (as) => gateway.endRefunds(as),
    goDown: () => gateway.goDown(),
    comeBack: () => gateway.comeBack(),
    loseNextAnswer: () => gateway.loseAnswers(),
  };
}

export async function sandboxGateway(): Promise<GatewaySetup> {
  const clock = new FixedClock();
  const receiver = await WebhookReceiver.start();
  const webhookSecret = 'whsec_sandbox';
  const publicUrl = 'https://cinema.example';
  const gateway = new SandboxPayments({
    file: ':memory:',
    publicUrl,
    webhookSecret,
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
    refundByHand: (id, amount) => gateway.refundByHand(id, amount),
    webhooks: (count) => receiver.received(count),
    sign: (rawBody) => sign(rawBody, webhookSecret, clock.now()),
  };
}

export interface StripeSetup extends DistantGatewaySetup {
  readonly gateway: StripePayments;
  /** The same, which waits for no answer longer than a moment. */
  readonly impatient: StripePayments;
  readonly standIn: StripeStandIn;
}

/** How long an attempt at a request may take in these tests, in milliseconds. */
const PATIENCE = 5000;
const IMPATIENCE = 400;

export async function stripeGateway(): Promise<StripeSetup> {
  const clock = new FixedClock();
  const standIn = await StripeStandIn.start({ clock });
  onTestFinished(() => standIn.stop());
  const { url: apiBase, secretKey, webhookSecret, account, webhooks, troubles } = standIn;
  const settings = { secretKey, webhookSecret, apiBase };
  return {
    gateway: new StripePayments({ ...settings, attemptTakesAtMost: PATIENCE }),
    impatient: new StripePayments({ ...settings, attemptTakesAtMost: IMPATIENCE }),
    standIn,
    clock,
    pay: (id) => account.pay(id),
    decline: (id) => account.decline(id),
    refundByHand: (id, amount) => account.refund(id, amount?.minor),
    webhooks: async (count) => {
      account.expireOverdue();
      expect(webhooks.events).toHaveLength(count);
      return webhooks.events.map(({ rawBody }) => ({ rawBody, signature: webhooks.signature(rawBody) }));
    },
    sign: (rawBody) => webhooks.signature(rawBody),
    promise: (id) => account.promise(id),
    endPromise: (id, as) => account.endPromise(id, as),
    holdRefunds: () => account.holdRefunds(),
    endRefunds: (as) => account.endRefunds(as),
    goDown: () => troubles.begin({ kind: 'answer', status: 500 }),
    comeBack: () => troubles.end(),
    // The library tries once more.
    loseNextAnswer: () => troubles.begin({ kind: 'drop', afterWork: true, times: 2 }),
  };
}
