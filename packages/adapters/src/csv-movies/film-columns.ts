/** The columns that say something of a film. `orig_title` is left out: no film of ours has a second title. */
const FILM_COLUMNS = [
  'names',
  'date_x',
  'score',
  'genre',
  'overview',
  'crew',
  'status',
  'orig_lang',
  'budget_x',
  'revenue',
  'country',
  'price',
] as const;
export type FilmColumn = (typeof FILM_COLUMNS)[number];

/** Without these no row is a film. */
const NECESSARY: readonly FilmColumn[] = ['names', 'date_x'];

/** What stands in the columns of a row, without outer spaces; empty for a column that the file does not have. */
export type Cells = (column: FilmColumn) => string;

/** The header of a file: which of its columns is which. The columns come in any order, others are passed over. */
export class FilmColumns {
  readonly names: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  private constructor(names: readonly string[], places: ReadonlyMap<string, number>) {
    this.names = names;
    this.#places = places;
  }

  /** The columns of these names, in any case; or in words why no films are to be had from them. */
  static named(header: readonly string[]): FilmColumns | string {
    const names = header.map((name) => name.trim().toLowerCase());
    const missing = NECESSARY.filter((column) => !names.includes(column));
    if (missing.length > 0) return `its first line names no column ${missing.map((name) => `"${name}"`).join(' and ')}`;
    const twice = FILM_COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
    if (twice !== undefined) return `its first line names the column "${twice}" twice`;
    return new FilmColumns(names, new Map(FILM_COLUMNS.map((column) => [column, names.indexOf(column)])));
  }

  of(row: readonly string[]): Cells {
    return (column) => row[this.#places.get(column) ?? -1]?.trim() ?? '';
  }
}
