import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { isMissingReference } from '../failures.ts';

/**
 * The id of the user's cart, made if there is none; its row is locked until the transaction ends.
 * @throws UserNotFoundOrInactive once the user is gone
 */
export async function lockCart(db: Kysely<Schema>, kind: Database['kind'], userId: number): Promise<number> {
  // Somebody else may make it at the same moment: then it is there, and locked, the second time.
  const id = (await makeOrLock(db, kind, userId)) ?? (await makeOrLock(db, kind, userId));
  if (id === undefined) throw new Error(`The cart of user ${userId} was not there twice`);
  return id;
}

async function makeOrLock(db: Kysely<Schema>, kind: Database['kind'], userId: number): Promise<number | undefined> {
  const statement =
    kind === 'sqlite'
      ? // The transaction holds the whole database.
        sql<{ id: number }>`
          insert into carts (user_id) values (${userId})
          on conflict (user_id) do update set user_id = excluded.user_id returning id`
      : // Not as above, where every time takes a number of the sequence.
        sql<{ id: number }>`
          with made as (
            insert into carts (user_id)
            select ${userId}::integer where not exists (select 1 from carts where user_id = ${userId})
            on conflict (user_id) do nothing returning id
          ), locked as (select id from carts where user_id = ${userId} for update)
          select id from made union all select id from locked`;
  const { rows } = await statement.execute(db).catch((error: unknown) => {
    throw isMissingReference(error) ? new UserNotFoundOrInactive() : error;
  });
  return rows[0]?.id;
}
