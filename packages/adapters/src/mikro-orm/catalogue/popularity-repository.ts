import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PopularityRepository, PopularMovie } from '@online-cinema/application/ports';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { chunksOf } from './chunks.ts';

/**
 * How popular movies are, beside what they are counted for. It decides about the order of lists alone, never about
 * what is on them, so the catalogue's version stays.
 */
export class MikroOrmPopularityRepository implements PopularityRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];

  constructor(em: SqlEntityManager, kind: Database['kind']) {
    this.#em = em;
    this.#kind = kind;
  }

  async findAfter(afterId: number, limit: number): Promise<readonly PopularMovie[]> {
    const rows = await this.#db
      .selectFrom('movie_stats')
      .innerJoin('movies', 'movies.id', 'movie_stats.movie_id')
      .selectAll('movie_stats')
      .select(['movies.date', 'movies.year'])
      .where('movie_id', '>', afterId)
      .where(({ eb, or }) =>
        or([
          eb('purchases', '>', 0),
          eb('likes', '>', 0),
          eb('dislikes', '>', 0),
          eb('rating_count', '>', 0),
          eb('popularity', '!=', 0),
        ]),
      )
      .orderBy('movie_id')
      .limit(limit)
      .execute();
    return rows.map(({ movie_id, date, year, purchases, likes, dislikes, rating_count, rating_sum, popularity }) => ({
      movieId: movie_id,
      date,
      year,
      interest: { purchases, likes, dislikes, ratingCount: rating_count, ratingSum: rating_sum },
      popularity,
    }));
  }

  async save(popularities: readonly { readonly movieId: number; readonly popularity: number }[]): Promise<void> {
    // In the order in which purchases are counted, so that the two never wait for each other in a ring.
    const locking = this.#kind === 'postgresql' ? sql`order by movie_id for update` : sql``;
    for (const some of chunksOf(popularities)) {
      const rows = some.map(
        ({ movieId, popularity }) => sql`(cast(${movieId} as integer), cast(${popularity} as double precision))`,
      );
      const ids = some.map(({ movieId }) => movieId);
      // Both databases call the columns of `values` column1 and column2.
      await sql`
        with counted as (select movie_id from movie_stats where movie_id in (${sql.join(ids)}) ${locking})
        update movie_stats set popularity = recomputed.column2
        from counted join (values ${sql.join(rows)}) as recomputed on recomputed.column1 = counted.movie_id
        where movie_stats.movie_id = counted.movie_id`.execute(this.#db);
    }
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }
}
