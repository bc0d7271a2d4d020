import type { Comment, CommentDraft, NotificationDraft, Reaction } from '@online-cinema/domain/community';

/**
 * What users set on movies: one of a kind a user and movie. The counts of the movie follow in the same transaction, and
 * are right however many do it at once.
 */
export interface MovieMarks<Value> {
  /** In place of any earlier one. @throws UserNotFoundOrInactive once the user is gone */
  set(mark: { userId: number; movieId: number; value: Value; now: Date }): Promise<void>;
  /** Nothing happens if there is none. */
  remove(mark: { userId: number; movieId: number }): Promise<void>;
}

export type ReactionRepository = MovieMarks<Reaction>;
/** Values from 1 to 10. */
export type RatingRepository = MovieMarks<number>;

/** The movies that users keep as favourites. */
export interface FavoriteRepository {
  /** Nothing happens if it is one already. @throws UserNotFoundOrInactive once the user is gone */
  add(favorite: { userId: number; movieId: number; now: Date }): Promise<void>;
  /** Nothing happens if it is none. */
  remove(favorite: { userId: number; movieId: number }): Promise<void>;
}

/** Comments, replies and the likes of both; counts of a movie and a comment follow in the same transaction. */
export interface CommentRepository {
  /** @throws UserNotFoundOrInactive once the author is gone */
  add(draft: CommentDraft): Promise<Comment>;
  save(comment: Comment): Promise<void>;
  /** The comment, with the comment that it replies to and all its replies locked until the transaction ends. */
  findForUpdate(id: number): Promise<Comment | undefined>;
  countReplies(id: number): Promise<number>;
  /** With its likes, its replies and the notifications about it. */
  delete(id: number): Promise<void>;
  /** Deletes the likes of a comment, and the notifications about it. */
  forgetReceptionOf(id: number): Promise<void>;
  /** False if the user likes it already. @throws UserNotFoundOrInactive once the user is gone */
  like(like: { commentId: number; userId: number; now: Date }): Promise<boolean>;
  /** Nothing happens if the user does not like it. */
  unlike(like: { commentId: number; userId: number }): Promise<void>;
}

/** What users are told of: replies to their comments, and likes. */
export interface NotificationRepository {
  add(draft: NotificationDraft): Promise<void>;
  /** The like is withdrawn, and so is the word of it. */
  withdrawLike(like: { commentId: number; byId: number }): Promise<void>;
  /** Marks those of the user's that are not read yet; others' are left alone. Without `ids`, all of the user's. */
  markRead(userId: number, now: Date, ids?: readonly number[]): Promise<void>;
  /** Deletes those that were read at `moment` or earlier, the oldest first and at most `limit`; says how many. */
  deleteReadBefore(moment: Date, limit: number): Promise<number>;
}
