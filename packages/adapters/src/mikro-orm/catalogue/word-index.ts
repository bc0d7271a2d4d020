import type { SoughtWord } from '@online-cinema/domain/catalogue';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from '../entities.ts';

/** The words of one movie. */
export interface MovieWords {
  readonly movieId: number;
  /** Of the title alone. */
  readonly title: readonly string[];
  /** Of everything by which the movie is found, the title included. */
  readonly all: readonly string[];
}

/** The database's own full-text index over words that the domain has cut and folded. */
export interface WordIndex {
  add(db: Kysely<Schema>, movies: readonly MovieWords[]): Promise<void>;
  /** Takes the movies out, also where they are gone already. */
  remove(db: Kysely<Schema>, movieIds: readonly number[]): Promise<void>;
  /** Ids of movies in which every one of `words` (at least one) is found. */
  idsOfMoviesWith(words: readonly SoughtWord[]): RawBuilder<number>;
  /** The column of `movie_search` that holds the movie's id. */
  readonly movieId: string;
  /** Whether every one of `words` is found in the title of a row of `movie_search`. */
  isTitled(words: readonly SoughtWord[]): RawBuilder<SqlBool>;
  /** Whether every one of `words` is found in the row, but not every one in its title. */
  isFoundElsewhere(words: readonly SoughtWord[]): RawBuilder<SqlBool>;
  /** Whether there is a movie with the whole word. */
  isHeld(word: string): RawBuilder<SqlBool>;
}

/** Movies as one value of a statement: the words, which hold no space, side by side. */
function textsOf(movies: readonly MovieWords[]): string {
  return JSON.stringify(
    movies.map(({ movieId, title, all }) => ({ id: movieId, title: title.join(' '), words: all.join(' ') })),
  );
}

/** FTS5 (https://sqlite.org/fts5.html). A word is quoted, so it is never read as syntax. */
const fts5: WordIndex = {
  async add(db, movies) {
    await sql`
      insert into movie_search (rowid, title, words)
      select value ->> 'id', value ->> 'title', value ->> 'words' from json_each(${textsOf(movies)})`.execute(db);
  },
  async remove(db, movieIds) {
    await sql`delete from movie_search where rowid in (${sql.join(movieIds)})`.execute(db);
  },
  movieId: 'rowid',
  idsOfMoviesWith: (words) => sql`(select rowid from movie_search where ${matches(fts5Query('words', words))})`,
  isTitled: (words) => matches(fts5Query('title', words)),
  isFoundElsewhere: (words) => matches(`(${fts5Query('words', words)}) NOT (${fts5Query('title', words)})`),
  isHeld: (word) => sql`exists (select 1 from movie_search where ${matches(`words: "${word}"`)})`,
};

function matches(query: string): RawBuilder<SqlBool> {
  return sql`movie_search match ${query}`;
}

function fts5Query(column: 'title' | 'words', words: readonly SoughtWord[]): string {
  const terms = words.map((word) =>
    'beginning' in word ? `"${word.beginning}"*` : `(${word.oneOf.map((whole) => `"${whole}"`).join(' OR ')})`,
  );
  return `${column}: (${terms.join(' AND ')})`;
}

/** `tsvector` (https://www.postgresql.org/docs/current/datatype-textsearch.html), past its parser: the words are cut. */
const tsvector: WordIndex = {
  async add(db, movies) {
    await sql`
      insert into movie_search (movie_id, title, words)
      select id, array_to_tsvector(string_to_array(title, ' ')), array_to_tsvector(string_to_array(words, ' '))
      from json_to_recordset(${textsOf(movies)}::json) as new (id int, title text, words text)`.execute(db);
  },
  async remove(db, movieIds) {
    await sql`delete from movie_search where movie_id in (${sql.join(movieIds)})`.execute(db);
  },
  movieId: 'movie_id',
  idsOfMoviesWith: (words) => sql`(select movie_id from movie_search where ${holds('words', tsquery(words))})`,
  isTitled: (words) => holds('title', tsquery(words)),
  isFoundElsewhere: (words) => sql`${holds('words', tsquery(words))} and not ${holds('title', tsquery(words))}`,
  isHeld: (word) => sql`exists (select 1 from movie_search where ${holds('words', `'${word}'`)})`,
};

function holds(column: 'title' | 'words', query: string): RawBuilder<SqlBool> {
  return sql`(movie_search.${sql.ref(column)} @@ ${query}::tsquery)`;
}

function tsquery(words: readonly SoughtWord[]): string {
  const terms = words.map((word) =>
    'beginning' in word ? `'${word.beginning}':*` : `(${word.oneOf.map((whole) => `'${whole}'`).join(' | ')})`,
  );
  return terms.join(' & ');
}

export const WORD_INDEXES = { sqlite: fts5, postgresql: tsvector } as const;
