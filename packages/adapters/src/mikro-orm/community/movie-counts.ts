import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';

/** Marks of users on movies, and what those of one movie come to in the columns of `movie_stats`. */
export interface CountedMarks {
  readonly table: 'movie_reactions' | 'movie_ratings';
  readonly sums: Readonly<Record<string, RawBuilder<unknown>>>;
}

export const REACTION_MARKS: CountedMarks = {
  table: 'movie_reactions',
  sums: {
    likes: sql`sum(case when value = 'like' then 1 else 0 end)`,
    dislikes: sql`sum(case when value = 'dislike' then 1 else 0 end)`,
  },
};

export const RATING_MARKS: CountedMarks = {
  table: 'movie_ratings',
  sums: { rating_count: sql`count(*)`, rating_sum: sql`sum(value)` },
};

/** Counts what the user set, on one movie or on all, or counts it no more by a `step` of -1. The counts are locked. */
export async function countMarks(
  db: Kysely<Schema>,
  { table, sums }: CountedMarks,
  { userId, movieId }: { readonly userId: number; readonly movieId?: number },
  step: 1 | -1,
): Promise<void> {
  const columns = Object.entries(sums);
  const changes = columns.map(
    ([name]) => sql`${sql.ref(name)} = movie_stats.${sql.ref(name)} + ${sql.lit(step)} * marks.${sql.ref(name)}`,
  );
  const sumsOfMovies = columns.map(([name, sum]) => sql`${sum} as ${sql.ref(name)}`);
  await sql`
    update movie_stats set ${sql.join(changes)}
    from (
      select movie_id, ${sql.join(sumsOfMovies)} from ${sql.table(table)}
      where user_id = ${userId} ${movieId === undefined ? sql`` : sql`and movie_id = ${movieId}`}
      group by movie_id
    ) as marks
    where marks.movie_id = movie_stats.movie_id`.execute(db);
}

/** Whoever counts what users think of the movie takes turns, until the transaction ends. */
export async function lockCounts(db: Kysely<Schema>, kind: Database['kind'], movieId: number): Promise<void> {
  await lock(db, kind, sql`${movieId}`);
}

/** Likewise for everything that counts the user, and in the order in which purchases are counted. */
export async function lockCountsOf(db: Kysely<Schema>, kind: Database['kind'], userId: number): Promise<void> {
  await lock(
    db,
    kind,
    sql`
      select movie_id from movie_reactions where user_id = ${userId}
      union select movie_id from movie_ratings where user_id = ${userId}
      union select movie_id from purchases where user_id = ${userId}`,
  );
}

async function lock(db: Kysely<Schema>, kind: Database['kind'], movieIds: RawBuilder<unknown>): Promise<void> {
  // An SQLite transaction holds the whole database.
  if (kind === 'sqlite') return;
  await sql`select 1 from movie_stats where movie_id in (${movieIds}) order by movie_id for update`.execute(db);
}
