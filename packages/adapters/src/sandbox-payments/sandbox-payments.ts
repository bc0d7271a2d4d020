import { randomUUID } from 'node:crypto';
import type {
  Alarms,
  Clock,
  GatewayEvent,
  GatewayRefund,
  GatewaySession,
  PaymentGateway,
  SessionRequest,
} from '@online-cinema/application/ports';
import { RefundRefused } from '@online-cinema/application/ports';
import { PaymentServiceUnavailable, TotalTooSmall } from '@online-cinema/domain/payments';
import { hours, type Money, minutes, seconds } from '@online-cinema/domain/shared';
import {
  readGatewayEvent,
  refundFrom,
  SIGNATURE_HEADER,
  sessionFrom,
  verifySignature,
} from '../stripe-dialect/index.ts';
import { HostedCheckout } from './hosted-checkout.ts';
import { type Refunded, SandboxLedger } from './sandbox-ledger.ts';
import { refundObject, sessionObject } from './sandbox-objects.ts';
import { type FilmRow, SandboxStore, type SessionRow } from './sandbox-store.ts';
import { WebhookCourier } from './webhook-courier.ts';

/** Stripe's for USD and EUR, in minor units (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const SMALLEST_AMOUNT = 50;
/** Stripe's bounds for `expires_at`, from the creation of the session. */
const LIVES_AT_LEAST = minutes(30);
const LIVES_AT_MOST = hours(24);
const LOOKS_FOR_OVERDUE_EVERY = seconds(1);

interface SandboxSettings {
  /** Its own SQLite file, or `:memory:`. */
  readonly file: string;
  /** Where browsers find the pay page: `{publicUrl}/sandbox/checkout/{session}`; without a slash at the end. */
  readonly publicUrl: string;
  /** What webhooks are signed with. */
  readonly webhookSecret: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Told of webhooks that the shop did not take. */
  readonly alarms: Alarms;
}

/**
 * A payment service for trying things out, in Stripe's dialect: sessions, a hosted pay page, signed webhooks and
 * refunds, with books of its own. No money moves.
 */
export class SandboxPayments implements PaymentGateway {
  readonly signatureHeader = SIGNATURE_HEADER;
  readonly #publicUrl: string;
  readonly #webhookSecret: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #store: SandboxStore;
  readonly #ledger: SandboxLedger;
  readonly #courier: WebhookCourier;
  #looking: NodeJS.Timeout | undefined;

  /** What the pay page shows and does. */
  readonly checkout: HostedCheckout;

  constructor({ file, publicUrl, webhookSecret, clock, alarms }: SandboxSettings) {
    this.#publicUrl = publicUrl;
    this.#webhookSecret = webhookSecret;
    this.#clock = clock;
    this.#store = new SandboxStore(file);
    this.#courier = new WebhookCourier({ store: this.#store, webhookSecret, clock, alarms });
    this.#ledger = new SandboxLedger(this.#store, clock, () => this.#courier.wake());
    this.checkout = new HostedCheckout(this.#ledger, clock);
  }

  /** Begins to post webhooks to `webhookUrl`, which must be listening, and to end sessions whose time is up. */
  start({ webhookUrl }: { webhookUrl: string }): void {
    this.#courier.start(webhookUrl);
    this.#looking = setInterval(() => this.#ledger.expireOverdue(), LOOKS_FOR_OVERDUE_EVERY).unref();
  }

  /** Ends what `start` began and closes the books; nothing may be asked after that. */
  async stop(): Promise<void> {
    clearInterval(this.#looking);
    await this.#courier.stop();
    this.#store.close();
  }

  async openSession(request: SessionRequest): Promise<{ externalId: string; url: string }> {
    const { orderId, amount, expiresAt, idempotencyKey, successUrl, cancelUrl, films } = request;
    const draft = {
      idempotency_key: idempotencyKey,
      order_id: orderId,
      amount: amount.minor,
      currency: amount.currency.toLowerCase(),
      success_url: successUrl,
      cancel_url: cancelUrl,
      expires_at: expiresAt.getTime(),
      films: JSON.stringify(films.map(({ name, price }): FilmRow => ({ name, price: price.minor }))),
    };
    const session = this.#ledger.open(draft, () => {
      if (amount.minor < SMALLEST_AMOUNT) throw new TotalTooSmall();
      this.#assertLife(expiresAt);
    });
    return { externalId: session.id, url: `${this.#publicUrl}/sandbox/checkout/${session.id}` };
  }

  async findSession(externalId: string): Promise<GatewaySession | undefined> {
    const session = this.#ledger.find(externalId);
    return session && gatewaySession(session);
  }

  async findSessionByPayment(externalPaymentId: string): Promise<GatewaySession | undefined> {
    const session = this.#ledger.paidBy(externalPaymentId);
    return session && gatewaySession(session);
  }

  async expireSession(externalId: string): Promise<GatewaySession> {
    const session = this.#ledger.expire(externalId);
    // By a session that we do not know nobody can pay.
    return session ? gatewaySession(session) : { externalId, orderId: null, status: 'expired', money: null };
  }

  async refund(request: { externalPaymentId: string; idempotencyKey: string }): Promise<GatewayRefund> {
    const { externalPaymentId, idempotencyKey } = request;
    const refunded = this.#ledger.refund(externalPaymentId, idempotencyKey);
    if (refunded === undefined) {
      throw new RefundRefused({ cause: new Error(`There is nothing left of a payment ${externalPaymentId}`) });
    }
    return gatewayRefund(refunded);
  }

  async findRefunds(externalPaymentId: string): Promise<readonly GatewayRefund[]> {
    return this.#ledger.refundsOf(externalPaymentId).map(gatewayRefund);
  }

  /** As somebody may at a real gateway, past the shop. Gives back what is left of a payment, or a part; false: it cannot. */
  refundByHand(externalPaymentId: string, amount?: Money): boolean {
    return this.#ledger.refund(externalPaymentId, randomUUID(), amount?.minor) !== undefined;
  }

  async readEvent(rawBody: string, signature: string | undefined, now: Date): Promise<GatewayEvent> {
    verifySignature(rawBody, signature, this.#webhookSecret, now);
    return readGatewayEvent(rawBody);
  }

  #assertLife(expiresAt: Date): void {
    const life = expiresAt.getTime() - this.#clock.now().getTime();
    if (life < LIVES_AT_LEAST || life > LIVES_AT_MOST) throw refusal('A session lives for 30 minutes to 24 hours');
  }
}

/** A request that the service does not take: a fault of ours, of which the customer is told no more than of an outage. */
function refusal(message: string): PaymentServiceUnavailable {
  return new PaymentServiceUnavailable({ cause: new Error(message) });
}

function gatewaySession(row: SessionRow): GatewaySession {
  const session = sessionFrom(sessionObject(row));
  if (session === undefined) throw new Error(`Session ${row.id} does not read as one`);
  return session;
}

function gatewayRefund({ session, refund: row }: Refunded): GatewayRefund {
  const refund = refundFrom(refundObject(session, row));
  if (refund === undefined) throw new Error(`Refund ${row.id} does not read as one`);
  return refund;
}
