import type { GatewaySession } from '@online-cinema/application/ports';
import { fieldsOf, isName } from './fields.ts';
import { amountFrom, idOf } from './money.ts';

/**
 * What we read of a Checkout Session (https://docs.stripe.com/api/checkout/sessions/object). Amounts are in minor
 * units, currencies in lower case.
 */
export interface DialectSession {
  readonly id: string;
  readonly object: 'checkout.session';
  readonly status: 'open' | 'complete' | 'expired';
  readonly payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  readonly amount_total: number;
  readonly currency: string;
  readonly payment_intent: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Our orders' ids are no larger in any database we use; a larger one is none of ours. */
const LARGEST_ID = 2 ** 31 - 1;
const STATUSES = ['open', 'complete', 'expired'] as const;
/** What becomes of the payment of a session that was completed with a promise to pay, when the promise is broken. */
const BROKEN = ['requires_payment_method', 'canceled'];

/** Undefined for anything that is no session. */
export function sessionFrom(object: unknown): GatewaySession | undefined {
  const { id, object: kind, status, metadata, payment_status: paymentStatus, ...rest } = fieldsOf(object);
  const known = STATUSES.find((one) => one === status);
  if (!isName(id) || kind !== 'checkout.session' || known === undefined) return undefined;
  const session: GatewaySession = { externalId: id, orderId: orderFrom(metadata), status: known, money: null };
  if (paymentStatus === 'paid') {
    const money = moneyFrom(rest);
    return money && { ...session, money };
  }
  return known === 'complete' && isBroken(rest['payment_intent']) ? unpaidFor(session) : session;
}

/** A completed session whose payment came to nothing afterwards: nobody can pay by it any more. */
export function unpaidFor(session: GatewaySession): GatewaySession {
  return { ...session, status: 'expired', money: null };
}

/** Only of a payment that is given whole we can tell. */
function isBroken(intent: unknown): boolean {
  const { status } = fieldsOf(intent);
  return typeof status === 'string' && BROKEN.includes(status);
}

function orderFrom(metadata: unknown): number | null {
  const { order_id: named } = fieldsOf(metadata);
  if (typeof named !== 'string' || !/^[1-9]\d{0,9}$/.test(named)) return null;
  const id = Number(named);
  return id <= LARGEST_ID ? id : null;
}

function moneyFrom(session: Readonly<Record<string, unknown>>): NonNullable<GatewaySession['money']> | undefined {
  const { amount_total: minor, currency, payment_intent: intent } = session;
  const externalPaymentId = idOf(intent);
  const amount = amountFrom(minor, currency);
  return isName(externalPaymentId) && amount !== undefined ? { externalPaymentId, amount } : undefined;
}
