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
import { PaymentNotFound, type PaymentStatus } from '@online-cinema/domain/payments';
import { type Actor, type Currency, Money } from '@online-cinema/domain/shared';
import type { Kysely } from 'kysely';
import { booksConditions, customerOf } from '../books-filter.ts';
import { isRowId, time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { offsetOf, TOTAL, withTotal } from '../paging.ts';
import { readSales } from './sales.ts';

const COLUMNS = ['id', 'order_id', 'amount', 'currency', 'status', 'created_at'] as const;

type PaymentColumns = Pick<Schema['payments'], 'order_id' | 'amount' | 'currency' | 'status' | 'created_at'> & {
  id: number;
};

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
        .select(['payments.id', 'order_id', 'amount', 'currency', 'status', 'payments.created_at'])
        .select(['payments.user_id', 'users.email'])
        .orderBy('payments.id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      const customers = new Map(rows.map((row) => [row.id, customerOf(row)]));
      const items = (await withItems(reader, rows)).map((payment) => ({
        ...payment,
        customer: customers.get(payment.id) ?? null,
      }));
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

  async unfinishedSessions(
    endedBefore: Date,
    limit: number,
  ): Promise<readonly { readonly externalId: string; readonly orderId: number }[]> {
    const rows = await this.#database.read((reader) =>
      reader
        .selectFrom('checkout_sessions')
        .select(['external_id', 'order_id'])
        .where('status', '=', 'open')
        .where('expires_at', '<=', endedBefore)
        .orderBy('expires_at')
        .orderBy('id')
        .limit(limit)
        .execute(),
    );
    return rows.flatMap(({ external_id, order_id }) =>
      external_id === null ? [] : [{ externalId: external_id, orderId: order_id }],
    );
  }
}

function onlyOne(payments: readonly PaymentView[]): PaymentView {
  const [payment] = payments;
  if (!payment) throw new PaymentNotFound();
  return payment;
}

async function withItems(reader: Kysely<Schema>, payments: readonly PaymentColumns[]): Promise<PaymentView[]> {
  if (payments.length === 0) return [];
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
  return payments.map(({ id, order_id, amount, currency, status, created_at }) => ({
    id,
    orderId: order_id,
    amount: Money.of(Number(amount), currency),
    status,
    createdAt: time(created_at),
    items: items
      .filter((item) => item.payment_id === id)
      .map((item) => ({
        movie: { id: item.movie_id, uuid: item.movie_uuid, name: item.movie_name },
        priceAtPayment: Money.of(item.price_at_payment, currency),
      })),
  }));
}
