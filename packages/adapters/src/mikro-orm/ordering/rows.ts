import { defineEntity, p } from '@mikro-orm/core';
import { ORDER_STATUSES } from '@online-cinema/domain/ordering';
import { UserRow } from '../accounts/rows.ts';
import { MovieRow } from '../catalogue/rows.ts';

export const CartRow = defineEntity({
  name: 'CartRow',
  tableName: 'carts',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: () => p.oneToOne(UserRow).owner().mapToPk().fieldName('user_id').deleteRule('cascade'),
  },
});

/** In the order of the ids. A movie in a cart cannot be deleted. */
export const CartItemRow = defineEntity({
  name: 'CartItemRow',
  tableName: 'cart_items',
  properties: {
    id: p.integer().primary().autoincrement(),
    cartId: () => p.manyToOne(CartRow).mapToPk().fieldName('cart_id').deleteRule('cascade').index(false),
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').index(),
    addedAt: p.datetime().length(3),
  },
  uniques: [{ name: 'cart_items_cart_id_movie_id_unique', properties: ['cartId', 'movieId'] }],
});

export const OrderRow = defineEntity({
  name: 'OrderRow',
  tableName: 'orders',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('set null').nullable().index(),
    status: p.enum(ORDER_STATUSES),
    /** In minor units, as every amount here. */
    totalAmount: p.bigint('number'),
    currency: p.string().length(3),
    createdAt: p.datetime().length(3),
  },
  indexes: [{ name: 'orders_status_created_at_index', properties: ['status', 'createdAt'] }],
  uniques: [{ name: 'orders_one_pending_a_user_unique', properties: ['userId'], where: "status = 'pending'" }],
});

/** In the order of the ids, at prices in the order's currency. */
export const OrderItemRow = defineEntity({
  name: 'OrderItemRow',
  tableName: 'order_items',
  properties: {
    id: p.integer().primary().autoincrement(),
    orderId: () => p.manyToOne(OrderRow).mapToPk().fieldName('order_id').deleteRule('cascade').index(),
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('set null').nullable().index(),
    movieUuid: p.string().length(36),
    movieName: p.string().length(255),
    priceAtOrder: p.integer(),
  },
});

/** A movie that somebody purchased cannot be deleted. */
export const PurchaseRow = defineEntity({
  name: 'PurchaseRow',
  tableName: 'purchases',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('cascade').index(false),
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').index(),
    purchasedAt: p.datetime().length(3),
  },
  uniques: [{ name: 'purchases_user_id_movie_id_unique', properties: ['userId', 'movieId'] }],
});

/** The name that a user gave to a request, and what became of that. */
export const IdempotencyKeyRow = defineEntity({
  name: 'IdempotencyKeyRow',
  tableName: 'idempotency_keys',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('cascade').index(false),
    key: p.string().length(255),
    request: p.text(),
    createdAt: p.datetime().length(3).index(),
    claimedAt: p.datetime().length(3).nullable(),
    answerStatus: p.integer().nullable(),
    answerBody: p.text().nullable(),
    /** What was done, as JSON, written in the transaction that did it. */
    outcome: p.text().nullable(),
  },
  uniques: [{ name: 'idempotency_keys_user_id_key_unique', properties: ['userId', 'key'] }],
});
