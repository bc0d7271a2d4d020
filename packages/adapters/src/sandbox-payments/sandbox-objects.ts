import { randomBytes } from 'node:crypto';
import type { DialectRefund, DialectSession } from '../stripe-dialect/index.ts';
import type { RefundRow, SessionRow } from './sandbox-store.ts';

/** What ids of each kind of object begin with. */
type IdPrefix = 'cs_test' | 'pi' | 'ch' | 're' | 'evt';

/** A new id in Stripe's manner, impossible to guess. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomBytes(18).toString('hex')}`;
}

/** Why a payment was declined, with Stripe's code of it (https://docs.stripe.com/declines/codes) and words for people. */
export interface Decline {
  readonly code: string;
  readonly reason: string;
  readonly advice: string;
}

export const CARD_DECLINED: Decline = {
  code: 'card_declined',
  reason: 'Your bank declined the card.',
  advice: 'Try another card, or ask your bank what is wrong with this one.',
};

/** A Checkout Session as Stripe shows it. */
export function sessionObject(session: SessionRow): DialectSession & Readonly<Record<string, unknown>> {
  const isPaid = session.status === 'complete';
  return {
    id: session.id,
    object: 'checkout.session',
    amount_subtotal: session.amount,
    amount_total: session.amount,
    cancel_url: session.cancel_url,
    created: inSeconds(session.created_at),
    currency: session.currency,
    expires_at: inSeconds(session.expires_at),
    livemode: false,
    metadata: metadataOf(session),
    mode: 'payment',
    payment_intent: isPaid ? session.payment_intent : null,
    payment_status: isPaid ? 'paid' : 'unpaid',
    status: session.status,
    success_url: session.success_url,
  };
}

/** A PaymentIntent whose last attempt was declined. */
export function declinedPaymentObject(
  session: SessionRow,
  { code, reason }: Decline,
): Readonly<Record<string, unknown>> {
  return {
    id: session.payment_intent,
    object: 'payment_intent',
    amount: session.amount,
    amount_received: 0,
    currency: session.currency,
    last_payment_error: { type: 'card_error', code, message: reason },
    livemode: false,
    metadata: metadataOf(session),
    status: 'requires_payment_method',
  };
}

/** A Charge of which so much was given back by now. */
export function refundedChargeObject(session: SessionRow, refunded: number): Readonly<Record<string, unknown>> {
  return {
    id: chargeOf(session),
    object: 'charge',
    amount: session.amount,
    amount_refunded: refunded,
    currency: session.currency,
    livemode: false,
    metadata: metadataOf(session),
    payment_intent: session.payment_intent,
    refunded: refunded >= session.amount,
    status: 'succeeded',
  };
}

/** A Refund as Stripe shows it; here money is back as soon as it is asked for. */
export function refundObject(
  session: SessionRow,
  refund: RefundRow,
): DialectRefund & Readonly<Record<string, unknown>> {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    charge: chargeOf(session),
    created: inSeconds(refund.created_at),
    currency: session.currency,
    payment_intent: refund.payment_intent,
    status: 'succeeded',
  };
}

export type EventType =
  | 'checkout.session.completed'
  | 'checkout.session.expired'
  | 'payment_intent.payment_failed'
  | 'charge.refunded';

/** An event as Stripe posts it. `now` in milliseconds. */
export function eventObject(type: EventType, object: Readonly<Record<string, unknown>>, now: number) {
  return {
    id: newId('evt'),
    object: 'event',
    api_version: '2025-03-31.basil',
    created: inSeconds(now),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
}

function metadataOf(session: SessionRow): Readonly<Record<string, string>> {
  return { order_id: String(session.order_id) };
}

function chargeOf(session: SessionRow): string {
  return `ch_${session.payment_intent?.slice('pi_'.length)}`;
}

function inSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
