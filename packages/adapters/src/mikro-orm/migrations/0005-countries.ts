import { index, type Migration } from './migration.ts';

/** Countries are listed and found by their names as genres and actors are. */
export const countries: Migration = {
  name: '0005-countries',

  up: ({ kind }) => {
    const folded = kind === 'sqlite' ? 'text' : 'text collate "C"';
    return [
      `alter table countries add column sort_name ${folded} not null default ''`,
      `alter table countries add column words text not null default ''`,
      // Those that are there already are named in plain letters: what is equal is also what is sorted and found.
      `update countries set sort_name = canonical_name, words = ' ' || canonical_name`,
      index('countries', 'sort_name'),
    ];
  },

  down: () => [
    'drop index countries_sort_name_index',
    'alter table countries drop column words',
    'alter table countries drop column sort_name',
  ],
};
