import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { countMarks, RATING_MARKS, REACTION_MARKS } from './movie-counts.ts';

/**
 * Takes back what a user who goes left on movies, as far as it does not go with their row by itself: movies count it no
 * more, and of their comments the places stay that others replied to. The user and the counts are locked.
 */
export async function withdrawContributionsOf(
  db: Kysely<Schema>,
  kind: Database['kind'],
  userId: number,
): Promise<void> {
  await countMarks(db, REACTION_MARKS, { userId }, -1);
  await countMarks(db, RATING_MARKS, { userId }, -1);
  if (kind === 'postgresql') await lockThreadsWith(db, userId);
  await deletePlacesKeptFor(db, userId);
  await deleteRepliesOf(db, userId);
  await deleteUnansweredOf(db, userId);
  await makeRestAnonymous(db, userId);
}

/** In the order of their ids, so that two who go at the same moment do not wait for each other in a ring. */
async function lockThreadsWith(db: Kysely<Schema>, userId: number): Promise<void> {
  await sql`
    select 1 from comments
    where id in (select coalesce(parent_id, id) from comments where user_id = ${userId})
    order by id for update`.execute(db);
}

/** Deleted comments under which nobody else replied, together with those replies. */
async function deletePlacesKeptFor(db: Kysely<Schema>, userId: number): Promise<void> {
  await sql`
    delete from comments
    where text is null
    and id in (select parent_id from comments where user_id = ${userId})
    and not exists (
      select 1 from comments as reply where reply.parent_id = comments.id and reply.user_id <> ${userId}
    )`.execute(db);
}

async function deleteRepliesOf(db: Kysely<Schema>, userId: number): Promise<void> {
  await db.deleteFrom('comments').where('user_id', '=', userId).where('parent_id', 'is not', null).execute();
}

async function deleteUnansweredOf(db: Kysely<Schema>, userId: number): Promise<void> {
  await sql`
    delete from comments
    where user_id = ${userId}
    and not exists (select 1 from comments as reply where reply.parent_id = comments.id)`.execute(db);
}

async function makeRestAnonymous(db: Kysely<Schema>, userId: number): Promise<void> {
  const theirs = db.selectFrom('comments').select('id').where('user_id', '=', userId);
  await db.deleteFrom('comment_likes').where('comment_id', 'in', theirs).execute();
  await db.deleteFrom('notifications').where('comment_id', 'in', theirs).execute();
  await db.updateTable('comments').set({ user_id: null, text: null }).where('user_id', '=', userId).execute();
}
