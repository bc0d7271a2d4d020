import { defineEntity, p } from '@mikro-orm/core';
import { NOTIFICATION_KINDS, REACTIONS } from '@online-cinema/domain/community';
import { UserRow } from '../accounts/rows.ts';
import { MovieRow } from '../catalogue/rows.ts';

/** What a user sets on a movie, once. */
const mark = {
  id: p.integer().primary().autoincrement(),
  userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('cascade').index(false),
  movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('cascade').index(),
  createdAt: p.datetime().length(3),
};

/** Counted in `movie_stats`, as ratings are. */
const ReactionRow = defineEntity({
  name: 'ReactionRow',
  tableName: 'movie_reactions',
  properties: { ...mark, value: p.enum(REACTIONS) },
  uniques: [{ name: 'movie_reactions_user_id_movie_id_unique', properties: ['userId', 'movieId'] }],
});

const RatingRow = defineEntity({
  name: 'RatingRow',
  tableName: 'movie_ratings',
  properties: { ...mark, value: p.integer() },
  uniques: [{ name: 'movie_ratings_user_id_movie_id_unique', properties: ['userId', 'movieId'] }],
});

const FavoriteRow = defineEntity({
  name: 'FavoriteRow',
  tableName: 'favorite_movies',
  properties: mark,
  uniques: [{ name: 'favorite_movies_user_id_movie_id_unique', properties: ['userId', 'movieId'] }],
});

/** The row of a comment that is no reply stands for its whole thread where it is locked. */
const CommentRow = defineEntity({
  name: 'CommentRow',
  tableName: 'comments',
  properties: {
    id: p.integer().primary().autoincrement(),
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('cascade').index(),
    /** Null for a comment of its own. */
    parentId: () => p.manyToOne(CommentRow).mapToPk().fieldName('parent_id').deleteRule('cascade').nullable().index(),
    /** Its author; null once it is deleted, or they are gone. */
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('set null').nullable().index(),
    /** Null likewise. */
    text: p.text().nullable(),
    createdAt: p.datetime().length(3),
    updatedAt: p.datetime().length(3),
  },
  indexes: [{ name: 'comments_top_level_index', properties: ['movieId', 'id'], where: 'parent_id is null' }],
});

const CommentLikeRow = defineEntity({
  name: 'CommentLikeRow',
  tableName: 'comment_likes',
  properties: {
    id: p.integer().primary().autoincrement(),
    commentId: () => p.manyToOne(CommentRow).mapToPk().fieldName('comment_id').deleteRule('cascade').index(false),
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('cascade').index(),
    createdAt: p.datetime().length(3),
  },
  uniques: [{ name: 'comment_likes_comment_id_user_id_unique', properties: ['commentId', 'userId'] }],
});

const NotificationRow = defineEntity({
  name: 'NotificationRow',
  tableName: 'notifications',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** Whom it is for. */
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('cascade').index(false),
    kind: p.enum(NOTIFICATION_KINDS),
    commentId: () => p.manyToOne(CommentRow).mapToPk().fieldName('comment_id').deleteRule('cascade').index(),
    replyId: () => p.manyToOne(CommentRow).mapToPk().fieldName('reply_id').deleteRule('cascade').nullable().index(),
    byId: () => p.manyToOne(UserRow).mapToPk().fieldName('by_id').deleteRule('cascade').index(),
    createdAt: p.datetime().length(3),
    readAt: p.datetime().length(3).nullable().index(),
  },
  indexes: [
    { name: 'notifications_user_id_id_index', properties: ['userId', 'id'] },
    { name: 'notifications_unread_index', properties: ['userId', 'id'], where: 'read_at is null' },
  ],
  uniques: [
    { name: 'notifications_one_like_a_person_unique', properties: ['commentId', 'byId'], where: "kind = 'like'" },
  ],
});

export const communityEntities = [
  ReactionRow,
  RatingRow,
  FavoriteRow,
  CommentRow,
  CommentLikeRow,
  NotificationRow,
] as const;
