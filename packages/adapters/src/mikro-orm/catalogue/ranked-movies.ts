import type { Search } from '@online-cinema/domain/catalogue';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { isListed } from './text-list.ts';
import { WORD_INDEXES } from './word-index.ts';

/**
 * Among so many of the newest films a word is looked for film by film. Where they do not fill the page, the word is rare
 * and the index tells the few that have it. PostgreSQL is not left to choose: it takes every rare word to be as common as
 * the thousandth, and would look through the whole catalogue for one that no film has.
 */
const NEWEST = 5_000;

interface Ranking {
  readonly kind: Database['kind'];
  readonly search: Search;
  /** What else the movies have to be. */
  readonly filters: RawBuilder<unknown>;
  readonly perPage: number;
  /** How many come before the page; none, if it is the first. */
  readonly offset: RawBuilder<unknown> | undefined;
}

/** The order of a page whose rows are ranked. */
export const RANK = sql`page.rank, movies.id desc`;

/**
 * A page of what a search finds, `id` and `rank`: the films of exactly that title first, then those whose titles match,
 * then the rest, the newest first in each. Of each rank no more is looked at than the page can show: to put all that a
 * common word finds in order would take the longer the more it finds.
 */
export function rankedMovies({ kind, search, filters, perPage, offset }: Ranking): RawBuilder<unknown> {
  const { movieId, isTitled, isFoundElsewhere } = WORD_INDEXES[kind];
  const id = sql.ref(`movie_search.${movieId}`);
  const isExact = isListed(kind, 'movies.sort_name', search.titles);
  const boundary = sql`(select max(id) from movies) - ${sql.lit(NEWEST)}`;
  const wanted = offset ? sql`cast(${offset} as bigint) + ${sql.lit(perPage)}` : sql.lit(perPage);
  // A cross join is read from the left by SQLite, so that its index hands the films over in order, one by one.
  const indexed = (condition: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql`
    select movies.id from movie_search cross join movies
    where movies.id = ${id} and ${condition} and ${filters} order by ${order} desc`;
  return sql`
    with exact as materialized (
      select movies.id from movies where ${isExact} and ${filters} order by movies.id desc limit ${wanted}
    ),
    titled as materialized (
      ${indexed(sql`${isTitled(search.words)} and not ${isExact}`, id)}
      limit ${wanted} - (select count(*) from exact)
    ),
    newest as materialized (
      ${indexed(sql`${isFoundElsewhere(search.words)} and ${id} > ${boundary}`, id)}
      limit ${wanted} - (select count(*) from exact) - (select count(*) from titled)
    ),
    older as materialized (
      ${indexed(sql`${isFoundElsewhere(search.words)} and ${id} <= ${boundary}`, sql`${id} + 0`)}
      limit ${wanted} - (select count(*) from exact) - (select count(*) from titled) - (select count(*) from newest)
    )
    select id, rank from (
      select id, 1 as rank from exact
      union all select id, 2 as rank from titled
      union all select id, 3 as rank from newest
      union all select id, 3 as rank from older
    ) as ranked
    order by rank, id desc limit ${sql.lit(perPage)} ${offset ? sql`offset cast(${offset} as bigint)` : sql``}`;
}
