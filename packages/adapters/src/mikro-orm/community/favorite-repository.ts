import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FavoriteRepository } from '@online-cinema/application/ports';
import type { Kysely } from 'kysely';
import { keepUsers } from '../accounts/keep-users.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';

export class MikroOrmFavoriteRepository implements FavoriteRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];

  constructor(em: SqlEntityManager, kind: Database['kind']) {
    this.#em = em;
    this.#kind = kind;
  }

  async add({ userId, movieId, now }: { userId: number; movieId: number; now: Date }): Promise<void> {
    await keepUsers(this.#db, this.#kind, [userId]);
    await this.#db
      .insertInto('favorite_movies')
      .values({ user_id: userId, movie_id: movieId, created_at: now })
      .onConflict((conflict) => conflict.columns(['user_id', 'movie_id']).doNothing())
      .execute();
  }

  async remove({ userId, movieId }: { userId: number; movieId: number }): Promise<void> {
    await this.#db
      .deleteFrom('favorite_movies')
      .where('user_id', '=', userId)
      .where('movie_id', '=', movieId)
      .execute();
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }
}
