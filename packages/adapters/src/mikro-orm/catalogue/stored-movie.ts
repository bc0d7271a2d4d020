import type { MovieReference } from '@online-cinema/application/ports';
import { Movie, type MovieHolders } from '@online-cinema/domain/catalogue';
import type { Currency } from '@online-cinema/domain/shared';
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { namedLinks } from './json-sql.ts';
import { toMovie } from './mapper.ts';
import { isMovie, MOVIE_LOCKS } from './movie-access.ts';

/** What is stored of a movie, with everything it names, its row locked until the transaction ends. */
export async function storedMovie(
  db: Kysely<Schema>,
  movie: MovieReference,
  { kind, currency }: { kind: Database['kind']; currency: Currency },
): Promise<Movie | undefined> {
  const row = await db
    .selectFrom('movies')
    .leftJoin('countries', 'countries.id', 'movies.country_id')
    .leftJoin('certifications', 'certifications.id', 'movies.certification_id')
    .selectAll('movies')
    .select([
      'countries.code as country_code',
      'countries.name as country_name',
      'certifications.name as certification',
      namedLinks(kind, { table: 'genres', links: 'movies_genres', key: 'genre_id' }).as('genres'),
      namedLinks(kind, { table: 'directors', links: 'movies_directors', key: 'director_id' }).as('directors'),
      namedLinks(kind, { table: 'languages', links: 'movies_languages', key: 'language_id' }).as('languages'),
    ])
    .where(isMovie(movie))
    .modifyEnd(MOVIE_LOCKS[kind].changing)
    .executeTakeFirst();
  if (!row) return undefined;

  const cast = await db
    .selectFrom('actors_movies')
    .innerJoin('actors', 'actors.id', 'actors_movies.actor_id')
    .select(['actors.name', 'actors_movies.character', 'actors_movies.is_star'])
    .where('actors_movies.movie_id', '=', row.id)
    .orderBy('actors_movies.position')
    .execute();
  return Movie.restore(toMovie(row, cast, currency));
}

/** Who would miss a movie that the transaction has locked: nobody comes to hold it after this. */
export async function holdersOf(db: Kysely<Schema>, id: number): Promise<MovieHolders> {
  const {
    rows: [row],
  } = await sql<Readonly<Record<keyof MovieHolders, SqlBool>>>`
    select
      exists (select 1 from cart_items where movie_id = ${id}) as "inCarts",
      exists (
        select 1 from order_items join orders on orders.id = order_items.order_id
        where order_items.movie_id = ${id} and orders.status = 'pending'
      ) as "inPendingOrders",
      exists (select 1 from purchases where movie_id = ${id}) as purchased`.execute(db);
  if (!row) throw new Error('The database did not answer');
  return {
    inCarts: Boolean(row.inCarts),
    inPendingOrders: Boolean(row.inPendingOrders),
    purchased: Boolean(row.purchased),
  };
}
