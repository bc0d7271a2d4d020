import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PurchaseRepository } from '@online-cinema/application/ports';
import type { Purchase } from '@online-cinema/domain/ordering';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { FRESH } from '../row-access.ts';
import { countPurchases } from './purchase-counts.ts';
import { PurchaseRow } from './rows.ts';

export class MikroOrmPurchaseRepository implements PurchaseRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];

  constructor(em: SqlEntityManager, kind: Database['kind']) {
    this.#em = em;
    this.#kind = kind;
  }

  async grant(purchases: readonly Purchase[]): Promise<void> {
    if (purchases.length === 0) return;
    const kysely = this.#em.getKysely<Schema>();
    const granted = await kysely
      .insertInto('purchases')
      .values(
        purchases.map(({ userId, movieId, purchasedAt }) => ({
          user_id: userId,
          movie_id: movieId,
          purchased_at: purchasedAt,
        })),
      )
      .onConflict((conflict) => conflict.columns(['user_id', 'movie_id']).doNothing())
      .returning('movie_id')
      .execute();
    await countPurchases(kysely, this.#kind, granted, 1);
  }

  async withdraw(userId: number, movieIds: readonly number[]): Promise<void> {
    if (movieIds.length === 0) return;
    const kysely = this.#em.getKysely<Schema>();
    const withdrawn = await kysely
      .deleteFrom('purchases')
      .where('user_id', '=', userId)
      .where('movie_id', 'in', movieIds)
      .returning('movie_id')
      .execute();
    await countPurchases(kysely, this.#kind, withdrawn, -1);
  }

  async among(userId: number, movieIds: readonly number[]): Promise<readonly number[]> {
    const rows = await this.#em.find(PurchaseRow, { userId, movieId: { $in: [...movieIds] } }, FRESH);
    const purchased = rows.map((row) => row.movieId);
    return movieIds.filter((movieId) => purchased.includes(movieId));
  }
}
