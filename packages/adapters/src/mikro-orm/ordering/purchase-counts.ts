import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';

/** Raises how often films were bought, or lowers it by a `step` of -1, in the transaction in which that changes. */
export async function countPurchases(
  kysely: Kysely<Schema>,
  kind: Database['kind'],
  changed: readonly { readonly movie_id: number }[],
  step: 1 | -1,
): Promise<void> {
  if (changed.length === 0) return;
  const movieIds = sql.join(changed.map((row) => row.movie_id));
  // Locked in one order always, so that two that count the same films never wait for each other.
  await sql`
    update movie_stats set purchases = movie_stats.purchases + ${sql.lit(step)}
    from (
      select movie_id from movie_stats where movie_id in (${movieIds})
      order by movie_id ${kind === 'postgresql' ? sql`for update` : sql``}
    ) as counted
    where counted.movie_id = movie_stats.movie_id`.execute(kysely);
}

/** Takes back whatever the user bought, and counts it no more. */
export async function withdrawPurchasesOf(
  kysely: Kysely<Schema>,
  kind: Database['kind'],
  userId: number,
): Promise<void> {
  const withdrawn = await kysely.deleteFrom('purchases').where('user_id', '=', userId).returning('movie_id').execute();
  await countPurchases(kysely, kind, withdrawn, -1);
}
