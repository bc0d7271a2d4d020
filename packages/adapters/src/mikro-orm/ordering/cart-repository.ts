import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CartForAdding, CartRepository, MovieReference } from '@online-cinema/application/ports';
import { Cart, type CartItem } from '@online-cinema/domain/ordering';
import type { Currency } from '@online-cinema/domain/shared';
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { isMovie, MOVIE_LOCKS, OFFER_COLUMNS, offerOf, purchasedBy } from '../catalogue/movie-access.ts';
import { time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { lockCart } from './cart-lock.ts';

/** Locks a cart before it reads what is in it: of one it has to wait for, it shall see what the other did. */
export class MikroOrmCartRepository implements CartRepository {
  readonly #em: SqlEntityManager;
  readonly #settings: { readonly kind: Database['kind']; readonly currency: Currency };
  /** By the id of the cart: the movies that are in it, of carts that were read here. */
  readonly #stored = new Map<number, readonly number[]>();

  constructor(em: SqlEntityManager, settings: { kind: Database['kind']; currency: Currency }) {
    this.#em = em;
    this.#settings = settings;
  }

  async findForUpdate(userId: number): Promise<Cart> {
    const id = await lockCart(this.#db, this.#settings.kind, userId);
    const rows = await this.#db
      .selectFrom('cart_items')
      .select(['movie_id', 'added_at'])
      .where('cart_id', '=', id)
      .orderBy('id')
      .execute();
    return this.#known({ id, userId }, rows.map(cartItem));
  }

  async findForAdding(userId: number, movie: MovieReference): Promise<CartForAdding | undefined> {
    const { kind, currency } = this.#settings;
    const id = await lockCart(this.#db, kind, userId);
    const rows = await this.#db
      .selectFrom('movies')
      .leftJoin('cart_items', (join) => join.on('cart_items.cart_id', '=', id))
      .select(OFFER_COLUMNS)
      .select(['cart_items.movie_id', 'cart_items.added_at'])
      .select(({ exists, selectFrom }) => [
        purchasedBy(userId).as('purchased'),
        exists(
          selectFrom('order_items')
            .innerJoin('orders', 'orders.id', 'order_items.order_id')
            .select('order_items.id')
            .where('orders.user_id', '=', userId)
            .where('orders.status', '=', 'pending')
            .whereRef('order_items.movie_id', '=', 'movies.id'),
        ).as('pending'),
      ])
      .where(isMovie(movie))
      .orderBy('cart_items.id')
      .modifyEnd(MOVIE_LOCKS[kind].keeping)
      .execute();
    const [first] = rows;
    if (!first) return undefined;
    const items = rows.flatMap(({ movie_id, added_at }) =>
      movie_id === null || added_at === null ? [] : [cartItem({ movie_id, added_at })],
    );
    return {
      cart: this.#known({ id, userId }, items),
      offer: offerOf(first, currency),
      holdings: { purchased: Boolean(first.purchased), inPendingOrder: Boolean(first.pending) },
    };
  }

  async take(userId: number): Promise<Cart> {
    const { kind } = this.#settings;
    const cart = this.#db
      .selectFrom('carts')
      .select('id')
      .where('user_id', '=', userId)
      .$if(kind === 'postgresql', (rows) => rows.forUpdate());
    const [first, ...others] = await this.#takeFrom(cart);
    if (first) return Cart.restore({ id: first.cart_id, userId, items: [first, ...others].map(cartItem) });
    // Empty, or never made; or somebody filled it while this waited for the lock, which the statement does not see.
    const id = await lockCart(this.#db, kind, userId);
    return Cart.restore({ id, userId, items: (await this.#takeFrom(sql`${id}`)).map(cartItem) });
  }

  async save({ state, movieIds }: Cart): Promise<void> {
    const { id, items } = state;
    const stored = this.#stored.get(id) ?? (await this.#movieIdsIn(id));
    const removed = stored.filter((movieId) => !movieIds.includes(movieId));
    const added = items.filter(({ movieId }) => !stored.includes(movieId));
    if (removed.length > 0) {
      await this.#db.deleteFrom('cart_items').where('cart_id', '=', id).where('movie_id', 'in', removed).execute();
    }
    if (added.length > 0) {
      const rows = added.map(({ movieId, addedAt }) => ({ cart_id: id, movie_id: movieId, added_at: addedAt }));
      await this.#db.insertInto('cart_items').values(rows).execute();
    }
    this.#stored.set(id, movieIds);
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }

  async #takeFrom(cartId: Expression<unknown>) {
    const taken = await this.#db
      .deleteFrom('cart_items')
      .where(sql<SqlBool>`cart_id = (${cartId})`)
      .returning(['id', 'cart_id', 'movie_id', 'added_at'])
      .execute();
    return taken.sort((one, other) => one.id - other.id);
  }

  #known({ id, userId }: { id: number; userId: number }, items: readonly CartItem[]): Cart {
    const cart = Cart.restore({ id, userId, items });
    this.#stored.set(id, cart.movieIds);
    return cart;
  }

  async #movieIdsIn(cartId: number): Promise<readonly number[]> {
    const rows = await this.#db.selectFrom('cart_items').select('movie_id').where('cart_id', '=', cartId).execute();
    return rows.map((row) => row.movie_id);
  }
}

function cartItem({ movie_id, added_at }: { movie_id: number; added_at: Date }): CartItem {
  return { movieId: movie_id, addedAt: time(added_at) };
}
