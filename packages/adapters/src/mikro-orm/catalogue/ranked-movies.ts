import type { Search } from '@online-cinema/domain/catalogue';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { isListed } from './text-list.ts';
import { WORD_INDEXES } from './word-index.ts';

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
  const { idsOfTitlesWith, idsOfOthersWith } = WORD_INDEXES[kind];
  const isExact = isListed(kind, 'movies.sort_name', search.titles);
  const wanted = offset ? sql`cast(${offset} as bigint) + ${sql.lit(perPage)}` : sql.lit(perPage);
  const some = (condition: RawBuilder<unknown>, limit: RawBuilder<unknown>) => sql`(
    select movies.id from movies where ${condition} and ${filters} order by movies.id desc limit ${limit}
  )`;
  return sql`
    with exact as materialized ${some(isExact, wanted)},
    titled as materialized ${some(
      sql`movies.id in ${idsOfTitlesWith(search.words)} and not ${isExact}`,
      sql`${wanted} - (select count(*) from exact)`,
    )},
    others as materialized ${some(
      sql`movies.id in ${idsOfOthersWith(search.words)}`,
      sql`${wanted} - (select count(*) from exact) - (select count(*) from titled)`,
    )}
    select id, rank from (
      select id, 1 as rank from exact
      union all select id, 2 as rank from titled
      union all select id, 3 as rank from others
    ) as ranked
    order by rank, id desc limit ${sql.lit(perPage)} ${offset ? sql`offset cast(${offset} as bigint)` : sql``}`;
}
