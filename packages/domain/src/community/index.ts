export { Comment, type CommentDraft, type CommentState, commentFaults, LONGEST_COMMENT } from './comment.ts';
export * from './errors.ts';
export { NOTIFICATION_KINDS, type NotificationDraft, type NotificationKind, notificationOf } from './notification.ts';
export { assertRating, BEST_RATING, WORST_RATING } from './rating.ts';
export { REACTIONS, type Reaction } from './reaction.ts';
