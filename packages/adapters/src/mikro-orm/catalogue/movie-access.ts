import type { MovieReference } from '@online-cinema/application/ports';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isRowId } from '../columns.ts';

/** Which of the `movies` is meant. */
export function isMovie(movie: MovieReference): RawBuilder<SqlBool> {
  if ('uuid' in movie) return sql`movies.uuid = ${movie.uuid.toLowerCase()}`;
  return isRowId(movie.id) ? sql`movies.id = ${movie.id}` : sql`1 = 0`;
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
