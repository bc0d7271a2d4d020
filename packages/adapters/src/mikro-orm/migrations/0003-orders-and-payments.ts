import { index, type Migration, reference } from './migration.ts';

/** Carts, orders, purchases; checkouts, payments, what the gateway told us; and the jobs of the embedded queue. */
export const ordersAndPayments: Migration = {
  name: '0003-orders-and-payments',

  up: ({ id, integer, bigint, time, string, unique }) => [
    `create table carts (
      id ${id},
      user_id ${integer} not null,
      ${reference('carts', 'user_id', 'users', 'cascade')}
    )`,
    unique('carts', 'user_id'),

    `create table cart_items (
      id ${id},
      cart_id ${integer} not null,
      movie_id ${integer} not null,
      added_at ${time} not null,
      ${reference('cart_items', 'cart_id', 'carts', 'cascade')},
      ${reference('cart_items', 'movie_id', 'movies')}
    )`,
    unique('cart_items', 'cart_id', 'movie_id'),
    index('cart_items', 'movie_id'),

    `create table orders (
      id ${id},
      user_id ${integer} null,
      status text check (status in ('pending', 'paid', 'cancelled')) not null,
      total_amount ${bigint} not null,
      currency ${string(3)} not null,
      created_at ${time} not null,
      ${reference('orders', 'user_id', 'users', 'set null')}
    )`,
    index('orders', 'user_id'),
    index('orders', 'status', 'created_at'),
    `create unique index orders_one_pending_a_user_unique on orders (user_id) where status = 'pending'`,

    `create table order_items (
      id ${id},
      order_id ${integer} not null,
      movie_id ${integer} null,
      movie_uuid ${string(36)} not null,
      movie_name ${string(255)} not null,
      price_at_order ${integer} not null,
      ${reference('order_items', 'order_id', 'orders', 'cascade')},
      ${reference('order_items', 'movie_id', 'movies', 'set null')}
    )`,
    index('order_items', 'order_id'),
    index('order_items', 'movie_id'),

    `create table purchases (
      id ${id},
      user_id ${integer} not null,
      movie_id ${integer} not null,
      purchased_at ${time} not null,
      ${reference('purchases', 'user_id', 'users', 'cascade')},
      ${reference('purchases', 'movie_id', 'movies')}
    )`,
    unique('purchases', 'user_id', 'movie_id'),
    index('purchases', 'movie_id'),

    `create table checkout_sessions (
      id ${id},
      order_id ${integer} not null,
      attempt ${integer} not null,
      amount ${bigint} not null,
      currency ${string(3)} not null,
      status text check (status in ('opening', 'open', 'completed', 'expired', 'abandoned')) not null,
      external_id ${string(255)} null,
      url text null,
      created_at ${time} not null,
      expires_at ${time} not null,
      ${reference('checkout_sessions', 'order_id', 'orders', 'cascade')}
    )`,
    unique('checkout_sessions', 'external_id'),
    unique('checkout_sessions', 'order_id', 'attempt'),
    index('checkout_sessions', 'status', 'expires_at'),
    `create unique index checkout_sessions_one_current_an_order_unique on checkout_sessions (order_id)
      where status in ('opening', 'open')`,

    `create table payments (
      id ${id},
      user_id ${integer} null,
      order_id ${integer} not null,
      amount ${bigint} not null,
      currency ${string(3)} not null,
      status text check (status in ('successful', 'refunded', 'cancelled')) not null,
      external_payment_id ${string(255)} not null,
      created_at ${time} not null,
      refunded_at ${time} null,
      ${reference('payments', 'user_id', 'users', 'set null')},
      ${reference('payments', 'order_id', 'orders')}
    )`,
    unique('payments', 'external_payment_id'),
    index('payments', 'user_id'),
    index('payments', 'order_id'),
    index('payments', 'created_at'),

    `create table payment_items (
      id ${id},
      payment_id ${integer} not null,
      order_item_id ${integer} not null,
      price_at_payment ${integer} not null,
      ${reference('payment_items', 'payment_id', 'payments', 'cascade')},
      ${reference('payment_items', 'order_item_id', 'order_items')}
    )`,
    index('payment_items', 'payment_id'),
    index('payment_items', 'order_item_id'),

    `create table webhook_events (
      id ${id},
      event_id ${string(255)} not null,
      type ${string(255)} not null,
      received_at ${time} not null
    )`,
    unique('webhook_events', 'event_id'),
    index('webhook_events', 'received_at'),

    `create table jobs (
      id ${id},
      "key" ${string(36)} not null,
      name ${string(255)} not null,
      data text not null,
      status text check (status in ('waiting', 'running', 'dead')) not null,
      run_at ${time} not null,
      attempts ${integer} not null,
      enqueued_at ${time} not null,
      last_error text null
    )`,
    unique('jobs', 'key'),
    index('jobs', 'status', 'run_at'),
  ],

  down: () => [
    'drop table jobs',
    'drop table webhook_events',
    'drop table payment_items',
    'drop table payments',
    'drop table checkout_sessions',
    'drop table purchases',
    'drop table order_items',
    'drop table orders',
    'drop table cart_items',
    'drop table carts',
  ],
};
