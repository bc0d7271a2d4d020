import { Comment, type CommentDraft, type NotificationDraft } from '@online-cinema/domain/community';
import type { Selectable } from 'kysely';
import { time } from '../columns.ts';
import type { Schema } from '../entities.ts';

export function toComment(row: Selectable<Schema['comments']>): Comment {
  return Comment.restore({
    id: row.id,
    movieId: row.movie_id,
    parentId: row.parent_id,
    authorId: row.user_id,
    text: row.text,
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
  });
}

export function fromComment({ movieId, parentId, authorId, text, createdAt, updatedAt }: CommentDraft) {
  return {
    movie_id: movieId,
    parent_id: parentId,
    user_id: authorId,
    text,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

export function fromNotification({ kind, userId, commentId, replyId, byId, createdAt }: NotificationDraft) {
  return { kind, user_id: userId, comment_id: commentId, reply_id: replyId, by_id: byId, created_at: createdAt };
}
