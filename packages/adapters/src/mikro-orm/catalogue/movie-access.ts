import type { MovieReference } from '@online-cinema/application/ports';
import type { Offer } from '@online-cinema/domain/ordering';
import type { Currency } from '@online-cinema/domain/shared';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isRowId, priceOf } from '../columns.ts';

/** Which of the `movies` is meant. */
export function isMovie(movie: MovieReference): RawBuilder<SqlBool> {
  if ('uuid' in movie) return sql`movies.uuid = ${movie.uuid.toLowerCase()}`;
  return isRowId(movie.id) ? sql`movies.id = ${movie.id}` : sql`1 = 0`;
}

/** Whether the user has bought the one of the `movies`. */
export function purchasedBy(userId: number | RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql`exists (select 1 from purchases where purchases.user_id = ${userId} and purchases.movie_id = movies.id)`;
}

/** The columns of `movies` that an offer is read from. */
export const OFFER_COLUMNS = ['movies.id', 'movies.uuid', 'movies.name', 'movies.price'] as const;

interface OfferRow {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly price: number | null;
}

export function offerOf({ id, uuid, name, price }: OfferRow, currency: Currency): Offer {
  return { movie: { id, uuid, name }, price: priceOf(price, currency) };
}

/**
 * What stands at the end of a statement that reads `movies`. With `changing`, they are locked until the transaction
 * ends; with `keeping`, nobody deletes them until then, and many may have that at once. An SQLite transaction holds the
 * whole database.
 */
export const MOVIE_LOCKS = {
  sqlite: { changing: sql``, keeping: sql`` },
  postgresql: { changing: sql`for update of movies`, keeping: sql`for key share of movies` },
} as const;
