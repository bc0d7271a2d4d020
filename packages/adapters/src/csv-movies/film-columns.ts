/** The columns that say something of a film. */
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
type FilmColumn = (typeof FILM_COLUMNS)[number];

/** Columns that are passed over: no film of ours has a second title, and the others are of a file of rejected rows. */
const PASSED_OVER: readonly string[] = ['orig_title', 'line', 'reason'];

/** Without these no row is a film. */
const NECESSARY: readonly FilmColumn[] = ['names', 'date_x'];

/** What stands in the columns of a row, without outer spaces; empty for a column that the file does not have. */
export type Cells = (column: FilmColumn) => string;

/** The header of a file: which of its columns is which. The columns come in any order, others are passed over. */
export class FilmColumns {
  /** In lower case. */
  readonly names: readonly string[];
  readonly #header: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  private constructor(names: readonly string[], header: readonly string[]) {
    this.names = names;
    this.#header = header;
    this.#places = new Map(FILM_COLUMNS.map((column) => [column, names.indexOf(column)]));
  }

  /** The columns of these names, in any case; or in words why no films are to be had from them. */
  static named(header: readonly string[]): FilmColumns | string {
    const names = header.map((name) => name.trim().toLowerCase());
    const missing = NECESSARY.filter((column) => !names.includes(column));
    if (missing.length > 0) {
      const columns = missing.map((name) => `"${name}"`).join(' and ');
      return [`its first line names no column ${columns}`, ...adviceOn(header)].join('; ');
    }
    const twice = FILM_COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
    if (twice !== undefined) return `its first line names the column "${twice}" twice`;
    return new FilmColumns(names, header);
  }

  /** Columns that say nothing of a film, so far as we know, as they are written; without those that have no name. */
  get unknown(): readonly string[] {
    const known: readonly string[] = [...FILM_COLUMNS, ...PASSED_OVER];
    return this.#header
      .filter((_, place) => !['', ...known].includes(this.names[place] ?? ''))
      .map((name) => name.trim());
  }

  of(row: readonly string[]): Cells {
    return (column) => row[this.#places.get(column) ?? -1]?.trim() ?? '';
  }
}

/** What a spreadsheet may have done to the first line, and what to do about it. */
function adviceOn(header: readonly string[]): string[] {
  const line = header.join(',');
  if (/^"?sep=/i.test(line)) return ['remove that line, which says how the cells are separated'];
  const [separators] = SEPARATORS.flatMap(([character, words]) =>
    NECESSARY.every((column) => cellsBetween(character, line).includes(column)) ? [words] : [],
  );
  return separators === undefined ? [] : [`it seems to be separated by ${separators}: save it with commas`];
}

function cellsBetween(separator: string, line: string): string[] {
  return line.split(separator).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  );
}

const SEPARATORS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'upright strokes'],
] as const;
