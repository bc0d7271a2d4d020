import type { Migration } from './migration.ts';

/**
 * On PostgreSQL, lists of films from the least to the greatest, what is unknown last: read backward, the indexes of the
 * other direction would have it first. SQLite sorts what it has there by itself.
 */
export const catalogueIndexes: Migration = {
  name: '0007-catalogue-indexes',

  up: ({ kind }) =>
    kind === 'sqlite'
      ? []
      : COLUMNS.map((column) => `create index ${indexOn(column)} on movies (${column} asc nulls last, id desc)`),

  down: ({ kind }) => (kind === 'sqlite' ? [] : COLUMNS.map((column) => `drop index ${indexOn(column)}`)),
};

const COLUMNS = ['date', 'imdb', 'score', 'votes', 'price'] as const;

function indexOn(column: (typeof COLUMNS)[number]): string {
  return `movies_${column}_ascending_index`;
}
