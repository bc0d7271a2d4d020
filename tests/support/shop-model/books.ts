import { InMemoryUnitOfWork } from '@online-cinema/adapters/in-memory';
import type { JobName } from '@online-cinema/application/ports';
import type { OrderStatus } from '@online-cinema/domain/ordering';
import type { CheckoutSessionStatus, PaymentStatus, RefundStatus } from '@online-cinema/domain/payments';
import type { DatabaseStore, Store } from '../database.ts';

/** Everything that a store says of the shop; money in minor units. */
export interface Books {
  readonly users: readonly number[];
  readonly orders: readonly BookedOrder[];
  readonly payments: readonly BookedPayment[];
  readonly sessions: readonly BookedSession[];
  readonly refunds: readonly { readonly paymentId: number; readonly attempt: number; readonly status: RefundStatus }[];
  readonly purchases: readonly { readonly userId: number; readonly movieId: number }[];
  readonly cartItems: readonly { readonly userId: number; readonly movieId: number }[];
  readonly jobs: readonly BookedJob[];
  /** How often each film was bought, as it is counted; undefined where nobody counts. */
  readonly counted: readonly { readonly movieId: number; readonly purchases: number }[] | undefined;
}

export interface BookedOrder {
  readonly id: number;
  readonly userId: number | null;
  readonly status: OrderStatus;
  readonly total: number;
  readonly items: readonly { readonly id: number; readonly movieId: number | null; readonly price: number }[];
}

export interface BookedPayment {
  readonly id: number;
  readonly userId: number | null;
  readonly orderId: number;
  readonly amount: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly externalPaymentId: string;
  readonly isGivenBack: boolean;
  readonly items: readonly { readonly orderItemId: number; readonly price: number }[];
}

export interface BookedSession {
  readonly orderId: number;
  readonly attempt: number;
  readonly status: CheckoutSessionStatus;
  readonly externalId: string | null;
}

export interface BookedJob {
  readonly key: string;
  readonly name: JobName;
  readonly paymentId: number;
  readonly enqueuedAt: Date;
}

export async function readBooks(store: Store): Promise<Books> {
  if (store.unitOfWork instanceof InMemoryUnitOfWork) return booksInMemory(store.unitOfWork);
  if (isDatabaseStore(store)) return booksOn(store);
  throw new Error('Nobody knows how to read these books');
}

function isDatabaseStore(store: Store): store is DatabaseStore {
  return 'database' in store;
}

function booksInMemory({ tables }: InMemoryUnitOfWork): Books {
  return {
    users: tables.users.all().map(({ id }) => id),
    orders: tables.orders.all().map(({ id, userId, status, items }) => ({
      id,
      userId,
      status,
      total: items.reduce((sum, { priceAtOrder }) => sum + priceAtOrder.minor, 0),
      items: items.map((item) => ({ id: item.id, movieId: item.movie.id, price: item.priceAtOrder.minor })),
    })),
    payments: tables.payments.all().map(({ amount, refundedAt, items, ...payment }) => ({
      ...payment,
      amount: amount.minor,
      currency: amount.currency,
      isGivenBack: refundedAt !== null,
      items: items.map(({ orderItemId, priceAtPayment }) => ({ orderItemId, price: priceAtPayment.minor })),
    })),
    sessions: tables.checkoutSessions.all(),
    refunds: tables.refunds.all(),
    purchases: tables.purchases.all(),
    cartItems: tables.carts.all().flatMap(({ userId, items }) => items.map(({ movieId }) => ({ userId, movieId }))),
    jobs: tables.jobs.all().flatMap(({ id, name, data, enqueuedAt }) => {
      return 'paymentId' in data ? [{ key: id, name, paymentId: data.paymentId, enqueuedAt }] : [];
    }),
    counted: undefined,
  };
}

async function booksOn({ database: { writer } }: DatabaseStore): Promise<Books> {
  const users = await writer.selectFrom('users').select('id').orderBy('id').execute();
  const orders = await writer.selectFrom('orders').selectAll().orderBy('id').execute();
  const orderItems = await writer.selectFrom('order_items').selectAll().orderBy('id').execute();
  const payments = await writer.selectFrom('payments').selectAll().orderBy('id').execute();
  const paymentItems = await writer.selectFrom('payment_items').selectAll().orderBy('id').execute();
  const sessions = await writer.selectFrom('checkout_sessions').selectAll().orderBy('id').execute();
  const refunds = await writer.selectFrom('refunds').selectAll().orderBy('id').execute();
  const purchases = await writer.selectFrom('purchases').selectAll().orderBy('id').execute();
  const cartItems = await writer
    .selectFrom('cart_items')
    .innerJoin('carts', 'carts.id', 'cart_items.cart_id')
    .select(['user_id', 'movie_id'])
    .orderBy('cart_items.id')
    .execute();
  const jobs = await writer.selectFrom('jobs').selectAll().orderBy('id').execute();
  const stats = await writer.selectFrom('movie_stats').select(['movie_id', 'purchases']).orderBy('movie_id').execute();

  return {
    users: users.map(({ id }) => id),
    orders: orders.map(({ id, user_id, status, total_amount }) => ({
      id,
      userId: user_id,
      status,
      total: Number(total_amount),
      items: orderItems
        .filter((item) => item.order_id === id)
        .map((item) => ({ id: item.id, movieId: item.movie_id, price: item.price_at_order })),
    })),
    payments: payments.map((row) => ({
      id: row.id,
      userId: row.user_id,
      orderId: row.order_id,
      amount: Number(row.amount),
      currency: row.currency,
      status: row.status,
      externalPaymentId: row.external_payment_id,
      isGivenBack: row.refunded_at !== null,
      items: paymentItems
        .filter((item) => item.payment_id === row.id)
        .map((item) => ({ orderItemId: item.order_item_id, price: item.price_at_payment })),
    })),
    sessions: sessions.map((row) => ({
      orderId: row.order_id,
      attempt: row.attempt,
      status: row.status,
      externalId: row.external_id,
    })),
    refunds: refunds.map(({ payment_id, attempt, status }) => ({ paymentId: payment_id, attempt, status })),
    purchases: purchases.map(({ user_id, movie_id }) => ({ userId: user_id, movieId: movie_id })),
    cartItems: cartItems.map(({ user_id, movie_id }) => ({ userId: user_id, movieId: movie_id })),
    jobs: jobs.flatMap(({ key, name, data, enqueued_at }) => jobFrom(key, name, data, enqueued_at)),
    counted: stats.map(({ movie_id, purchases: count }) => ({ movieId: movie_id, purchases: Number(count) })),
  };
}

const NAMES: readonly JobName[] = ['mail-receipt', 'mail-order-refunded', 'give-back-payment'];

function jobFrom(key: string, name: string, data: string, enqueuedAt: Date): BookedJob[] {
  const { paymentId }: { paymentId?: number } = JSON.parse(data);
  const known = NAMES.find((one) => one === name);
  return known && paymentId !== undefined ? [{ key, name: known, paymentId, enqueuedAt: new Date(enqueuedAt) }] : [];
}
