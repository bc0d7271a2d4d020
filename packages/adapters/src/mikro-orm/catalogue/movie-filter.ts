import { FACET_LISTS, type FacetList, type MovieFilter } from '@online-cinema/application/ports';
import { countryOf, type Search, searchedWords } from '@online-cinema/domain/catalogue';
import { canonical } from '@online-cinema/domain/shared';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isRowId, LARGEST } from '../columns.ts';
import { FACET_SOURCES } from './facet-sql.ts';
import type { WordIndex } from './word-index.ts';

type Condition = RawBuilder<SqlBool>;
/** What is asked of the rows that a movie is linked with; all else is asked of its own columns. */
type LinkFilter = FacetList | 'within' | 'favoritesOf';

const EVERYTHING: Condition = sql`1 = 1`;
const NOTHING: Condition = sql`1 = 0`;

/** What `movies` have to be, in SQL that both databases understand; `search` is what the filter's stands for. */
export function conditionsOf(filter: MovieFilter, search: Search | undefined, wordIndex: WordIndex): Condition {
  const conditions = [...searchConditions(search, wordIndex), ...linkConditions(filter), ...valueConditions(filter)];
  return conditions.length === 0 ? EVERYTHING : sql.join(conditions, sql` and `);
}

/**
 * Which names a search finds: those in which each of its words is the beginning of a word. A search without any letter
 * or digit finds nothing; a blank one is none.
 */
export function nameConditionOf(search: string): Condition {
  if (search.trim() === '') return EVERYTHING;
  const words = searchedWords(search);
  // Words hold no sign that `like` knows.
  const conditions = words.map((word): Condition => sql`words like ${`% ${word}%`}`);
  return conditions.length === 0 ? NOTHING : sql.join(conditions, sql` and `);
}

/** Likewise of the countries, which go by their code as well. */
export function countryConditionOf(search: string): Condition {
  const code = countryOf(search.trim())?.code;
  const named = nameConditionOf(search);
  return code === undefined ? named : sql`(${named} or code = ${code})`;
}

/** Likewise in the texts of movies. */
function searchConditions(search: Search | undefined, wordIndex: WordIndex): Condition[] {
  if (search === undefined) return [];
  return search.words.length === 0 ? [NOTHING] : [sql`movies.id in ${wordIndex.idsOfMoviesWith(search.words)}`];
}

function linkConditions(filter: MovieFilter): Condition[] {
  const { within, favoritesOf } = filter;
  return [
    ...FACET_LISTS.flatMap((list) => (filter[list] ?? []).map(LINKED_WITH[list])),
    ...(within === undefined ? [] : [ofFacet(within)]),
    ...(favoritesOf === undefined ? [] : [favoriteOf(favoritesOf)]),
  ];
}

/** What is linked with one of the names in a list. */
const LINKED_WITH: Readonly<Record<FacetList, (value: string) => Condition>> = {
  genres: (genre) => linked(sql`select movie_id from movies_genres where genre_id in ${named('genres', genre)}`),
  actors: (actor) => linked(sql`select movie_id from actors_movies where actor_id in ${named('actors', actor)}`),
  stars: (star) =>
    linked(sql`select movie_id from actors_movies where is_star = ${true} and actor_id in ${named('actors', star)}`),
  directors: (director) =>
    linked(sql`select movie_id from movies_directors where director_id in ${named('directors', director)}`),
  languages: (language) =>
    linked(sql`select movie_id from movies_languages where language_id in ${named('languages', language)}`),
  certifications: (name) => sql`movies.certification_id in ${named('certifications', name)}`,
  countries: (country) => sql`movies.country_id in ${countryNamed(country)}`,
};

function linked(movieIds: RawBuilder<unknown>): Condition {
  return sql`movies.id in (${movieIds})`;
}

function ofFacet({ list, id }: NonNullable<MovieFilter['within']>): Condition {
  return isRowId(id) ? linked(FACET_SOURCES[list].moviesOf(sql`${id}`)) : NOTHING;
}

function favoriteOf(userId: number): Condition {
  return linked(sql`select movie_id from favorite_movies where user_id = ${userId}`);
}

/** Ids by a name in any case, or by the id itself. */
function named(table: string, value: string): RawBuilder<unknown> {
  return sql`(select id from ${sql.table(table)} where canonical_name = ${nameIn(value)}${orId(value)})`;
}

/** Countries go by their code as well. */
function countryNamed(value: string): RawBuilder<unknown> {
  const name = nameIn(value);
  const code = countryOf(name)?.code ?? name.toUpperCase();
  return sql`(select id from countries where canonical_name = ${name} or code = ${code}${orId(value)})`;
}

function orId(value: string): RawBuilder<unknown> {
  return /^\d{1,10}$/.test(value) && isRowId(Number(value)) ? sql` or id = ${Number(value)}` : sql``;
}

/** No name holds a NUL, and PostgreSQL takes no text that does. */
function nameIn(value: string): string {
  return canonical(value.replaceAll('\0', '\uFFFD'));
}

function valueConditions(filter: MovieFilter): Condition[] {
  const { year, yearFrom, yearTo, imdbAtLeast, priceFrom, priceTo, status, forSale } = filter;
  const conditions = {
    year: year === undefined ? undefined : sql<SqlBool>`movies.year = ${bounded(year)}`,
    yearFrom: yearFrom === undefined ? undefined : sql<SqlBool>`movies.year >= ${bounded(yearFrom)}`,
    yearTo: yearTo === undefined ? undefined : sql<SqlBool>`movies.year <= ${bounded(yearTo)}`,
    imdbAtLeast: imdbAtLeast === undefined ? undefined : sql<SqlBool>`movies.imdb >= ${imdbAtLeast}`,
    priceFrom: priceFrom && sql<SqlBool>`movies.price >= ${bounded(priceFrom.minor)}`,
    priceTo: priceTo && sql<SqlBool>`movies.price <= ${bounded(priceTo.minor)}`,
    status: status && sql<SqlBool>`movies.status = ${status}`,
    forSale: forSale === undefined ? undefined : sql<SqlBool>`movies.price is ${forSale ? sql`not null` : sql`null`}`,
  } satisfies Readonly<Record<keyof Omit<MovieFilter, 'search' | LinkFilter>, Condition | undefined>>;
  return Object.values(conditions).filter((condition) => condition !== undefined);
}

function bounded(value: number): number {
  // PostgreSQL calls a comparison with more an error.
  return Math.max(-LARGEST, Math.min(LARGEST, Math.trunc(value)));
}
