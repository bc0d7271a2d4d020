import type { MovieSort } from '@online-cinema/application/ports';
import type { Search } from '@online-cinema/domain/catalogue';
import { type RawBuilder, sql } from 'kysely';
import { RATING_AVERAGE } from './movie-columns.ts';
import type { WordIndex } from './word-index.ts';

/** By what a field sorts; what is unknown comes last, whichever way. `movie_stats` is joined for the last two. */
const SORTS: Readonly<Record<MovieSort['field'], { by: RawBuilder<unknown>; mayBeUnknown: boolean; counted?: true }>> =
  {
    name: { by: sql`movies.sort_name`, mayBeUnknown: false },
    year: { by: sql`movies.year`, mayBeUnknown: false },
    date: { by: sql`movies.date`, mayBeUnknown: true },
    imdb: { by: sql`movies.imdb`, mayBeUnknown: true },
    score: { by: sql`movies.score`, mayBeUnknown: true },
    votes: { by: sql`movies.votes`, mayBeUnknown: true },
    price: { by: sql`movies.price`, mayBeUnknown: true },
    rating: { by: RATING_AVERAGE, mayBeUnknown: true, counted: true },
    popularity: { by: sql`movie_stats.popularity`, mayBeUnknown: false, counted: true },
  };

/** The order of a list of `movies`. */
export interface MovieOrder {
  /** What stands behind `order by`; it ends with the id, so that no two films are equal and paging is stable. */
  readonly terms: RawBuilder<unknown>;
  /** Whether the order needs `movie_stats`. */
  readonly needsStats: boolean;
}

/** As asked for; without a wish a search puts the best match first, and everything else the newest. */
export function orderOf(sort: readonly MovieSort[], search: Search | undefined, wordIndex: WordIndex): MovieOrder {
  const terms = sort.length > 0 ? sort.map(term) : relevance(search, wordIndex);
  return {
    terms: sql.join([...terms, sql`movies.id desc`]),
    needsStats: sort.some(({ field }) => SORTS[field].counted),
  };
}

function term({ field, descending }: MovieSort): RawBuilder<unknown> {
  const { by, mayBeUnknown } = SORTS[field];
  return sql`${by} ${sql.raw(descending ? 'desc' : 'asc')}${sql.raw(mayBeUnknown ? ' nulls last' : '')}`;
}

/** The film of exactly that title first, then those whose titles match, then the rest. */
function relevance(search: Search | undefined, wordIndex: WordIndex): RawBuilder<unknown>[] {
  if (search === undefined || search.words.length === 0) return [];
  return [
    ...(search.titles.length === 0 ? [] : [sql`(movies.sort_name in (${sql.join(search.titles)})) desc`]),
    sql`(movies.id in ${wordIndex.idsOfTitlesWith(search.words)}) desc`,
  ];
}
