import type { GatewayRefund, GatewaySession, SessionRequest } from '@online-cinema/application/ports';
import type { Money } from '@online-cinema/domain/shared';

/** A session in the books of the scripted gateway, and what became of its money. */
export interface ScriptedSession {
  readonly externalId: string;
  readonly request: SessionRequest;
  status: 'open' | 'complete' | 'expired';
  /** What was really paid. */
  paid: Money | null;
  /** Complete, and waiting for the money. */
  isPromised: boolean;
  readonly refunds: ScriptedRefund[];
}

export interface ScriptedRefund extends GatewayRefund {
  /** The idempotency key that it was asked for by. */
  readonly key: string;
  status: GatewayRefund['status'];
}

export function newSession(externalId: string, request: SessionRequest): ScriptedSession {
  return { externalId, request, status: 'open', paid: null, isPromised: false, refunds: [] };
}

export function paymentOf({ externalId }: ScriptedSession): string {
  return externalId.replace('cs_test_', 'pi_');
}

/** What of the payment was given back, in minor units, by refunds of these statuses. */
export function sumOf({ refunds }: ScriptedSession, statuses: readonly GatewayRefund['status'][]): number {
  return refunds.filter(({ status }) => statuses.includes(status)).reduce((sum, { amount }) => sum + amount.minor, 0);
}

/** What can still be given back, in minor units. */
export function left(session: ScriptedSession): number {
  return (session.paid?.minor ?? 0) - sumOf(session, ['pending', 'succeeded']);
}

/** As the shop is told when it asks. */
export function viewOf(session: ScriptedSession): GatewaySession {
  const { externalId, request, paid } = session;
  const money = paid && { externalPaymentId: paymentOf(session), amount: paid };
  return { externalId, orderId: request.orderId, status: isBroken(session) ? 'expired' : session.status, money };
}

export function refundView({ externalId, amount, status }: ScriptedRefund): GatewayRefund {
  return { externalId, amount, status };
}

/** As webhooks tell of it, in Stripe's dialect. */
export function dialectOf(session: ScriptedSession): Readonly<Record<string, unknown>> {
  const amount = session.paid ?? session.request.amount;
  return {
    id: session.externalId,
    object: 'checkout.session',
    status: session.status,
    payment_status: session.paid ? 'paid' : 'unpaid',
    amount_total: amount.minor,
    currency: amount.currency.toLowerCase(),
    payment_intent: session.paid ? paymentOf(session) : null,
    metadata: { order_id: String(session.request.orderId) },
  };
}

/** The charge behind its payment, in Stripe's dialect. */
export function chargeOf(session: ScriptedSession): Readonly<Record<string, unknown>> {
  const amount = session.paid?.minor ?? 0;
  return {
    object: 'charge',
    payment_intent: paymentOf(session),
    amount,
    amount_refunded: sumOf(session, ['succeeded']),
  };
}

/** Complete, and the money that was promised never came. */
function isBroken({ status, paid, isPromised }: ScriptedSession): boolean {
  return status === 'complete' && paid === null && !isPromised;
}
