import type { Migration, SqlWords } from './migration.ts';

/**
 * Every word by which a movie is found, and the three parts by which a misspelt one finds its nearest: which they are
 * is said in the domain (`vocabulary-parts.ts`). An existing catalogue's words are read back from its index.
 */
export const vocabulary: Migration = {
  name: '0004-vocabulary',

  up: (words) => [
    `create table vocabulary (
      word ${words.kind === 'sqlite' ? 'text' : 'text collate "C"'} not null primary key,
      ${part('head', 'substr(word, 1, length(word) / 3)', words)},
      ${part('middle', 'substr(word, length(word) / 3 + 1, length(word) * 2 / 3 - length(word) / 3)', words)},
      ${part('tail', 'substr(word, length(word) * 2 / 3 + 1)', words)}
    )${words.kind === 'sqlite' ? ' without rowid' : ''}`,
    ...(words.kind === 'sqlite' ? SQLITE : POSTGRESQL),
    ...PARTS.map((column) => `create index vocabulary_${column}_index on vocabulary (${column})`),
  ],

  down: () => ['drop table vocabulary'],
};

const PARTS = ['head', 'middle', 'tail'] as const;

/** A part beside the length of the word, in characters. SQLite keeps it in the index alone. */
function part(column: (typeof PARTS)[number], text: string, { kind }: SqlWords): string {
  const [type, kept] = kind === 'sqlite' ? ['text', 'virtual'] : ['text collate "C"', 'stored'];
  return `${column} ${type} not null generated always as (cast(length(word) as text) || ':' || ${text}) ${kept}`;
}

const POSTGRESQL = ['insert into vocabulary (word) select distinct unnest(tsvector_to_array(words)) from movie_search'];

/**
 * The index is made anew with the tokenizer `ascii`, which leaves everything beyond ASCII as the domain wrote it:
 * `unicode61` takes σ and ς for the same, which PostgreSQL does not, and splits words at letters younger than itself.
 */
const SQLITE = [
  `create virtual table movie_search_instances using fts5vocab('movie_search', 'instance')`,
  `create table movie_search_copy as
    select doc,
      group_concat(case col when 'title' then term end, ' ') as title,
      group_concat(case col when 'words' then term end, ' ') as words
    from movie_search_instances where doc in (select id from movies) group by doc`,
  'drop table movie_search_instances',
  'drop trigger movies_search_delete',
  'drop table movie_search',
  `create virtual table movie_search using fts5(
    title, words, content='', contentless_delete=1, prefix='2 3', tokenize='ascii'
  )`,
  'insert into movie_search (rowid, title, words) select doc, title, words from movie_search_copy order by doc',
  'drop table movie_search_copy',
  `create trigger movies_search_delete after delete on movies begin
    delete from movie_search where rowid = old.id;
  end`,
  `create virtual table movie_search_terms using fts5vocab('movie_search', 'row')`,
  'insert into vocabulary (word) select term from movie_search_terms',
  'drop table movie_search_terms',
];
