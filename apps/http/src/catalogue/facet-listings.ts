import type { FacetList } from '@online-cinema/application/ports';
import type { FacetKind } from '@online-cinema/domain/catalogue';

/** A list of names by which movies are found, as the API speaks of it. */
export interface FacetListing {
  /** What it is called in paths and answers. */
  readonly list: FacetList;
  /** What each of it is called. */
  readonly one: FacetKind | 'star';
  /** What is written there: stars are actors. */
  readonly kind: FacetKind;
  readonly example: Readonly<{ id: number; code?: string; name: string; total_movies: number }>;
}

/** All of them; their routes are the same. */
export const FACET_LISTINGS: readonly FacetListing[] = [
  { list: 'genres', one: 'genre', kind: 'genre', example: { id: 3, name: 'Drama', total_movies: 789 } },
  { list: 'actors', one: 'actor', kind: 'actor', example: { id: 2, name: 'Al Pacino', total_movies: 31 } },
  { list: 'stars', one: 'star', kind: 'actor', example: { id: 2, name: 'Al Pacino', total_movies: 12 } },
  {
    list: 'directors',
    one: 'director',
    kind: 'director',
    example: { id: 1, name: 'Francis Ford Coppola', total_movies: 12 },
  },
  { list: 'languages', one: 'language', kind: 'language', example: { id: 1, name: 'English', total_movies: 2 } },
  {
    list: 'countries',
    one: 'country',
    kind: 'country',
    example: { id: 1, code: 'IT', name: 'Italy', total_movies: 4 },
  },
  {
    list: 'certifications',
    one: 'certification',
    kind: 'certification',
    example: { id: 1, name: 'R', total_movies: 1194 },
  },
];
