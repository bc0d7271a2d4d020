import type { FacetList } from '@online-cinema/application/ports';
import type { FacetKind } from '@online-cinema/domain/catalogue';
import { type RawBuilder, sql } from 'kysely';

/** Where a list of names is kept, and how its movies are found. */
interface FacetSource {
  readonly table: string;
  /** What an entry of the list is called where it is not found. */
  readonly kind: FacetKind | 'star';
  /** The ids of the movies of one facet, whose id is given. */
  moviesOf(id: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Which rows of the table are on the list. */
  readonly listed: RawBuilder<unknown>;
}

const EVERY_ROW = sql`1 = 1`;

const linked = (table: string, kind: FacetKind, links: string, column: string): FacetSource => ({
  table,
  kind,
  moviesOf: (id) => sql`select movie_id from ${sql.table(links)} where ${sql.ref(column)} = ${id}`,
  listed: EVERY_ROW,
});

const named = (table: string, kind: FacetKind, column: string): FacetSource => ({
  table,
  kind,
  moviesOf: (id) => sql`select id as movie_id from movies where ${sql.ref(column)} = ${id}`,
  listed: EVERY_ROW,
});

export const FACET_SOURCES: Readonly<Record<FacetList, FacetSource>> = {
  genres: linked('genres', 'genre', 'movies_genres', 'genre_id'),
  actors: linked('actors', 'actor', 'actors_movies', 'actor_id'),
  stars: {
    table: 'actors',
    kind: 'star',
    moviesOf: (id) => sql`select movie_id from actors_movies where actor_id = ${id} and is_star = ${true}`,
    listed: sql`exists (select 1 from actors_movies where actor_id = actors.id and is_star = ${true})`,
  },
  directors: linked('directors', 'director', 'movies_directors', 'director_id'),
  languages: linked('languages', 'language', 'movies_languages', 'language_id'),
  countries: named('countries', 'country', 'country_id'),
  certifications: named('certifications', 'certification', 'certification_id'),
};
