import type { PageRequest } from '@online-cinema/application/ports';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { offsetOf } from '../paging.ts';
import { namedLinks } from './json-sql.ts';
import { purchasedBy } from './movie-access.ts';
import { LIST_COLUMNS, PAGE_COLUMNS } from './movie-rows.ts';

/** Null without ratings. An index stands on it, written the same way. */
export const RATING_AVERAGE = sql`cast(movie_stats.rating_sum as double precision) / nullif(movie_stats.rating_count, 0)`;

/** The columns of `ListRow`, from `movies` joined with its certification and its stats. */
export function listColumns(kind: Database['kind']): RawBuilder<unknown> {
  return sql`
    ${ofMovie(LIST_COLUMNS)}, certifications.name as certification_name,
    ${RATING_AVERAGE} as rating_average,
    ${namedLinks(kind, { table: 'genres', links: 'movies_genres', key: 'genre_id' })} as genres`;
}

/** The columns of `ViewRow`, from the same joined with its country; `userId` is whom it is shown to, if to anyone known. */
export function viewColumns(kind: Database['kind'], userId: RawBuilder<unknown> | undefined): RawBuilder<unknown> {
  const cast = { table: 'actors', links: 'actors_movies', key: 'actor_id' };
  return sql`
    ${listColumns(kind)},
    ${ofMovie(PAGE_COLUMNS)}, countries.code as country_code, countries.name as country_name,
    movie_stats.rating_count, movie_stats.likes, movie_stats.dislikes,
    ${namedLinks(kind, cast)} as actors,
    ${namedLinks(kind, { ...cast, where: sql`and link.is_star = ${true}` })} as stars,
    ${namedLinks(kind, { table: 'directors', links: 'movies_directors', key: 'director_id' })} as directors,
    ${namedLinks(kind, { table: 'languages', links: 'movies_languages', key: 'language_id' })} as languages,
    ${userId ? linksWith(userId) : NO_LINKS}`;
}

function ofMovie(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(`movies.${column}`)));
}

const NO_LINKS = sql`
  null as my_reaction, null as my_rating, 1 = 0 as is_favorite, 1 = 0 as in_cart, 1 = 0 as purchased`;

function linksWith(userId: RawBuilder<unknown>): RawBuilder<unknown> {
  const marks = (table: string) => sql`
    from ${sql.table(table)} as mark where mark.user_id = ${userId} and mark.movie_id = movies.id`;
  return sql`
    (select value ${marks('movie_reactions')}) as my_reaction,
    (select value ${marks('movie_ratings')}) as my_rating,
    exists (select 1 ${marks('favorite_movies')}) as is_favorite,
    exists (
      select 1 from cart_items join carts on carts.id = cart_items.cart_id
      where carts.user_id = ${userId} and cart_items.movie_id = movies.id
    ) as in_cart,
    ${purchasedBy(userId)} as purchased`;
}

/** The part of a list that is asked for. */
export function part(page: PageRequest): RawBuilder<unknown> {
  return sql`limit ${page.perPage} offset ${offsetOf(page)}`;
}
