import { index, type Migration, reference, type SqlWords } from './migration.ts';

/** What users think of movies and say about them, and what there is to tell them of each other. */
export const community: Migration = {
  name: '0006-community',

  up: (words) => [
    ...mark('movie_reactions', `value text check (value in ('like', 'dislike')) not null,`, words),
    ...mark('movie_ratings', `value ${words.integer} not null,`, words),
    ...mark('favorite_movies', '', words),
    ...comments(words),
    ...notifications(words),
  ],

  down: () => [
    'drop table notifications',
    'drop table comment_likes',
    'drop table comments',
    'drop table favorite_movies',
    'drop table movie_ratings',
    'drop table movie_reactions',
  ],
};

function mark(table: string, value: string, { id, integer, time, unique }: SqlWords): string[] {
  return [
    `create table ${table} (
      id ${id},
      user_id ${integer} not null,
      movie_id ${integer} not null,
      ${value}
      created_at ${time} not null,
      ${reference(table, 'user_id', 'users', 'cascade')},
      ${reference(table, 'movie_id', 'movies', 'cascade')}
    )`,
    unique(table, 'user_id', 'movie_id'),
    index(table, 'movie_id'),
  ];
}

function comments({ id, integer, time, unique }: SqlWords): string[] {
  return [
    `create table comments (
      id ${id},
      movie_id ${integer} not null,
      parent_id ${integer} null,
      user_id ${integer} null,
      text text null,
      created_at ${time} not null,
      updated_at ${time} not null,
      ${reference('comments', 'movie_id', 'movies', 'cascade')},
      ${reference('comments', 'parent_id', 'comments', 'cascade')},
      ${reference('comments', 'user_id', 'users', 'set null')}
    )`,
    index('comments', 'movie_id'),
    index('comments', 'parent_id'),
    index('comments', 'user_id'),
    // Comments are listed and counted without their replies.
    'create index comments_top_level_index on comments (movie_id, id) where parent_id is null',

    `create table comment_likes (
      id ${id},
      comment_id ${integer} not null,
      user_id ${integer} not null,
      created_at ${time} not null,
      ${reference('comment_likes', 'comment_id', 'comments', 'cascade')},
      ${reference('comment_likes', 'user_id', 'users', 'cascade')}
    )`,
    unique('comment_likes', 'comment_id', 'user_id'),
    index('comment_likes', 'user_id'),
  ];
}

function notifications({ id, integer, time }: SqlWords): string[] {
  return [
    `create table notifications (
      id ${id},
      user_id ${integer} not null,
      kind text check (kind in ('reply', 'like')) not null,
      comment_id ${integer} not null,
      reply_id ${integer} null,
      by_id ${integer} not null,
      created_at ${time} not null,
      read_at ${time} null,
      ${reference('notifications', 'user_id', 'users', 'cascade')},
      ${reference('notifications', 'comment_id', 'comments', 'cascade')},
      ${reference('notifications', 'reply_id', 'comments', 'cascade')},
      ${reference('notifications', 'by_id', 'users', 'cascade')}
    )`,
    index('notifications', 'user_id', 'id'),
    'create index notifications_unread_index on notifications (user_id, id) where read_at is null',
    index('notifications', 'comment_id'),
    index('notifications', 'reply_id'),
    index('notifications', 'by_id'),
    index('notifications', 'read_at'),
    `create unique index notifications_one_like_a_person_unique on notifications (comment_id, by_id)
      where kind = 'like'`,
  ];
}
