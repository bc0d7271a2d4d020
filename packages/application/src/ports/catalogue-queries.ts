import type { MovieFacts, MovieStatus } from '@online-cinema/domain/catalogue';
import type { Reaction } from '@online-cinema/domain/community';
import type { Actor, Money } from '@online-cinema/domain/shared';
import type { MovieReference } from './ordering-repositories.ts';
import type { Page, PageRequest } from './page.ts';

/** Something of the catalogue, by its id and its name. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

export const MOVIE_SORT_FIELDS = [
  'name',
  'year',
  'date',
  'imdb',
  'score',
  'votes',
  'price',
  'rating',
  'popularity',
] as const;

/** By what, and which way; the first that tells two films apart decides. */
export interface MovieSort {
  readonly field: (typeof MOVIE_SORT_FIELDS)[number];
  readonly descending: boolean;
}

/** Each value is a name in any case, or an id in digits; several ask for all of them. */
export interface MovieFilter {
  readonly search?: string;
  readonly genres?: readonly string[];
  readonly actors?: readonly string[];
  readonly stars?: readonly string[];
  readonly directors?: readonly string[];
  readonly languages?: readonly string[];
  readonly certifications?: readonly string[];
  readonly countries?: readonly string[];
  readonly year?: number;
  readonly yearFrom?: number;
  readonly yearTo?: number;
  readonly imdbAtLeast?: number;
  readonly priceFrom?: Money;
  readonly priceTo?: Money;
  readonly status?: MovieStatus;
  readonly forSale?: boolean;
  /** Only the movies of this facet are looked at, e.g. those of one genre. */
  readonly within?: { readonly list: FacetList; readonly id: number };
  /** Only the favourites of this user are looked at. */
  readonly favoritesOf?: number;
}

/** The facts that a list shows of each film, and those that only its own page shows besides. */
type ListFact = 'name' | 'date' | 'year' | 'score' | 'imdb' | 'votes' | 'overview' | 'price';
type PageFact = 'time' | 'metaScore' | 'description' | 'status' | 'budget' | 'revenue' | 'gross';

/** A film as a list shows it. */
export interface MovieListItem extends Pick<MovieFacts, ListFact> {
  readonly id: number;
  readonly uuid: string;
  readonly genres: readonly Named[];
  readonly certification: Named | null;
  /** The average of the users' ratings, two decimals; null while there is none. */
  readonly rating: number | null;
}

/** A film as its own page shows it. */
export interface MovieView extends Omit<MovieListItem, 'rating'>, Pick<MovieFacts, PageFact> {
  readonly actors: readonly Named[];
  readonly stars: readonly Named[];
  readonly directors: readonly Named[];
  readonly languages: readonly Named[];
  readonly country: { readonly id: number; readonly code: string; readonly name: string } | null;
  readonly rating: { readonly average: number | null; readonly count: number };
  readonly likes: number;
  readonly dislikes: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** What the actor has to do with it; null for nobody in particular. */
  readonly mine: {
    readonly reaction: Reaction | null;
    readonly rating: number | null;
    readonly favorite: boolean;
    readonly inCart: boolean;
    readonly purchased: boolean;
  } | null;
}

/** The lists of names by which movies are found; the stars are those actors who star in a movie. */
export const FACET_LISTS = [
  'genres',
  'actors',
  'stars',
  'directors',
  'languages',
  'countries',
  'certifications',
] as const;
export type FacetList = (typeof FACET_LISTS)[number];

/** A name by which films are found, and how many are found by it. */
export interface FacetView extends Named {
  /** Of a country: ISO 3166-1 alpha-2; null for all others. */
  readonly code: string | null;
  /** Of a star: those it stars in. */
  readonly totalMovies: number;
}

/** What is asked about films and the names by which they are found. */
export interface CatalogueQueries {
  /** Films that match, in the order asked for (ties by newest id); without an order newest id first. */
  movies(filter: MovieFilter, sort: readonly MovieSort[], page: PageRequest): Promise<Page<MovieListItem>>;
  /** @throws MovieNotFound */
  movie(movie: MovieReference, actor: Actor): Promise<MovieView>;
  /** By name; `search` is the beginning of words of the name, in any case; a country is found by its code as well. */
  facets(list: FacetList, search: string | undefined, page: PageRequest): Promise<Page<FacetView>>;
  /** Any actor is there among the stars, maybe starring in nothing. @throws FacetNotFound */
  facet(list: FacetList, id: number): Promise<FacetView>;
}
