import type { GatewaySession } from '@online-cinema/application/ports';
import { Money } from '@online-cinema/domain/shared';

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

/** Undefined for anything that is no session. */
export function sessionFrom(object: unknown): GatewaySession | undefined {
  const { id, object: kind, status, metadata, payment_status: paymentStatus, ...rest } = fieldsOf(object);
  const known = STATUSES.find((one) => one === status);
  if (!isName(id) || kind !== 'checkout.session' || known === undefined) return undefined;
  const money = paymentStatus === 'paid' ? moneyFrom(rest) : null;
  return money === undefined ? undefined : { externalId: id, orderId: orderFrom(metadata), status: known, money };
}

const LONGEST_NAME = 255;

/** Whether it can be the name of something at the gateway: not empty, not endless, and fit to be stored. */
export function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= LONGEST_NAME &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value)
  );
}

/** The fields of an object; none for what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function orderFrom(metadata: unknown): number | null {
  const { order_id: named } = fieldsOf(metadata);
  if (typeof named !== 'string' || !/^[1-9]\d{0,9}$/.test(named)) return null;
  const id = Number(named);
  return id <= LARGEST_ID ? id : null;
}

function moneyFrom(session: Readonly<Record<string, unknown>>): GatewaySession['money'] | undefined {
  const { amount_total: minor, currency, payment_intent: intent } = session;
  const { id: externalPaymentId } = typeof intent === 'string' ? { id: intent } : fieldsOf(intent);
  if (!isName(externalPaymentId)) return undefined;
  if (typeof minor !== 'number' || !Number.isSafeInteger(minor) || minor < 0) return undefined;
  if (typeof currency !== 'string' || !/^[a-z]{3}$/i.test(currency)) return undefined;
  return { externalPaymentId, amount: Money.of(minor, currency.toUpperCase()) };
}
