import type { CommentState } from './comment.ts';

/** What there is to tell the author of a comment. */
export const NOTIFICATION_KINDS = ['reply', 'like'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Word for the author of a comment that somebody replied to it or liked it. */
export interface NotificationDraft {
  readonly kind: NotificationKind;
  /** Whom it is for: the author of the comment. */
  readonly userId: number;
  /** The comment that was replied to or liked. */
  readonly commentId: number;
  /** The reply, with which the notification goes; null for a like. */
  readonly replyId: number | null;
  /** Who did it. */
  readonly byId: number;
  readonly createdAt: Date;
}

/** Nobody is told of their own doing, and nobody of what happens to a comment without an author. */
export function notificationOf(
  comment: Pick<CommentState, 'id' | 'authorId'>,
  happened: { kind: NotificationKind; byId: number; replyId: number | null },
  now: Date,
): NotificationDraft | undefined {
  if (comment.authorId === null || comment.authorId === happened.byId) return undefined;
  return { ...happened, userId: comment.authorId, commentId: comment.id, createdAt: now };
}
