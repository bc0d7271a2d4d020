export { csvFile, isSameFile } from './csv-file.ts';
export { type CsvInput, CsvMovies } from './csv-movies.ts';
export { CannotBeKept, RejectedRowsFile } from './rejected-rows-file.ts';
export { LONGEST_ROW, RowSplitter, type SplitRow } from './row-splitter.ts';
