export { countryOf } from './countries.ts';
export { demoPrice } from './demo-price.ts';
export * from './errors.ts';
export {
  FACET_KINDS,
  Facet,
  type FacetDetails,
  type FacetDraft,
  type FacetKind,
  type FacetState,
  isSameFacet,
} from './facet.ts';
export { Movie, type MovieDraft, type MovieHolders, type MovieState } from './movie.ts';
export type { MovieDetails } from './movie-details.ts';
export type { CastMember, Country, MovieFacts } from './movie-facts.ts';
export { FIRST_FILM_YEAR, isCalendarDate, MOST_NAMES, nameFaults } from './movie-faults.ts';
export { movieIdentity } from './movie-identity.ts';
export { MOVIE_STATUSES, type MovieStatus } from './movie-status.ts';
export { TEXT_LIMITS } from './movie-texts.ts';
export { nearestWords, slipsAllowed, slipsBetween } from './nearest-words.ts';
export { type Interest, popularity } from './popularity.ts';
export { type Corrections, type Search, type SoughtWord, searchFor } from './search.ts';
export { indexedWords, searchedWords } from './search-words.ts';
export { type PartsNear, partsNear, partsOf, type WordParts } from './vocabulary-parts.ts';
