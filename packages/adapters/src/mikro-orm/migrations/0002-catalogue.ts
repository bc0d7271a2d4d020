import { index, type Migration, reference, type SqlWords } from './migration.ts';

/** Movies, everything they name, what is counted about them, and the words by which they are found. */
export const catalogue: Migration = {
  name: '0002-catalogue',

  up: (words) => [
    ...NAMED.flatMap((table) => namedTable(table, words)),
    ...countries(words),
    ...movies(words),
    ...sortIndexes(words),
    ...links(words),
    ...counts(words),
    ...(words.kind === 'sqlite' ? SQLITE_SEARCH : POSTGRESQL_SEARCH),
    `create table catalogue_version (
      id ${words.integer} not null primary key,
      version ${words.integer} not null
    )`,
    'insert into catalogue_version (id, version) values (1, 1)',
    `create table movie_imports (
      id ${words.id},
      source ${words.string(255)} not null,
      started_at ${words.time} not null,
      finished_at ${words.time} null
    )`,
    words.unique('movie_imports', 'source'),
  ],

  down: () => [
    'drop table movie_imports',
    'drop table catalogue_version',
    'drop table movie_search',
    'drop table genre_stats',
    'drop table movie_stats',
    'drop table actors_movies',
    'drop table movies_languages',
    'drop table movies_directors',
    'drop table movies_genres',
    'drop table movies',
    'drop table countries',
    ...NAMED.toReversed().map((table) => `drop table ${table}`),
  ],
};

const NAMED = ['genres', 'directors', 'languages', 'certifications', 'actors'] as const;

/** Compared byte by byte, as SQLite does, so that both databases sort alike. */
function folded(type: string, { kind }: SqlWords): string {
  return kind === 'sqlite' ? type : `${type} collate "C"`;
}

function namedTable(table: string, words: SqlWords): string[] {
  return [
    `create table ${table} (
      id ${words.id},
      name ${words.string(255)} not null,
      canonical_name ${folded(words.string(255), words)} not null,
      sort_name ${folded('text', words)} not null,
      words text not null
    )`,
    words.unique(table, 'canonical_name'),
    index(table, 'sort_name'),
  ];
}

function countries(words: SqlWords): string[] {
  const { id, string, unique } = words;
  return [
    `create table countries (
      id ${id},
      code ${string(2)} not null,
      name ${string(255)} not null,
      canonical_name ${folded(string(255), words)} not null
    )`,
    unique('countries', 'code'),
    index('countries', 'canonical_name'),
  ];
}

function movies(words: SqlWords): string[] {
  const { id, integer, time, string, unique } = words;
  return [
    `create table movies (
      id ${id},
      uuid ${string(36)} not null,
      name ${string(255)} not null,
      canonical_name ${folded(string(255), words)} not null,
      sort_name ${folded('text', words)} not null,
      date date null,
      year ${integer} not null,
      time ${integer} null,
      score double precision null,
      imdb double precision null,
      votes ${integer} null,
      meta_score double precision null,
      overview text null,
      description text null,
      status text check (status in ('Released', 'Post Production', 'In Production')) not null,
      budget double precision null,
      revenue double precision null,
      gross double precision null,
      price ${integer} null,
      country_id ${integer} null,
      certification_id ${integer} null,
      created_at ${time} not null,
      updated_at ${time} not null,
      ${reference('movies', 'country_id', 'countries', 'set null')},
      ${reference('movies', 'certification_id', 'certifications', 'set null')}
    )`,
    unique('movies', 'uuid'),
    // Absent dates differ from each other here; those films are told apart by the index after it.
    unique('movies', 'canonical_name', 'date'),
    `create unique index movies_undated_unique on movies (canonical_name, year, coalesce(time, -1)) where date is null`,
    index('movies', 'country_id'),
    index('movies', 'certification_id'),
  ];
}

/** One an order of lists, in the direction most asked for, what is unknown last; SQLite has it there by itself. */
function sortIndexes({ kind }: SqlWords): string[] {
  const descending = kind === 'sqlite' ? 'desc' : 'desc nulls last';
  return [
    'create index movies_sort_name_index on movies (sort_name, id desc)',
    'create index movies_year_index on movies (year desc, id desc)',
    ...['date', 'imdb', 'score', 'votes', 'price'].map(
      (column) => `create index movies_${column}_index on movies (${column} ${descending}, id desc)`,
    ),
  ];
}

function links(words: SqlWords): string[] {
  return [
    ...link('movies_genres', { column: 'genre_id', to: 'genres' }, words),
    ...link('movies_directors', { column: 'director_id', to: 'directors' }, words),
    ...link('movies_languages', { column: 'language_id', to: 'languages' }, words),
    ...link('actors_movies', { column: 'actor_id', to: 'actors' }, words),
    `alter table actors_movies add column "character" ${words.string(255)} null`,
    `alter table actors_movies add column is_star ${words.boolean} not null default ${words.kind === 'sqlite' ? 0 : false}`,
  ];
}

function link(table: string, { column, to }: { column: string; to: string }, { integer, kind }: SqlWords): string[] {
  return [
    `create table ${table} (
      movie_id ${integer} not null,
      ${column} ${integer} not null,
      position ${integer} not null,
      primary key (movie_id, ${column}),
      ${reference(table, 'movie_id', 'movies', 'cascade')},
      ${reference(table, column, to, 'cascade')}
    )${kind === 'sqlite' ? ' without rowid' : ''}`,
    index(table, column, 'movie_id'),
  ];
}

function counts({ integer, kind }: SqlWords): string[] {
  const descending = kind === 'sqlite' ? 'desc' : 'desc nulls last';
  return [
    `create table movie_stats (
      movie_id ${integer} not null primary key,
      likes ${integer} not null default 0,
      dislikes ${integer} not null default 0,
      rating_count ${integer} not null default 0,
      rating_sum ${integer} not null default 0,
      purchases ${integer} not null default 0,
      popularity double precision not null default 0,
      ${reference('movie_stats', 'movie_id', 'movies', 'cascade')}
    )`,
    `create index movie_stats_rating_index on movie_stats (
      (cast(rating_sum as double precision) / nullif(rating_count, 0)) ${descending}, movie_id desc
    )`,
    'create index movie_stats_popularity_index on movie_stats (popularity desc, movie_id desc)',
    `create table genre_stats (
      genre_id ${integer} not null primary key,
      movies ${integer} not null default 0,
      ${reference('genre_stats', 'genre_id', 'genres', 'cascade')}
    )`,
  ];
}

/**
 * An index alone, by the movie's id as `rowid`, which keeps no text. The words come cut and folded, so the tokenizer
 * has nothing to fold. A virtual table knows no references: a trigger takes a deleted movie's words along.
 */
const SQLITE_SEARCH = [
  `create virtual table movie_search using fts5(
    title, words, content='', contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 0'
  )`,
  `create trigger movies_search_delete after delete on movies begin
    delete from movie_search where rowid = old.id;
  end`,
];

const POSTGRESQL_SEARCH = [
  `create table movie_search (
    movie_id int not null primary key,
    title tsvector not null,
    words tsvector not null,
    ${reference('movie_search', 'movie_id', 'movies', 'cascade')}
  )`,
  'create index movie_search_title_index on movie_search using gin (title)',
  'create index movie_search_words_index on movie_search using gin (words)',
];
