import type {
  CommentRepository,
  FavoriteRepository,
  MovieMarks,
  NotificationRepository,
} from '@online-cinema/application/ports';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { Comment, type NotificationDraft } from '@online-cinema/domain/community';
import type { Mark, Table, Tables } from './tables.ts';

/** Reactions or ratings; counted where they are asked for. */
export function movieMarks<Value>(marks: Table<Mark<Value>>, tables: Tables): MovieMarks<Value> {
  return {
    async set({ userId, movieId, value, now }) {
      assertThere(userId, tables);
      const earlier = marks.find((mark) => mark.userId === userId && mark.movieId === movieId);
      if (earlier?.value === value) return;
      const id = earlier?.id ?? marks.nextId();
      marks.put(id, { id, userId, movieId, value, createdAt: now });
    },
    async remove({ userId, movieId }) {
      removeFrom(marks, (mark) => mark.userId === userId && mark.movieId === movieId);
    },
  };
}

export function favoriteRepository(tables: Tables): FavoriteRepository {
  const marks = movieMarks(tables.favorites, tables);
  return {
    async add(favorite) {
      await marks.set({ ...favorite, value: null });
    },
    remove: marks.remove,
  };
}

export function commentRepository(tables: Tables): CommentRepository {
  const { comments, commentLikes } = tables;
  return {
    async add(draft) {
      if (draft.authorId !== null) assertThere(draft.authorId, tables);
      const state = { ...draft, id: comments.nextId() };
      comments.put(state.id, state);
      return Comment.restore(state);
    },
    async save({ id, state }) {
      comments.put(id, state);
    },
    async findForUpdate(id) {
      const state = comments.get(id);
      return state && Comment.restore(state);
    },
    async countReplies(id) {
      return repliesTo(id, tables).length;
    },
    async delete(id) {
      deleteComment(id, tables);
    },
    async forgetReceptionOf(id) {
      forgetReception(id, tables);
    },
    async like({ commentId, userId, now }) {
      assertThere(userId, tables);
      if (commentLikes.find((like) => like.commentId === commentId && like.userId === userId)) return false;
      const id = commentLikes.nextId();
      commentLikes.put(id, { id, commentId, userId, createdAt: now });
      return true;
    },
    async unlike({ commentId, userId }) {
      removeFrom(commentLikes, (like) => like.commentId === commentId && like.userId === userId);
    },
  };
}

export function notificationRepository({ notifications }: Tables): NotificationRepository {
  const isLike = (one: NotificationDraft, like: { commentId: number; byId: number }) =>
    one.kind === 'like' && one.commentId === like.commentId && one.byId === like.byId;

  return {
    async add(draft) {
      const id = notifications.nextId();
      notifications.put(id, { ...draft, id, readAt: null });
    },
    async withdrawLike(like) {
      removeFrom(notifications, (one) => isLike(one, like));
    },
    async markRead(userId, now, ids) {
      for (const one of notifications.all()) {
        const isMeant = one.userId === userId && one.readAt === null && (ids?.includes(one.id) ?? true);
        if (isMeant) notifications.put(one.id, { ...one, readAt: now });
      }
    },
    async deleteReadBefore(moment, limit) {
      const old = notifications
        .all()
        .flatMap(({ id, readAt }) => (readAt !== null && readAt <= moment ? [{ id, readAt: readAt.getTime() }] : []))
        .sort((one, other) => one.readAt - other.readAt)
        .slice(0, limit);
      for (const { id } of old) notifications.delete(id);
      return old.length;
    },
  };
}

/** What the user left goes with them; of what others replied to the place stays. */
export function withdrawContributionsOf(userId: number, tables: Tables): void {
  for (const table of [tables.reactions, tables.ratings, tables.favorites]) {
    removeFrom<Mark<unknown>>(table, (mark) => mark.userId === userId);
  }
  removeFrom(tables.commentLikes, (like) => like.userId === userId);
  removeFrom(tables.notifications, (one) => one.userId === userId || one.byId === userId);
  for (const { id, parentId } of tables.comments.all().filter(({ authorId }) => authorId === userId)) {
    if (parentId === null) continue;
    deleteComment(id, tables);
    const parent = tables.comments.get(parentId);
    if (parent?.text === null && repliesTo(parentId, tables).length === 0) deleteComment(parentId, tables);
  }
  for (const comment of tables.comments.all().filter(({ authorId }) => authorId === userId)) {
    if (repliesTo(comment.id, tables).length === 0) deleteComment(comment.id, tables);
    else {
      forgetReception(comment.id, tables);
      tables.comments.put(comment.id, { ...comment, authorId: null, text: null });
    }
  }
}

/** What is said and set about a movie goes with it. */
export function forgetMovie(movieId: number, tables: Tables): void {
  for (const table of [tables.reactions, tables.ratings, tables.favorites]) {
    removeFrom<Mark<unknown>>(table, (mark) => mark.movieId === movieId);
  }
  for (const comment of tables.comments.all()) if (comment.movieId === movieId) deleteComment(comment.id, tables);
}

function repliesTo(id: number, { comments }: Tables) {
  return comments.all().filter(({ parentId }) => parentId === id);
}

function deleteComment(id: number, tables: Tables): void {
  for (const reply of repliesTo(id, tables)) deleteComment(reply.id, tables);
  forgetReception(id, tables);
  removeFrom(tables.notifications, ({ replyId }) => replyId === id);
  tables.comments.delete(id);
}

function forgetReception(id: number, { commentLikes, notifications }: Tables): void {
  removeFrom(commentLikes, ({ commentId }) => commentId === id);
  removeFrom(notifications, ({ commentId }) => commentId === id);
}

function removeFrom<Row extends { readonly id: number }>(table: Table<Row>, isMeant: (row: Row) => boolean): void {
  for (const row of table.all()) if (isMeant(row)) table.delete(row.id);
}

function assertThere(userId: number, { users }: Tables): void {
  if (!users.get(userId)) throw new UserNotFoundOrInactive();
}
