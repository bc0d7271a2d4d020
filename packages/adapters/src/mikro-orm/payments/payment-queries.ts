import type {
  BooksFilter,
  CustomerPaymentView,
  Page,
  PageRequest,
  PaymentQueries,
  PaymentView,
  ReceiptView,
  SalesPeriod,
  SalesView,
} from '@online-cinema/application/ports';
import { givingBack, PaymentNotFound, type PaymentStatus } from '@online-cinema/domain/payments';
import { type Actor, type Currency, Money } from '@online-cinema/domain/shared';
import type { Kysely } from 'kysely';
import { booksConditions, customerOf } from '../books-filter.ts';
import { isRowId, time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { offsetOf, TOTAL, withTotal } from '../paging.ts';
import { readSales } from './sales.ts';

const COLUMNS = ['id', 'order_id', 'amount', 'currency', 'status', 'created_at', 'refunded_at'] as const;

type PaymentColumns = Pick<Schema['payments'], Exclude<(typeof COLUMNS)[number], 'id'>> & { id: number };

export class MikroOrmPaymentQueries implements PaymentQueries {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async payments(actor: Actor, page: PageRequest): Promise<Page<PaymentView>> {
    const { userId } = actor;
    return this.#database.read(async (reader) => {
      const mine = reader.selectFrom('payments').where('user_id', '=', userId);
      const rows = await mine
        .select(COLUMNS)
        .orderBy('id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      return withTotal(await withItems(reader, rows), page, () => mine.select(TOTAL).executeTakeFirstOrThrow());
    });
  }

  async payment(actor: Actor, id: number): Promise<PaymentView> {
    const { userId } = actor;
    if (!isRowId(id)) throw new PaymentNotFound();
    return this.#database.read(async (reader) => {
      const payments = reader.selectFrom('payments').select(COLUMNS);
      const rows = await payments.where('id', '=', id).where('user_id', '=', userId).execute();
      return onlyOne(await withItems(reader, rows));
    });
  }

  async allPayments(filter: BooksFilter<PaymentStatus>, page: PageRequest): Promise<Page<CustomerPaymentView>> {
    return this.#database.read(async (reader) => {
      const matching = reader
        .selectFrom('payments')
        .leftJoin('users', 'users.id', 'payments.user_id')
        .where(({ and }) => and([...booksConditions('payments', filter)]));
      const rows = await matching
        .innerJoin('orders', 'orders.id', 'payments.order_id')
        .select(['payments.id', 'order_id', 'amount', 'payments.currency', 'payments.status', 'payments.created_at'])
        .select(['refunded_at', 'external_payment_id', 'orders.status as order_status'])
        .select(['payments.user_id', 'users.email'])
        .select(({ selectFrom }) =>
          selectFrom('refunds')
            .select('refunds.status')
            .whereRef('payment_id', '=', 'payments.id')
            .orderBy('attempt', 'desc')
            .limit(1)
            .as('last_refund'),
        )
        .orderBy('payments.id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      const itemsOf = await readItems(reader, rows);
      const items = rows.map((row) => {
        const view = viewOf(row, itemsOf(row.id));
        const { order_status: orderStatus, external_payment_id: externalPaymentId, last_refund } = row;
        const refund = givingBack(view, last_refund);
        return { ...view, customer: customerOf(row), orderStatus, externalPaymentId, refund };
      });
      return withTotal(items, page, () => matching.select(TOTAL).executeTakeFirstOrThrow());
    });
  }

  async sales(period: SalesPeriod, currency: Currency): Promise<SalesView> {
    const { kind } = this.#database;
    return this.#database.read((reader) => readSales(reader, kind, { period, currency }));
  }

  async receipt(paymentId: number): Promise<ReceiptView> {
    if (!isRowId(paymentId)) throw new PaymentNotFound();
    return this.#database.read(async (reader) => {
      const rows = await reader.selectFrom('payments').select(COLUMNS).where('id', '=', paymentId).execute();
      const payment = onlyOne(await withItems(reader, rows));
      const user = await reader
        .selectFrom('payments')
        .innerJoin('users', 'users.id', 'payments.user_id')
        .select('users.email')
        .where('payments.id', '=', paymentId)
        .executeTakeFirst();
      return { email: user?.email ?? null, payment };
    });
  }
}

function onlyOne(payments: readonly PaymentView[]): PaymentView {
  const [payment] = payments;
  if (!payment) throw new PaymentNotFound();
  return payment;
}

async function withItems(reader: Kysely<Schema>, payments: readonly PaymentColumns[]): Promise<PaymentView[]> {
  const itemsOf = await readItems(reader, payments);
  return payments.map((payment) => viewOf(payment, itemsOf(payment.id)));
}

type ItemColumns = Pick<Schema['order_items'], 'movie_id' | 'movie_uuid' | 'movie_name'> &
  Pick<Schema['payment_items'], 'price_at_payment'>;

/** What each of the payments bought, by its id. */
async function readItems(
  reader: Kysely<Schema>,
  payments: readonly { readonly id: number }[],
): Promise<(paymentId: number) => readonly ItemColumns[]> {
  if (payments.length === 0) return () => [];
  const items = await reader
    .selectFrom('payment_items')
    .innerJoin('order_items', 'order_items.id', 'payment_items.order_item_id')
    .select(['payment_id', 'movie_id', 'movie_uuid', 'movie_name', 'price_at_payment'])
    .where(
      'payment_id',
      'in',
      payments.map(({ id }) => id),
    )
    .orderBy('payment_items.id')
    .execute();
  const byPayment = Map.groupBy(items, ({ payment_id }) => payment_id);
  return (paymentId) => byPayment.get(paymentId) ?? [];
}

function viewOf(payment: PaymentColumns, items: readonly ItemColumns[]): PaymentView {
  const { id, order_id, amount, currency, status, created_at, refunded_at } = payment;
  return {
    id,
    orderId: order_id,
    amount: Money.of(Number(amount), currency),
    status,
    createdAt: time(created_at),
    refundedAt: time(refunded_at),
    items: items.map((item) => ({
      movie: { id: item.movie_id, uuid: item.movie_uuid, name: item.movie_name },
      priceAtPayment: Money.of(item.price_at_payment, currency),
    })),
  };
}
