import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { StripePayments } from '@online-cinema/adapters/stripe';
import { SystemClock } from '@online-cinema/adapters/system';
import { Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aSessionRequest as aRequest } from '../support/a-session-request.ts';
import { type Command, command } from '../support/stripe-stand-in/index.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const MAIN = resolve(import.meta.dirname, '../support/stripe-stand-in/main.ts');

describe('the stand-in for Stripe, as a process of its own', () => {
  const keys = { secretKey: 'sk_test_own_process', webhookSecret: 'whsec_own_process' };
  const clock = new SystemClock();
  let standIn: ChildProcess;
  let url: string;
  let gateway: StripePayments;
  let attempts = 0;

  beforeAll(async () => {
    standIn = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
      env: { PATH: process.env['PATH'], STRIPE_SECRET_KEY: keys.secretKey, STRIPE_WEBHOOK_SECRET: keys.webhookSecret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(standIn.stdout ?? standIn, 'data');
    url = String(line).trim();
    gateway = new StripePayments({ ...keys, apiBase: url });
  });

  afterAll(async () => {
    const gone = once(standIn, 'exit');
    standIn.kill('SIGTERM');
    await gone;
  });

  const tell = (order: Command) => command(url, order);

  async function aSession(): Promise<string> {
    attempts += 1;
    const { externalId } = await gateway.openSession(aRequest(clock, { idempotencyKey: `order-5-${attempts}` }));
    return externalId;
  }

  async function aReceiver(): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.start();
    onTestFinished(() => receiver.stop());
    return receiver;
  }

  /** The types of so many webhooks that have come. */
  async function typesAt(receiver: WebhookReceiver, count: number): Promise<readonly string[]> {
    const webhooks = await receiver.received(count);
    const events = webhooks.map(({ rawBody, signature }) => gateway.readEvent(rawBody, signature, clock.now()));
    return (await Promise.all(events)).map(({ type }) => type);
  }

  it('does what it is told', async () => {
    const [paid, expired, promised] = [await aSession(), await aSession(), await aSession()];
    await tell({ do: 'decline', session: paid });
    await tell({ do: 'pay', session: paid });
    await tell({ do: 'expire', session: expired });
    await tell({ do: 'promise', session: promised });
    await tell({ do: 'end-promise', session: promised, as: 'broken' });
    const session = await gateway.findSession(paid);
    expect(session?.status).toBe('complete');
    expect(await gateway.findSession(expired)).toMatchObject({ status: 'expired' });
    expect(await gateway.findSession(promised)).toMatchObject({ status: 'expired' });

    const payment = session?.money?.externalPaymentId ?? '';
    await tell({ do: 'refund', payment, amount: 500 });
    await tell({ do: 'hold-refunds' });
    const rest = await gateway.refund({ externalPaymentId: payment, idempotencyKey: 'refund-1-1' });
    expect(rest).toMatchObject({ amount: Money.of(1498, 'USD'), status: 'pending' });
    await tell({ do: 'end-refunds', as: 'succeeded' });
    const refunds = await gateway.findRefunds(payment);
    expect(refunds.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    await expect(tell({ do: 'expire', session: paid })).rejects.toThrow('status of');
  });

  it('delivers what happened in any order, number and company, or never', async () => {
    const receiver = await aReceiver();
    await tell({ do: 'lose-webhooks' });
    const session = await aSession();
    await tell({ do: 'decline', session });
    await tell({ do: 'pay', session });
    const how = { reversed: true, copies: 2 };
    expect(await tell({ do: 'deliver-webhooks', to: receiver.url, how })).toEqual([200, 200, 200, 200]);
    const [paid, declined] = ['checkout.session.completed', 'payment_intent.payment_failed'];
    expect(await typesAt(receiver, 4)).toEqual([paid, paid, declined, declined]);

    await tell({ do: 'promise', session: await aSession() });
    await tell({ do: 'deliver-webhooks', to: receiver.url, how: { copies: 5, concurrently: true } });
    expect(await typesAt(receiver, 9)).toHaveLength(9);
    expect(await tell({ do: 'deliver-webhooks', to: receiver.url })).toEqual([]);
  });

  it('posts what happens by itself where it is told to, until it is taken', async () => {
    const receiver = await aReceiver();
    receiver.answerNext(500, 503);
    await tell({ do: 'lose-webhooks' });
    await tell({ do: 'send-webhooks', to: receiver.url, copies: 2 });
    await tell({ do: 'pay', session: await aSession() });
    const paid = 'checkout.session.completed';
    expect(await typesAt(receiver, 2)).toEqual([paid, paid]);
    expect(receiver.attempts).toHaveLength(4);
    await tell({ do: 'hold-webhooks' });
  });
});
