import type {
  BooksFilter,
  CartView,
  CustomerOrderView,
  OrderingQueries,
  OrderView,
  Page,
  PageRequest,
  PurchaseView,
} from '@online-cinema/application/ports';
import { UserNotFound } from '@online-cinema/domain/accounts';
import { OrderNotFound, type OrderStatus } from '@online-cinema/domain/ordering';
import { type Actor, type Currency, Money } from '@online-cinema/domain/shared';
import type { Kysely } from 'kysely';
import { booksConditions, customerOf } from '../books-filter.ts';
import { isRowId, time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { offsetOf, TOTAL, withTotal } from '../paging.ts';
import { readCart } from './cart-view.ts';
import { readOrderPayments } from './order-payments.ts';

type OrderColumns = Pick<Schema['orders'], 'status' | 'currency' | 'created_at'> & { id: number; total_amount: number };

export class MikroOrmOrderingQueries implements OrderingQueries {
  readonly #database: Database;
  readonly #currency: Currency;

  /** `currency`: the shop's, in which the catalogue's prices are. */
  constructor(database: Database, currency: Currency) {
    this.#database = database;
    this.#currency = currency;
  }

  async cart(actor: Actor): Promise<CartView> {
    const { userId } = actor;
    const cart = await this.#database.readPrepared((reader) => readCart(reader, userId, this.#currency));
    return cart ?? { id: 0, items: [], total: Money.zero(this.#currency) };
  }

  async cartOf(userId: number): Promise<CartView> {
    if (!isRowId(userId)) throw new UserNotFound();
    const cart = await this.#database.readPrepared((reader) => readCart(reader, userId, this.#currency));
    if (!cart) throw new UserNotFound();
    return cart;
  }

  async allOrders(filter: BooksFilter<OrderStatus>, page: PageRequest): Promise<Page<CustomerOrderView>> {
    return this.#database.read(async (reader) => {
      const matching = reader
        .selectFrom('orders')
        .leftJoin('users', 'users.id', 'orders.user_id')
        .where(({ and }) => and([...booksConditions('orders', filter)]));
      const rows = await matching
        .select(['orders.id', 'status', 'total_amount', 'currency', 'orders.created_at'])
        .select(['orders.user_id', 'users.email'])
        .orderBy('orders.id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      const customers = new Map(rows.map((row) => [row.id, customerOf(row)]));
      const paymentsOf = await readOrderPayments(reader, rows);
      const items = (await this.#withItems(reader, rows)).map((order) => ({
        ...order,
        customer: customers.get(order.id) ?? null,
        ...paymentsOf(order.id),
      }));
      return withTotal(items, page, () => matching.select(TOTAL).executeTakeFirstOrThrow());
    });
  }

  async orders(actor: Actor, page: PageRequest): Promise<Page<OrderView>> {
    const { userId } = actor;
    return this.#database.read(async (reader) => {
      const mine = reader.selectFrom('orders').where('user_id', '=', userId);
      const rows = await mine
        .select(['id', 'status', 'total_amount', 'currency', 'created_at'])
        .orderBy('id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      return withTotal(await this.#withItems(reader, rows), page, () => mine.select(TOTAL).executeTakeFirstOrThrow());
    });
  }

  async order(actor: Actor, id: number): Promise<OrderView> {
    const { userId } = actor;
    if (!isRowId(id)) throw new OrderNotFound();
    return this.#database.readPrepared(async (reader) => {
      const rows = await reader
        .selectFrom('orders')
        .select(['id', 'status', 'total_amount', 'currency', 'created_at'])
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .execute();
      const [order] = await this.#withItems(reader, rows);
      if (!order) throw new OrderNotFound();
      return order;
    });
  }

  async purchases(actor: Actor, page: PageRequest): Promise<Page<PurchaseView>> {
    const { userId } = actor;
    return this.#database.readPrepared(async (reader) => {
      const mine = reader.selectFrom('purchases').where('user_id', '=', userId);
      const rows = await mine
        .innerJoin('movies', 'movies.id', 'purchases.movie_id')
        .select(['movies.id', 'movies.uuid', 'movies.name', 'purchased_at'])
        .orderBy('purchases.id', 'desc')
        .limit(page.perPage)
        .offset(offsetOf(page))
        .execute();
      const items = rows.map(({ id, uuid, name, purchased_at }) => ({
        movie: { id, uuid, name },
        purchasedAt: time(purchased_at),
      }));
      return withTotal(items, page, () => mine.select(TOTAL).executeTakeFirstOrThrow());
    });
  }

  async pendingCurrencies(): Promise<readonly Currency[]> {
    const rows = await this.#database.read((reader) =>
      reader.selectFrom('orders').select('currency').distinct().where('status', '=', 'pending').execute(),
    );
    return rows.map(({ currency }) => currency);
  }

  async #withItems(reader: Kysely<Schema>, orders: readonly OrderColumns[]): Promise<OrderView[]> {
    if (orders.length === 0) return [];
    const items = await reader
      .selectFrom('order_items')
      .select(['order_id', 'movie_id', 'movie_uuid', 'movie_name', 'price_at_order'])
      .where(
        'order_id',
        'in',
        orders.map(({ id }) => id),
      )
      .orderBy('id')
      .execute();
    return orders.map(({ id, status, total_amount, currency, created_at }) => ({
      id,
      status,
      total: Money.of(Number(total_amount), currency),
      createdAt: time(created_at),
      items: items
        .filter((item) => item.order_id === id)
        .map((item) => ({
          movie: { id: item.movie_id, uuid: item.movie_uuid, name: item.movie_name },
          priceAtOrder: Money.of(item.price_at_order, currency),
        })),
    }));
  }
}
