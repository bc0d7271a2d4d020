import type { Kysely } from 'kysely';
import type { Schema } from '../entities.ts';

/** Raises how often films were bought, or lowers it by a `step` of -1, in the transaction in which that changes. */
export async function countPurchases(
  kysely: Kysely<Schema>,
  changed: readonly { readonly movie_id: number }[],
  step: 1 | -1,
): Promise<void> {
  // In one order always, so that two that count the same films never wait for each other.
  for (const movieId of changed.map((row) => row.movie_id).sort((one, other) => one - other)) {
    await kysely
      .updateTable('movie_stats')
      .set(({ eb }) => ({ purchases: eb('purchases', '+', step) }))
      .where('movie_id', '=', movieId)
      .execute();
  }
}

/** Takes back whatever the user bought, and counts it no more. */
export async function withdrawPurchasesOf(kysely: Kysely<Schema>, userId: number): Promise<void> {
  const withdrawn = await kysely.deleteFrom('purchases').where('user_id', '=', userId).returning('movie_id').execute();
  await countPurchases(kysely, withdrawn, -1);
}
