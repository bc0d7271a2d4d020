import {
  type GatewayEvent,
  type GatewayRefund,
  type GatewaySession,
  type PaymentGateway,
  RefundRefused,
  type SessionRequest,
} from '@online-cinema/application/ports';
import {
  PaymentServiceUnavailable,
  TotalTooSmall,
  WebhookSignatureInvalid,
  WebhookSignatureMissing,
} from '@online-cinema/domain/payments';
import { seconds } from '@online-cinema/domain/shared';
import type Stripe from 'stripe';
import { readGatewayEvent, refundFrom, SIGNATURE_HEADER, sessionFrom } from '../stripe-dialect/index.ts';
import { clientFor } from './client.ts';
import { sessionParameters } from './session-parameters.ts';
import { StripeFault } from './stripe-fault.ts';

interface StripeSettings {
  readonly secretKey: string;
  /** What webhooks are signed with. */
  readonly webhookSecret: string;
  /** Where the API is found, as an origin; absent: at Stripe. */
  readonly apiBase?: string | undefined;
  /** How long an attempt at a request may take, from its beginning to the end of the answer, in milliseconds. */
  readonly attemptTakesAtMost?: number;
}

/**
 * A call is one request, which is tried again once after what may pass (a broken connection, a time-out, a 409, a 5xx),
 * and at most one more, which is not. With half a second between, that ends within 25 seconds: whoever waits for it
 * takes it for dead after 30.
 */
const RETRIES = 1;
const ATTEMPT_TAKES_AT_MOST = seconds(7);
const ONCE: Stripe.RequestOptions = { maxNetworkRetries: 0 };

/** What Stripe names a session by; it is not asked about anything else. */
const SESSION_ID = /^cs_\w{1,250}$/;
/** A session comes with its payment: without, one whose payment has failed since looks like one that is waiting for it. */
const WITH_PAYMENT = { expand: ['payment_intent'] };
/** As many as Stripe gives in one answer. */
const REFUNDS_AT_ONCE = 100;

/** Stripe, by its own library (https://docs.stripe.com/api): hosted Checkout Sessions, refunds and signed webhooks. */
export class StripePayments implements PaymentGateway {
  readonly signatureHeader = SIGNATURE_HEADER;
  readonly #stripe: Stripe;
  readonly #secretKey: string;
  readonly #webhookSecret: string;

  constructor({ secretKey, webhookSecret, apiBase, attemptTakesAtMost = ATTEMPT_TAKES_AT_MOST }: StripeSettings) {
    this.#stripe = clientFor({ secretKey, apiBase, retries: RETRIES, timeout: attemptTakesAtMost });
    this.#secretKey = secretKey;
    this.#webhookSecret = webhookSecret;
  }

  async openSession(request: SessionRequest): Promise<{ externalId: string; url: string }> {
    const { idempotencyKey } = request;
    try {
      const { id, url } = await this.#stripe.checkout.sessions.create(sessionParameters(request), { idempotencyKey });
      if (!id || !url) throw StripeFault.ofAnswer('a session with an address');
      return { externalId: id, url };
    } catch (error) {
      const fault = this.#faultOf(error);
      throw fault.code === 'amount_too_small' ? new TotalTooSmall() : new PaymentServiceUnavailable({ cause: fault });
    }
  }

  findSession(externalId: string): Promise<GatewaySession | undefined> {
    return this.#find(externalId, {});
  }

