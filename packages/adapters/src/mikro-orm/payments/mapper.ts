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
import type { CheckoutSessionRow, PaymentItemRow, PaymentRow, RefundRow } from './rows.ts';

export function toCheckoutSession(row: InferEntity<typeof CheckoutSessionRow>): CheckoutSession {
  const { id, orderId, attempt, status, externalId = null, url = null, createdAt, expiresAt } = row;
  const amount = Money.of(row.amount, row.currency);
  return CheckoutSession.restore({ id, orderId, attempt, amount, status, externalId, url, createdAt, expiresAt });
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
