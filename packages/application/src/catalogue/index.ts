export { ImportDemoCatalogue } from './import-demo-catalogue.ts';
export { ImportMovies, type ImportMoviesCommand, type ImportReport, type RejectedRow } from './import-movies.ts';
