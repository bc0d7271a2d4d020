import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { countGenres } from './genre-counts.ts';
import type { LinkRows } from './mapper.ts';
import { insertOf } from './rows-as-json.ts';

const TABLES = {
  genres: 'movies_genres',
  directors: 'movies_directors',
  languages: 'movies_languages',
  cast: 'actors_movies',
} as const;

/** Links movies with everything they name, and counts them in their genres. */
export async function link(db: Kysely<Schema>, kind: Database['kind'], links: LinkRows): Promise<void> {
  for (const list of ['genres', 'directors', 'languages', 'cast'] as const) {
    if (links[list].length > 0) await insertOf(kind, TABLES[list], links[list]).execute(db);
  }
  await countGenres(
    db,
    links.genres.map((row) => row.genre_id),
    1,
  );
}

/** Links a movie with what it names now, in place of what it named before; a list that is the same stays untouched. */
export async function relink(
  db: Kysely<Schema>,
  kind: Database['kind'],
  { movieId, links }: { movieId: number; links: LinkRows },
): Promise<void> {
  const before = await linksOf(db, movieId);
  const isChanged = (list: keyof LinkRows) => !isDeepStrictEqual(before[list], links[list]);
  if (isChanged('genres')) await unlinkGenres(db, movieId);
  for (const list of ['directors', 'languages', 'cast'] as const) {
    if (isChanged(list)) await db.deleteFrom(TABLES[list]).where('movie_id', '=', movieId).execute();
  }
  await link(db, kind, {
    genres: isChanged('genres') ? links.genres : [],
    directors: isChanged('directors') ? links.directors : [],
    languages: isChanged('languages') ? links.languages : [],
    cast: isChanged('cast') ? links.cast : [],
  });
}

/** Takes a movie out of its genres and their counts. */
export async function unlinkGenres(db: Kysely<Schema>, movieId: number): Promise<void> {
  const links = await db.deleteFrom(TABLES.genres).where('movie_id', '=', movieId).returning('genre_id').execute();
  await countGenres(
    db,
    links.map((row) => row.genre_id),
    -1,
  );
}

async function linksOf(db: Kysely<Schema>, movieId: number): Promise<LinkRows> {
  const cast = await db
    .selectFrom(TABLES.cast)
    .select(['movie_id', 'actor_id', 'position', 'character', 'is_star'])
    .where('movie_id', '=', movieId)
    .orderBy('position')
    .execute();
  return {
    genres: await db
      .selectFrom(TABLES.genres)
      .select(['movie_id', 'genre_id', 'position'])
      .where('movie_id', '=', movieId)
      .orderBy('position')
      .execute(),
    directors: await db
      .selectFrom(TABLES.directors)
      .select(['movie_id', 'director_id', 'position'])
      .where('movie_id', '=', movieId)
      .orderBy('position')
      .execute(),
    languages: await db
      .selectFrom(TABLES.languages)
      .select(['movie_id', 'language_id', 'position'])
      .where('movie_id', '=', movieId)
      .orderBy('position')
      .execute(),
    cast: cast.map((row) => ({ ...row, is_star: Boolean(row.is_star) })),
  };
}
