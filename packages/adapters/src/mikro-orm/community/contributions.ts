import type { ContributionsView } from '@online-cinema/application/ports';
import type { Kysely } from 'kysely';
import { time } from '../columns.ts';
import type { Schema } from '../entities.ts';

/** Everything that the user left on movies, the oldest first. */
export async function contributionsOf(reader: Kysely<Schema>, userId: number): Promise<ContributionsView> {
  return {
    reactions: await reactionsOf(reader, userId),
    ratings: await ratingsOf(reader, userId),
    favorites: await favoritesOf(reader, userId),
    comments: await commentsOf(reader, userId),
    commentLikes: await commentLikesOf(reader, userId),
  };
}

async function reactionsOf(reader: Kysely<Schema>, userId: number): Promise<ContributionsView['reactions']> {
  const rows = await reader
    .selectFrom('movie_reactions as mark')
    .innerJoin('movies', 'movies.id', 'mark.movie_id')
    .select(['movies.id', 'movies.name', 'mark.value', 'mark.created_at'])
    .where('mark.user_id', '=', userId)
    .orderBy('mark.id')
    .execute();
  return rows.map((row) => ({ ...marked(row), value: row.value }));
}

async function ratingsOf(reader: Kysely<Schema>, userId: number): Promise<ContributionsView['ratings']> {
  const rows = await reader
    .selectFrom('movie_ratings as mark')
    .innerJoin('movies', 'movies.id', 'mark.movie_id')
    .select(['movies.id', 'movies.name', 'mark.value', 'mark.created_at'])
    .where('mark.user_id', '=', userId)
    .orderBy('mark.id')
    .execute();
  return rows.map((row) => ({ ...marked(row), value: row.value }));
}

async function favoritesOf(reader: Kysely<Schema>, userId: number): Promise<ContributionsView['favorites']> {
  const rows = await reader
    .selectFrom('favorite_movies as mark')
    .innerJoin('movies', 'movies.id', 'mark.movie_id')
    .select(['movies.id', 'movies.name', 'mark.created_at'])
    .where('mark.user_id', '=', userId)
    .orderBy('mark.id')
    .execute();
  return rows.map(marked);
}

function marked({ id, name, created_at }: { id: number; name: string; created_at: Date }) {
  return { movie: { id, name }, at: time(created_at) };
}

async function commentsOf(reader: Kysely<Schema>, userId: number): Promise<ContributionsView['comments']> {
  const rows = await reader
    .selectFrom('comments')
    .innerJoin('movies', 'movies.id', 'comments.movie_id')
    .select(['comments.id', 'comments.text', 'comments.created_at', 'comments.updated_at'])
    .select(['movies.id as movie_id', 'movies.name'])
    .where('comments.user_id', '=', userId)
    .orderBy('comments.id')
    .execute();
  return rows.map(({ id, text, created_at, updated_at, movie_id, name }) => ({
    id,
    movie: { id: movie_id, name },
    // A comment loses its author where it loses its text.
    text: text ?? '',
    createdAt: time(created_at),
    updatedAt: time(updated_at),
  }));
}

async function commentLikesOf(reader: Kysely<Schema>, userId: number): Promise<ContributionsView['commentLikes']> {
  const rows = await reader
    .selectFrom('comment_likes')
    .select(['comment_id', 'created_at'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute();
  return rows.map(({ comment_id, created_at }) => ({ commentId: comment_id, at: time(created_at) }));
}
