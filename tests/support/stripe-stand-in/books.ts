import { randomBytes } from 'node:crypto';

/** Amounts are minor units, currencies in lower case, times seconds since 1970. */
export interface Session {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly created: number;
  readonly expiresAt: number;
  readonly url: string;
  readonly intent: Intent;
  status: 'open' | 'complete' | 'expired';
  isPaid: boolean;
  /** Why the last attempt to pay failed. */
  decline: string | null;
}

/** A payment. */
export interface Intent {
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Null as long as the customer has done nothing at the session. */
  status: 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled' | null;
  readonly refunds: Refund[];
}

export interface Refund {
  readonly id: string;
  readonly amount: number;
  readonly created: number;
  status: 'pending' | 'succeeded' | 'failed';
}

export type StripeObject = Readonly<Record<string, unknown>> & { readonly id: string; readonly object: string };

export function newId(prefix: 'cs_test' | 'pi' | 're' | 'evt' | 'req'): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

/** `expanded`: with its payment given whole. */
export function sessionObject(session: Session, expanded: readonly string[] = []): StripeObject {
  const { id, amount, currency, metadata, intent } = session;
  const isStarted = intent.status !== null;
  return {
    id,
    object: 'checkout.session',
    amount_subtotal: amount,
    amount_total: amount,
    cancel_url: session.cancelUrl,
    created: session.created,
    currency,
    expires_at: session.expiresAt,
    livemode: false,
    metadata,
    mode: 'payment',
    payment_intent: !isStarted ? null : expanded.includes('payment_intent') ? intentObject(session) : intent.id,
    payment_status: session.isPaid ? 'paid' : 'unpaid',
    status: session.status,
    success_url: session.successUrl,
    url: session.status === 'open' ? session.url : null,
  };
}

export function intentObject({ intent, amount, currency, isPaid, decline }: Session): StripeObject {
  return {
    id: intent.id,
    object: 'payment_intent',
    amount,
    amount_received: isPaid ? amount : 0,
    client_secret: `${intent.id}_secret_never_to_be_logged`,
    currency,
    last_payment_error: decline === null ? null : { type: 'card_error', code: 'card_declined', message: decline },
    livemode: false,
    metadata: intent.metadata,
    status: intent.status ?? 'requires_payment_method',
  };
}

export function chargeObject(session: Session): StripeObject {
  const { intent, amount, currency } = session;
  const refunded = refundedOf(intent, 'succeeded');
  return {
    id: intent.id.replace('pi_', 'ch_'),
    object: 'charge',
    amount,
    amount_refunded: refunded,
    currency,
    livemode: false,
    metadata: intent.metadata,
    paid: true,
    payment_intent: intent.id,
    refunded: refunded >= amount,
    status: 'succeeded',
  };
}

export function refundObject({ intent, currency }: Session, refund: Refund): StripeObject {
  const { id, amount, created, status } = refund;
  const charge = intent.id.replace('pi_', 'ch_');
  return { id, object: 'refund', amount, charge, created, currency, metadata: {}, payment_intent: intent.id, status };
}

/** What went back by refunds of these statuses. */
export function refundedOf({ refunds }: Intent, ...statuses: readonly Refund['status'][]): number {
  return refunds.filter(({ status }) => statuses.includes(status)).reduce((sum, { amount }) => sum + amount, 0);
}
