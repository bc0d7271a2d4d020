export { AddFacet, type AddFacetCommand } from './add-facet.ts';
export { AddMovie, type AddMovieCommand } from './add-movie.ts';
export { ChangeFacet, type ChangeFacetCommand } from './change-facet.ts';
export { ChangeMovie, type ChangeMovieCommand } from './change-movie.ts';
export { ImportDemoCatalogue } from './import-demo-catalogue.ts';
export { ImportMovies, type ImportMoviesCommand, type ImportReport, type RejectedRow } from './import-movies.ts';
export { RecomputePopularity } from './recompute-popularity.ts';
export { RemoveFacet } from './remove-facet.ts';
export { RemoveMovie } from './remove-movie.ts';
