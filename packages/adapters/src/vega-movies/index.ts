export { VegaMovies } from './vega-movies.ts';
