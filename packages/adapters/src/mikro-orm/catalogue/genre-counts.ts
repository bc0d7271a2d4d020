import { type Kysely, sql } from 'kysely';
import type { Schema } from '../entities.ts';

/** Raises how many films genres have, once for each time a genre is named, or lowers it by a `step` of -1. */
export async function countGenres(db: Kysely<Schema>, genreIds: readonly number[], step: 1 | -1): Promise<void> {
  const counts = new Map<number, number>();
  for (const id of genreIds) counts.set(id, (counts.get(id) ?? 0) + step);
  if (counts.size === 0) return;
  await db
    .insertInto('genre_stats')
    .values([...counts].map(([genreId, movies]) => ({ genre_id: genreId, movies })))
    .onConflict((conflict) =>
      conflict.column('genre_id').doUpdateSet({ movies: sql`genre_stats.movies + excluded.movies` }),
    )
    .execute();
}