  async findSessionByPayment(externalPaymentId: string): Promise<GatewaySession | undefined> {
    try {
      const { data } = await this.#stripe.checkout.sessions.list({
        payment_intent: externalPaymentId,
        expand: ['data.payment_intent'],
      });
      if (!Array.isArray(data)) throw StripeFault.ofAnswer('a list');
      return data[0] && readSession(data[0]);
    } catch (error) {
      const fault = this.#faultOf(error);
      if (fault.isOfUnknown) return undefined;
      throw new PaymentServiceUnavailable({ cause: fault });
    }
  }

  async expireSession(externalId: string): Promise<GatewaySession> {
    // By a session that Stripe does not know nobody can pay.
    const none: GatewaySession = { externalId, orderId: null, status: 'expired', money: null };
    if (!SESSION_ID.test(externalId)) return none;
    try {
      return readSession(await this.#stripe.checkout.sessions.expire(externalId, WITH_PAYMENT));
    } catch (error) {
      const fault = this.#faultOf(error);
      if (fault.isOfUnknown) return none;
      if (!fault.isRefusal) throw new PaymentServiceUnavailable({ cause: fault });
      // Only open sessions can be expired: it is over, and Stripe tells how.
      const session = await this.#find(externalId, ONCE);
      if (session?.status === 'open') throw new PaymentServiceUnavailable({ cause: fault });
      return session ?? none;
    }
  }

  /** Gives back what is left of the payment, so all of it unless a part was given back before. */
  async refund(request: { externalPaymentId: string; idempotencyKey: string }): Promise<GatewayRefund> {
    const { externalPaymentId, idempotencyKey } = request;
    try {
      const asked = await this.#stripe.refunds.create({ payment_intent: externalPaymentId }, { idempotencyKey });
      const refund = readRefund(asked);
      // The answer to a key is the first one for ever; what is pending there may have ended since.
      return refund.status === 'pending' ? readRefund(await this.#stripe.refunds.retrieve(asked.id, {}, ONCE)) : refund;
    } catch (error) {
      const fault = this.#faultOf(error);
      throw fault.isRefusal ? new RefundRefused({ cause: fault }) : new PaymentServiceUnavailable({ cause: fault });
    }
  }

  async findRefunds(externalPaymentId: string): Promise<readonly GatewayRefund[]> {
    const refunds: GatewayRefund[] = [];
    try {
      for (let hasMore = true; hasMore; ) {
        const after = refunds.at(-1)?.externalId;
        const page = await this.#stripe.refunds.list({
          payment_intent: externalPaymentId,
          limit: REFUNDS_AT_ONCE,
          ...(after !== undefined && { starting_after: after }),
        });
        if (!Array.isArray(page.data)) throw StripeFault.ofAnswer('a list');
        refunds.push(...page.data.map(readRefund));
        hasMore = page.has_more && page.data.length > 0;
      }
      // Stripe tells the latest first.
      return refunds.reverse();
    } catch (error) {
      const fault = this.#faultOf(error);
      if (fault.isOfUnknown) return [];
      throw new PaymentServiceUnavailable({ cause: fault });
    }
  }

  async readEvent(rawBody: string, signature: string | undefined, now: Date): Promise<GatewayEvent> {
    if (signature === undefined || signature.trim() === '') throw new WebhookSignatureMissing();
    this.#verify(rawBody, signature, now);
    return readGatewayEvent(rawBody);
  }

  /** As the library's `constructEvent` does, whose faults do not tell a bad signature from a bad body. */
  #verify(rawBody: string, header: string, now: Date): void {
    const { signature, DEFAULT_TOLERANCE } = this.#stripe.webhooks;
    if (signature === null) throw new Error('This build of the library cannot verify signatures');
    try {
      signature.verifyHeader(rawBody, header, this.#webhookSecret, DEFAULT_TOLERANCE, undefined, now.getTime());
    } catch {
      throw new WebhookSignatureInvalid();
    }
  }

  async #find(externalId: string, options: Stripe.RequestOptions): Promise<GatewaySession | undefined> {
    if (!SESSION_ID.test(externalId)) return undefined;
    try {
      return readSession(await this.#stripe.checkout.sessions.retrieve(externalId, WITH_PAYMENT, options));
    } catch (error) {
      const fault = this.#faultOf(error);
      if (fault.isOfUnknown) return undefined;
      throw new PaymentServiceUnavailable({ cause: fault });
    }
  }

  /** What the library threw, fit for a log; anything else is thrown on. */
  #faultOf(error: unknown): StripeFault {
    return StripeFault.of(error, [this.#secretKey, this.#webhookSecret]);
  }
}

function readSession(object: unknown): GatewaySession {
  const session = sessionFrom(object);
  if (session === undefined) throw StripeFault.ofAnswer('a session');
  return session;
}

function readRefund(object: unknown): GatewayRefund {
  const refund = refundFrom(object);
  if (refund === undefined) throw StripeFault.ofAnswer('a refund');
  return refund;
}
