export type { Crew } from './csv-film.ts';
export { type CsvInput, CsvMovies, NoListOfFilms } from './csv-movies.ts';
export { RejectedRowsFile } from './rejected-rows-file.ts';
export { LONGEST_QUOTED_CELL, LONGEST_ROW, RowSplitter, type SplitRow } from './row-splitter.ts';
