import type { CartView } from '@online-cinema/application/ports';
import { type Currency, Money } from '@online-cinema/domain/shared';
import type { Kysely } from 'kysely';
import { priceOf, time } from '../columns.ts';
import type { Schema } from '../entities.ts';

type Item = CartView['items'][number];
type Genre = Item['movie']['genres'][number];

/** The cart of a user, with id 0 if none was ever made, in one statement; undefined if there is no such user. */
export async function readCart(
  reader: Kysely<Schema>,
  userId: number,
  currency: Currency,
): Promise<CartView | undefined> {
  // A row for each genre of each film; one also where there is nothing.
  const rows = await reader
    .selectFrom('users')
    .leftJoin('carts', 'carts.user_id', 'users.id')
    .leftJoin('cart_items', 'cart_items.cart_id', 'carts.id')
    .leftJoin('movies', 'movies.id', 'cart_items.movie_id')
    .leftJoin('movies_genres', 'movies_genres.movie_id', 'movies.id')
    .leftJoin('genres', 'genres.id', 'movies_genres.genre_id')
    .select(['carts.id as cartId', 'cart_items.added_at', 'genres.id as genreId', 'genres.name as genre'])
    .select(['movies.id', 'movies.uuid', 'movies.name', 'movies.year', 'movies.price'])
    .where('users.id', '=', userId)
    .orderBy('cart_items.id')
    .orderBy('movies_genres.position')
    .execute();
  const [first] = rows;
  if (!first) return undefined;

  const items = new Map<number, Item & { readonly movie: { readonly genres: Genre[] } }>();
  for (const { id, uuid, name, year, price, added_at, genreId, genre } of rows) {
    if (id === null || uuid === null || name === null || year === null || added_at === null) continue;
    const item = items.get(id) ?? {
      movie: { id, uuid, name, year, price: priceOf(price, currency), genres: [] },
      addedAt: time(added_at),
    };
    if (genreId !== null && genre !== null) item.movie.genres.push({ id: genreId, name: genre });
    items.set(id, item);
  }
  const prices = [...items.values()].flatMap(({ movie }) => movie.price ?? []);
  return { id: first.cartId ?? 0, items: [...items.values()], total: Money.sum([Money.zero(currency), ...prices]) };
}
