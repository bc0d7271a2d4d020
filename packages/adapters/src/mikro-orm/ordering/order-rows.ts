import { Order, type OrderItemState } from '@online-cinema/domain/ordering';
import { Money } from '@online-cinema/domain/shared';
import { type Kysely, type SelectType, sql } from 'kysely';
import { time } from '../columns.ts';
import type { Schema } from '../entities.ts';

type Orders = Schema['orders'];
type Items = Schema['order_items'];

/** An item with its order: an order is as many of these as it has items. */
export interface OrderRow {
  readonly order_id: SelectType<Items['order_id']>;
  readonly user_id: SelectType<Orders['user_id']>;
  readonly order_status: SelectType<Orders['status']>;
  readonly order_currency: SelectType<Orders['currency']>;
  readonly order_created_at: SelectType<Orders['created_at']>;
  readonly item_id: SelectType<Items['id']>;
  readonly movie_id: SelectType<Items['movie_id']>;
  readonly movie_uuid: SelectType<Items['movie_uuid']>;
  readonly movie_name: SelectType<Items['movie_name']>;
  readonly price_at_order: SelectType<Items['price_at_order']>;
}

/** Orders with their items, in the items' order. */
export function ordersWithItems(db: Kysely<Schema>) {
  return db
    .selectFrom('orders')
    .innerJoin('order_items', 'order_items.order_id', 'orders.id')
    .select(['order_items.order_id', 'orders.user_id', 'orders.status as order_status'])
    .select(['orders.currency as order_currency', 'orders.created_at as order_created_at'])
    .select(['order_items.id as item_id', 'order_items.movie_id', 'order_items.movie_uuid', 'order_items.movie_name'])
    .select('order_items.price_at_order')
    .orderBy('order_items.id');
}

/**
 * What stands at the end of a statement that reads orders, so that they are locked until the transaction ends. The items
 * are locked as well: who waited for an order sees nothing newer of a row than its statement did, unless it locks it. An
 * SQLite transaction holds the whole database.
 */
export const ORDER_LOCKS = { sqlite: sql``, postgresql: sql`for update of orders, order_items` } as const;

/** Of orders that came from the database or went there: what their items cost there, by the items' ids. */
const storedPrices = new WeakMap<Order, ReadonlyMap<number, number>>();

/** The order, of which it is known from now on that it is stored like this. */
export function asStored(order: Order): Order {
  storedPrices.set(order, new Map(order.state.items.map(({ id, priceAtOrder }) => [id, priceAtOrder.minor])));
  return order;
}

/** Items that are not stored like this. Only their price can have changed, and mostly it has not. */
export function changedItems(order: Order): readonly OrderItemState[] {
  const stored = storedPrices.get(order);
  return order.state.items.filter(({ id, priceAtOrder }) => stored?.get(id) !== priceAtOrder.minor);
}

/** Undefined where there are no rows. */
export function orderFrom(rows: readonly OrderRow[]): Order | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const { order_id, user_id, order_status, order_currency, order_created_at } = first;
  const order = Order.restore({
    id: order_id,
    userId: user_id,
    status: order_status,
    createdAt: time(order_created_at),
    items: rows.map(({ item_id, movie_id, movie_uuid, movie_name, price_at_order }) => ({
      id: item_id,
      movie: { id: movie_id, uuid: movie_uuid, name: movie_name },
      priceAtOrder: Money.of(price_at_order, order_currency),
    })),
  });
  return asStored(order);
}
