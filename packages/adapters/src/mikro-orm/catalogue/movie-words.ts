import { indexedWords, type MovieFacts } from '@online-cinema/domain/catalogue';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { chunksOf } from './chunks.ts';
import { forgetWords, learnWords } from './vocabulary.ts';
import { type MovieWords, WORD_INDEXES } from './word-index.ts';

/** The texts by which a movie is found. */
type Texts = Pick<MovieFacts, 'name' | 'overview' | 'description' | 'directors'> & {
  readonly cast: readonly { readonly name: string }[];
};

export function wordsOf(movieId: number, movie: Texts): MovieWords {
  return { movieId, ...wordsIn(movie) };
}

/** Those of title, overview, description, actors and directors. */
export function wordsIn(movie: Texts): Omit<MovieWords, 'movieId'> {
  const texts = [
    movie.name,
    ...movie.directors,
    ...movie.cast.map(({ name }) => name),
    movie.overview,
    movie.description,
  ];
  return { title: indexedWords(movie.name), all: indexedWords(texts.filter(Boolean).join(' ')) };
}

/** The words of movies as their rows are now; ids without a movie are left out. */
export async function storedWords(db: Kysely<Schema>, movieIds: readonly number[]): Promise<readonly MovieWords[]> {
  const found: MovieWords[] = [];
  for (const ids of chunksOf(movieIds)) {
    const movies = await db
      .selectFrom('movies')
      .select(['id', 'name', 'overview', 'description'])
      .where('id', 'in', ids)
      .execute();
    const directors = await namesOf(db, { table: 'directors', links: 'movies_directors', key: 'director_id' }, ids);
    const cast = await namesOf(db, { table: 'actors', links: 'actors_movies', key: 'actor_id' }, ids);
    for (const { id, ...texts } of movies) {
      const people = { directors: directors.get(id) ?? [], cast: (cast.get(id) ?? []).map((name) => ({ name })) };
      found.push(wordsOf(id, { ...texts, ...people }));
    }
  }
  return found;
}

/** Makes new movies findable. */
export async function indexMovies(
  db: Kysely<Schema>,
  kind: Database['kind'],
  movies: readonly MovieWords[],
): Promise<void> {
  for (const some of chunksOf(movies)) await WORD_INDEXES[kind].add(db, some);
  await learnWords(db, kind, distinct(movies));
}

/**
 * Makes movies findable by what they say now, and no more by what they said before. Whoever changes them asks
 * `storedWords` before and after, within the transaction.
 */
export async function reindexMovies(
  db: Kysely<Schema>,
  kind: Database['kind'],
  { before, after }: { readonly before: readonly MovieWords[]; readonly after: readonly MovieWords[] },
): Promise<void> {
  const ids = after.map(({ movieId }) => movieId);
  for (const some of chunksOf(ids)) await WORD_INDEXES[kind].remove(db, some);
  await indexMovies(db, kind, after);
  const kept = new Set(distinct(after));
  await forgetWords(
    db,
    kind,
    distinct(before).filter((word) => !kept.has(word)),
  );
}

/** Makes movies that are deleted findable no more; `movies` holds what they said before. */
export async function unindexMovies(
  db: Kysely<Schema>,
  kind: Database['kind'],
  movies: readonly MovieWords[],
): Promise<void> {
  const ids = movies.map(({ movieId }) => movieId);
  for (const some of chunksOf(ids)) await WORD_INDEXES[kind].remove(db, some);
  await forgetWords(db, kind, distinct(movies));
}

function distinct(movies: readonly MovieWords[]): readonly string[] {
  return [...new Set(movies.flatMap(({ all }) => all))];
}

/** Names by movie, in the order in which the movie names them. */
async function namesOf(
  db: Kysely<Schema>,
  { table, links, key }: { table: string; links: string; key: string },
  movieIds: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await sql<{ movie_id: number; name: string }>`
    select link.movie_id, named.name
    from ${sql.table(links)} as link join ${sql.table(table)} as named on named.id = link.${sql.ref(key)}
    where link.movie_id in (${sql.join(movieIds)})
    order by link.position`.execute(db);
  const names = new Map<number, string[]>();
  for (const { movie_id, name } of rows) names.set(movie_id, [...(names.get(movie_id) ?? []), name]);
  return names;
}
