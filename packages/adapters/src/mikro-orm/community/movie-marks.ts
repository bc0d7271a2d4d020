import type { SqlEntityManager } from '@mikro-orm/sql';
import type { MovieMarks } from '@online-cinema/application/ports';
import { type Kysely, sql } from 'kysely';
import { keepUsers } from '../accounts/keep-users.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { type CountedMarks, countMarks, lockCounts } from './movie-counts.ts';

/** Reactions or ratings, and the counts of their movies. */
export class MikroOrmMovieMarks<Value extends string | number> implements MovieMarks<Value> {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];
  readonly #marks: CountedMarks;

  constructor(em: SqlEntityManager, kind: Database['kind'], marks: CountedMarks) {
    this.#em = em;
    this.#kind = kind;
    this.#marks = marks;
  }

  async set({
    userId,
    movieId,
    value,
    now,
  }: {
    userId: number;
    movieId: number;
    value: Value;
    now: Date;
  }): Promise<void> {
    await keepUsers(this.#db, this.#kind, [userId]);
    await lockCounts(this.#db, this.#kind, movieId);
    const earlier = await this.#find(userId, movieId);
    if (earlier === value) return;
    if (earlier !== undefined) await countMarks(this.#db, this.#marks, { userId, movieId }, -1);
    await sql`
      insert into ${sql.table(this.#marks.table)} (user_id, movie_id, value, created_at)
      values (${userId}, ${movieId}, ${value}, ${now})
      on conflict (user_id, movie_id) do update set value = excluded.value, created_at = excluded.created_at
    `.execute(this.#db);
    await countMarks(this.#db, this.#marks, { userId, movieId }, 1);
  }

  async remove({ userId, movieId }: { userId: number; movieId: number }): Promise<void> {
    await lockCounts(this.#db, this.#kind, movieId);
    await countMarks(this.#db, this.#marks, { userId, movieId }, -1);
    await this.#db
      .deleteFrom(this.#marks.table)
      .where('user_id', '=', userId)
      .where('movie_id', '=', movieId)
      .execute();
  }

  async #find(userId: number, movieId: number): Promise<string | number | undefined> {
    const mark = await this.#db
      .selectFrom(this.#marks.table)
      .select('value')
      .where('user_id', '=', userId)
      .where('movie_id', '=', movieId)
      .executeTakeFirst();
    return mark?.value;
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }
}
