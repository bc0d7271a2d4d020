import type { GatewayGivenBack, GatewayRefund } from '@online-cinema/application/ports';
import { fieldsOf, isName } from './fields.ts';
import { amountFrom, idOf, isMinor } from './money.ts';

/** What we read of a Refund (https://docs.stripe.com/api/refunds/object). Amounts are in minor units. */
export interface DialectRefund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string | null;
  readonly status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
}

/** Their words for it, and ours. */
const STATUSES: ReadonlyMap<unknown, GatewayRefund['status']> = new Map<unknown, GatewayRefund['status']>([
  ['pending', 'pending'],
  ['requires_action', 'pending'],
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/** Undefined for anything that is no refund. */
export function refundFrom(object: unknown): GatewayRefund | undefined {
  const { id, object: kind, amount: minor, currency, status: theirs } = fieldsOf(object);
  const amount = amountFrom(minor, currency);
  const status = STATUSES.get(theirs);
  if (!isName(id) || kind !== 'refund' || amount === undefined || status === undefined) return undefined;
  return { externalId: id, amount, status };
}

/**
 * What a Charge (https://docs.stripe.com/api/charges/object) says of money that went back; null where it belongs to no
 * payment of the kind that we take, undefined for anything that is no charge.
 */
export function givenBackFrom(object: unknown): GatewayGivenBack | null | undefined {
  const { object: kind, payment_intent: intent, amount, amount_refunded: refunded } = fieldsOf(object);
  if (kind !== 'charge') return undefined;
  if (intent === null || intent === undefined) return null;
  const externalPaymentId = idOf(intent);
  if (!isName(externalPaymentId) || !isMinor(amount) || !isMinor(refunded)) return undefined;
  return { externalPaymentId, isWhole: refunded >= amount };
}
