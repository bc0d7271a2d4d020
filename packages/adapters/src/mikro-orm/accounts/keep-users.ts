import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';

/**
 * Nobody erases the users until the transaction ends. Who refers to a user waits here and not where the row is
 * written, so that an erasure, which wants those rows next, is not waited for while they are held.
 * @throws UserNotFoundOrInactive if one is gone
 */
export async function keepUsers(db: Kysely<Schema>, kind: Database['kind'], userIds: readonly number[]): Promise<void> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return;
  const kept = await db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .$if(kind === 'postgresql', (users) => users.forKeyShare())
    .execute();
  if (kept.length < ids.length) throw new UserNotFoundOrInactive();
}
