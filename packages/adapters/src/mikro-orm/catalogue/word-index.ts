import type { MovieDraft } from '@online-cinema/domain/catalogue';
import { indexedWords } from '@online-cinema/domain/catalogue';
import { type Kysely, type RawBuilder, sql } from 'kysely';
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
  /** Ids of movies in which every one of `words` (at least one) is the beginning of a word. */
  idsOfMoviesWith(words: readonly string[]): RawBuilder<number>;
  /** Likewise, in the title alone. */
  idsOfTitlesWith(words: readonly string[]): RawBuilder<number>;
}

/** Title, overview, description, actors and directors. */
export function wordsOf(movieId: number, movie: MovieDraft): MovieWords {
  const texts = [
    movie.name,
    ...movie.directors,
    ...movie.cast.map(({ name }) => name),
    movie.overview,
    movie.description,
  ];
  return { movieId, title: indexedWords(movie.name), all: indexedWords(texts.filter(Boolean).join(' ')) };
}

/** FTS5 (https://sqlite.org/fts5.html). A word is quoted, so it is never read as syntax. */
const fts5: WordIndex = {
  async add(db, movies) {
    const rows = movies.map(({ movieId, title, all }) => sql`(${movieId}, ${title.join(' ')}, ${all.join(' ')})`);
    await sql`insert into movie_search (rowid, title, words) values ${sql.join(rows)}`.execute(db);
  },
  idsOfMoviesWith: (words) => matches('words', words),
  idsOfTitlesWith: (words) => matches('title', words),
};

function matches(column: 'title' | 'words', words: readonly string[]): RawBuilder<number> {
  const query = words.map((word) => `"${word}"*`).join(' AND ');
  return sql`(select rowid from movie_search where movie_search match ${`${column}: (${query})`})`;
}

/** `tsvector` (https://www.postgresql.org/docs/current/datatype-textsearch.html), past its parser: the words are cut. */
const tsvector: WordIndex = {
  async add(db, movies) {
    const rows = movies.map(
      ({ movieId, title, all }) =>
        sql`(${movieId}, array_to_tsvector(${[...title]}::text[]), array_to_tsvector(${[...all]}::text[]))`,
    );
    await sql`insert into movie_search (movie_id, title, words) values ${sql.join(rows)}`.execute(db);
  },
  idsOfMoviesWith: (words) => sql`(select movie_id from movie_search where words @@ ${tsquery(words)}::tsquery)`,
  idsOfTitlesWith: (words) => sql`(select movie_id from movie_search where title @@ ${tsquery(words)}::tsquery)`,
};

function tsquery(words: readonly string[]): string {
  return words.map((word) => `'${word}':*`).join(' & ');
}

export const WORD_INDEXES = { sqlite: fts5, postgresql: tsvector } as const;
