import { defineEntity, p } from '@mikro-orm/core';
import { CHECKOUT_SESSION_STATUSES, PAYMENT_STATUSES, REFUND_STATUSES } from '@online-cinema/domain/payments';
import { UserRow } from '../accounts/rows.ts';
import { OrderItemRow, OrderRow } from '../ordering/rows.ts';

export const CheckoutSessionRow = defineEntity({
  name: 'CheckoutSessionRow',
  tableName: 'checkout_sessions',
  properties: {
    id: p.integer().primary().autoincrement(),
    orderId: () => p.manyToOne(OrderRow).mapToPk().fieldName('order_id').deleteRule('cascade').index(false),
    attempt: p.integer(),
    /** In minor units, as every amount here. */
    amount: p.bigint('number'),
    currency: p.string().length(3),
    status: p.enum(CHECKOUT_SESSION_STATUSES),
    externalId: p.string().length(255).nullable().unique(),
    url: p.text().nullable(),
    createdAt: p.datetime().length(3),
    expiresAt: p.datetime().length(3),
  },
  indexes: [{ name: 'checkout_sessions_status_expires_at_index', properties: ['status', 'expiresAt'] }],
  uniques: [
    { name: 'checkout_sessions_order_id_attempt_unique', properties: ['orderId', 'attempt'] },
    {
      name: 'checkout_sessions_one_current_an_order_unique',
      properties: ['orderId'],
      where: "status in ('opening', 'open')",
    },
  ],
});

export const PaymentRow = defineEntity({
  name: 'PaymentRow',
  tableName: 'payments',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('set null').nullable().index(),
    orderId: () => p.manyToOne(OrderRow).mapToPk().fieldName('order_id').index(),
    amount: p.bigint('number'),
    currency: p.string().length(3),
    status: p.enum(PAYMENT_STATUSES),
    externalPaymentId: p.string().length(255).unique(),
    createdAt: p.datetime().length(3).index(),
    refundedAt: p.datetime().length(3).nullable().index(),
  },
});

/** In the order of the ids, at prices in the payment's currency. */
export const PaymentItemRow = defineEntity({
  name: 'PaymentItemRow',
  tableName: 'payment_items',
  properties: {
    id: p.integer().primary().autoincrement(),
    paymentId: () => p.manyToOne(PaymentRow).mapToPk().fieldName('payment_id').deleteRule('cascade').index(),
    orderItemId: () => p.manyToOne(OrderItemRow).mapToPk().fieldName('order_item_id').index(),
    priceAtPayment: p.integer(),
  },
});

/** Attempts at giving payments back. */
export const RefundRow = defineEntity({
  name: 'RefundRow',
  tableName: 'refunds',
  properties: {
    id: p.integer().primary().autoincrement(),
    paymentId: () => p.manyToOne(PaymentRow).mapToPk().fieldName('payment_id').index(false),
    attempt: p.integer(),
    status: p.enum(REFUND_STATUSES),
    externalId: p.string().length(255).nullable(),
    requestedAt: p.datetime().length(3),
  },
  indexes: [{ name: 'refunds_status_requested_at_index', properties: ['status', 'requestedAt'] }],
  uniques: [
    { name: 'refunds_payment_id_attempt_unique', properties: ['paymentId', 'attempt'] },
    { name: 'refunds_one_requested_a_payment_unique', properties: ['paymentId'], where: "status = 'requested'" },
  ],
});

/** What the gateway told us, each event once. */
export const WebhookEventRow = defineEntity({
  name: 'WebhookEventRow',
  tableName: 'webhook_events',
  properties: {
    id: p.integer().primary().autoincrement(),
    eventId: p.string().length(255).unique(),
    type: p.string().length(255),
    receivedAt: p.datetime().length(3).index(),
  },
});
