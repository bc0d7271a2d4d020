import type { SoughtWord } from '@online-cinema/domain/catalogue';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from '../entities.ts';
import type { MovieWords } from './movie-words.ts';

/** The database's own full-text index over words that the domain has cut and folded. */
export interface WordIndex {
  add(db: Kysely<Schema>, movies: readonly MovieWords[]): Promise<void>;
  /** Takes the movies out, also where they are gone already. */
  remove(db: Kysely<Schema>, movieIds: readonly number[]): Promise<void>;
  /** Ids of movies in which every one of `words` (at least one) is found. */
  idsOfMoviesWith(words: readonly SoughtWord[]): RawBuilder<number>;
  /** Likewise, in the title alone. */
  idsOfTitlesWith(words: readonly SoughtWord[]): RawBuilder<number>;
  /** Those of the movies that are not of the titles. */
  idsOfOthersWith(words: readonly SoughtWord[]): RawBuilder<number>;
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
  idsOfMoviesWith: (words) => matching(fts5Query('words', words)),
  idsOfTitlesWith: (words) => matching(fts5Query('title', words)),
  idsOfOthersWith: (words) => matching(`(${fts5Query('words', words)}) NOT (${fts5Query('title', words)})`),
  isHeld: (word) => sql`exists ${matching(`words: "${word}"`)}`,
};

function matching(query: string): RawBuilder<number> {
  return sql`(select rowid from movie_search where movie_search match ${query})`;
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
  idsOfMoviesWith: (words) => sql`(select movie_id from movie_search where words @@ ${tsquery(words)}::tsquery)`,
  idsOfTitlesWith: (words) => sql`(select movie_id from movie_search where title @@ ${tsquery(words)}::tsquery)`,
  idsOfOthersWith: (words) => {
    const query = tsquery(words);
    return sql`(
      select movie_id from movie_search where words @@ ${query}::tsquery and not title @@ ${query}::tsquery
    )`;
  },
  isHeld: (word) => sql`exists (select 1 from movie_search where words @@ ${`'${word}'`}::tsquery)`,
};

function tsquery(words: readonly SoughtWord[]): string {
  const terms = words.map((word) =>
    'beginning' in word ? `'${word.beginning}':*` : `(${word.oneOf.map((whole) => `'${whole}'`).join(' | ')})`,
  );
  return terms.join(' & ');
}

export const WORD_INDEXES = { sqlite: fts5, postgresql: tsvector } as const;
