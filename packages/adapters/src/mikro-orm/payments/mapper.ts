import type { InferEntity } from '@mikro-orm/core';
import {
  CheckoutSession,
  type CheckoutSessionDraft,
  Payment,
  type PaymentDraft,
  type PaymentItem,
  Refund,
  type RefundDraft,
} from '@online-cinema/domain/payments';
import { Money } from '@online-cinema/domain/shared';
import type { Selectable } from 'kysely';
import { time } from '../columns.ts';
import type { Schema } from '../entities.ts';
import type { CheckoutSessionRow, PaymentItemRow, PaymentRow, RefundRow } from './rows.ts';

export function toCheckoutSession(row: InferEntity<typeof CheckoutSessionRow>): CheckoutSession {
  const { id, orderId, attempt, status, externalId = null, url = null, createdAt, expiresAt } = row;
  const amount = Money.of(row.amount, row.currency);
  return CheckoutSession.restore({ id, orderId, attempt, amount, status, externalId, url, createdAt, expiresAt });
}

/** Likewise, of a row as Kysely gives it. */
export function checkoutSessionFrom(row: Selectable<Schema['checkout_sessions']>): CheckoutSession {
  const { id, order_id, attempt, amount, currency, status, external_id, url, created_at, expires_at } = row;
  return CheckoutSession.restore({
    ...{ id, orderId: order_id, attempt, amount: Money.of(Number(amount), currency), status },
    ...{ externalId: external_id, url, createdAt: time(created_at), expiresAt: time(expires_at) },
  });
}

export function fromCheckoutSession({ amount: money, ...state }: CheckoutSessionDraft) {
  const { orderId, attempt, status, externalId, url, createdAt, expiresAt } = state;
  const { minor: amount, currency } = money;
  return { orderId, attempt, amount, currency, status, externalId, url, createdAt, expiresAt };
}

export function toPayment(
  row: InferEntity<typeof PaymentRow>,
  items: readonly InferEntity<typeof PaymentItemRow>[],
): Payment {
  const { id, userId = null, orderId, status, currency, externalPaymentId, createdAt, refundedAt = null } = row;
  return Payment.restore({
    id,
    userId,
    orderId,
    amount: Money.of(row.amount, currency),
    status,
    externalPaymentId,
    createdAt,
    refundedAt,
    items: items.map(({ orderItemId, priceAtPayment }) => ({
      orderItemId,
      priceAtPayment: Money.of(priceAtPayment, currency),
    })),
  });
}

export function fromPayment({ amount: money, ...state }: Omit<PaymentDraft, 'items'>) {
  const { userId, orderId, status, externalPaymentId, createdAt, refundedAt } = state;
  const { minor: amount, currency } = money;
  return { userId, orderId, amount, currency, status, externalPaymentId, createdAt, refundedAt };
}

export function fromPaymentItem(paymentId: number, { orderItemId, priceAtPayment }: PaymentItem) {
  return { paymentId, orderItemId, priceAtPayment: priceAtPayment.minor };
}

export function toRefund(row: InferEntity<typeof RefundRow>): Refund {
  const { id, paymentId, attempt, status, externalId = null, requestedAt } = row;
  return Refund.restore({ id, paymentId, attempt, status, externalId, requestedAt });
}

export function fromRefund({ paymentId, attempt, status, externalId, requestedAt }: RefundDraft) {
  return { paymentId, attempt, status, externalId, requestedAt };
}
