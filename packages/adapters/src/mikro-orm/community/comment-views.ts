import type { CommentView } from '@online-cinema/application/ports';
import type { Actor } from '@online-cinema/domain/shared';
import { type Kysely, type SqlBool, sql } from 'kysely';
import { time } from '../columns.ts';
import type { Schema } from '../entities.ts';
import { TOTAL } from '../paging.ts';
import { namedUser } from './named-user.ts';

/** Comments and replies with their authors' names and what the actor needs to know of their likes. */
export function commentRows(reader: Kysely<Schema>, actor: Actor) {
  return reader
    .selectFrom('comments')
    .leftJoin('user_profiles', 'user_profiles.user_id', 'comments.user_id')
    .select(['comments.id', 'comments.parent_id', 'comments.user_id', 'comments.text'])
    .select(['comments.created_at', 'comments.updated_at', 'first_name', 'last_name'])
    .select((comment) => [
      comment
        .selectFrom('comment_likes')
        .select(TOTAL)
        .whereRef('comment_likes.comment_id', '=', 'comments.id')
        .as('likes'),
      likedBy(actor).as('liked'),
    ]);
}

function likedBy(actor: Actor) {
  if (!actor.isSignedIn) return sql<SqlBool | null>`null`;
  return sql<SqlBool | null>`exists (
    select 1 from comment_likes where comment_likes.comment_id = comments.id and comment_likes.user_id = ${actor.userId}
  )`;
}

type CommentRows = Awaited<ReturnType<ReturnType<typeof commentRows>['execute']>>;

/** The comments, each with those of the replies that belong to it, all in the order in which they come. */
export function commentViews(comments: CommentRows, replies: CommentRows): CommentView[] {
  const repliesOf = Map.groupBy(replies, ({ parent_id }) => parent_id);
  return comments.map((row) => ({ ...view(row), replies: (repliesOf.get(row.id) ?? []).map(view) }));
}

function view(row: CommentRows[number]): CommentView {
  const { id, user_id, text, likes, liked, created_at, updated_at } = row;
  return {
    id,
    author: user_id === null ? null : namedUser(user_id, row),
    text,
    likes: Number(likes),
    liked: liked === null ? null : Boolean(liked),
    createdAt: time(created_at),
    updatedAt: time(updated_at),
    replies: [],
  };
}
