import type { Kysely } from 'kysely';
import type { Schema } from '../entities.ts';

/**
 * Locks a comment with the one that it replies to and all its replies, on PostgreSQL: whoever writes in a thread holds
 * the row of the comment that it began with. The movie and the authors come first, as they do for those who delete a
 * movie or erase a user and want the comments next; what is written here refers to them.
 */
export async function lockThreadOf(db: Kysely<Schema>, id: number): Promise<void> {
  const comment = await db
    .selectFrom('comments')
    .leftJoin('comments as parent', 'parent.id', 'comments.parent_id')
    .select(['comments.movie_id', 'comments.parent_id', 'comments.user_id', 'parent.user_id as parent_user_id'])
    .where('comments.id', '=', id)
    .executeTakeFirst();
  // What is gone has nothing to lock; what goes at this moment is not found afterwards.
  if (!comment) return;
  const authors = [comment.user_id, comment.parent_user_id].filter((author) => author !== null);

  await db.selectFrom('movies').select('id').where('id', '=', comment.movie_id).forKeyShare().execute();
  if (authors.length > 0) {
    await db.selectFrom('users').select('id').where('id', 'in', authors).orderBy('id').forKeyShare().execute();
  }
  await db
    .selectFrom('comments')
    .select('id')
    .where('id', '=', comment.parent_id ?? id)
    .forUpdate()
    .execute();
}
