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
    return this.#database.read(async (reader) => {
      const cart = await reader.selectFrom('carts').select('id').where('user_id', '=', userId).executeTakeFirst();
      return this.#cart(reader, cart?.id ?? null);
    });
  }

  async cartOf(userId: number): Promise<CartView> {
    if (!isRowId(userId)) throw new UserNotFound();
    return this.#database.read(async (reader) => {
      const user = await reader
        .selectFrom('users')
        .leftJoin('carts', 'carts.user_id', 'users.id')
        .select('carts.id as cartId')
        .where('users.id', '=', userId)
        .executeTakeFirst();
      if (!user) throw new UserNotFound();
      return this.#cart(reader, user.cartId);
    });
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
      const items = (await this.#withItems(reader, rows)).map((order) => ({
        ...order,
        customer: customers.get(order.id) ?? null,
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
    return this.#database.read(async (reader) => {
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
    return this.#database.read(async (reader) => {
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

  /** Of a cart that was never made there is nothing to tell. */
  async #cart(reader: Kysely<Schema>, id: number | null): Promise<CartView> {
    const items = id === null ? [] : await this.#cartItems(reader, id);
    const prices = items.flatMap(({ movie }) => movie.price ?? []);
    return { id: id ?? 0, items, total: Money.sum([Money.zero(this.#currency), ...prices]) };
  }

  async #cartItems(reader: Kysely<Schema>, cartId: number): Promise<CartView['items']> {
    const rows = await reader
      .selectFrom('cart_items')
      .innerJoin('movies', 'movies.id', 'cart_items.movie_id')
      .select(['movies.id', 'movies.uuid', 'movies.name', 'movies.year', 'movies.price', 'cart_items.added_at'])
      .where('cart_items.cart_id', '=', cartId)
      .orderBy('cart_items.id')
      .execute();
    const genres = await reader
      .selectFrom('cart_items')
      .innerJoin('movies_genres', 'movies_genres.movie_id', 'cart_items.movie_id')
      .innerJoin('genres', 'genres.id', 'movies_genres.genre_id')
      .select(['movies_genres.movie_id', 'genres.id', 'genres.name'])
      .where('cart_items.cart_id', '=', cartId)
      .orderBy('movies_genres.position')
      .execute();
    return rows.map(({ id, uuid, name, year, price, added_at }) => ({
      movie: {
        id,
        uuid,
        name,
        year,
        price: price === null ? null : Money.of(price, this.#currency),
        genres: genres.filter((genre) => genre.movie_id === id).map((genre) => ({ id: genre.id, name: genre.name })),
      },
      addedAt: time(added_at),
    }));
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
