import type { MovieSort } from '@online-cinema/application/ports';
import { type RawBuilder, sql } from 'kysely';
import { RATING_AVERAGE } from './movie-columns.ts';

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
interface MovieOrder {
  /** What stands behind `order by`; it ends with the id, so that no two films are equal and paging is stable. */
  readonly terms: RawBuilder<unknown>;
  /** Whether the order needs `movie_stats`. */
  readonly needsStats: boolean;
}

/** As asked for; the newest first where nothing is asked for, or nothing else tells. */
export function orderOf(sort: readonly MovieSort[]): MovieOrder {
  return {
    terms: sql.join([...sort.map(term), sql`movies.id desc`]),
    needsStats: sort.some(({ field }) => SORTS[field].counted),
  };
}

function term({ field, descending }: MovieSort): RawBuilder<unknown> {
  const { by, mayBeUnknown } = SORTS[field];
  return sql`${by} ${sql.raw(descending ? 'desc' : 'asc')}${sql.raw(mayBeUnknown ? ' nulls last' : '')}`;
}
