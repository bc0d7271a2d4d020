export { demoPrice } from './demo-price.ts';
export * from './errors.ts';
export { Movie, type MovieDraft, type MovieState } from './movie.ts';
export type { CastMember, Country, MovieFacts } from './movie-facts.ts';
export { FIRST_FILM_YEAR, nameFaults } from './movie-faults.ts';
export { movieIdentity } from './movie-identity.ts';
export { MOVIE_STATUSES, type MovieStatus } from './movie-status.ts';
export { indexedWords, searchedWords } from './search-words.ts';
