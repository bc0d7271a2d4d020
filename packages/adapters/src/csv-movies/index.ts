export { csvFile, isSameFile } from './csv-file.ts';
export type { Crew } from './csv-film.ts';
export { type CsvInput, CsvMovies, NoListOfFilms } from './csv-movies.ts';
export { RejectedRowsFile } from './rejected-rows-file.ts';
export { LONGEST_ROW, RowSplitter, type SplitRow } from './row-splitter.ts';
