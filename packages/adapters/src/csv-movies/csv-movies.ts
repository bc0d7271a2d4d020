import { isUtf8 } from 'node:buffer';
import { type MovieRow, type MovieSource, NoListOfFilms } from '@online-cinema/application/ports';
import Papa from 'papaparse';
import { CALLED, csvFilm, type FilmReading } from './csv-film.ts';
import { FilmColumns } from './film-columns.ts';
import { RowSplitter, type SplitRow } from './row-splitter.ts';

/** The bytes of a file, in their order, a part at a time. */
export interface CsvInput {
  /** As the operator knows it. */
  readonly name: string;
  /** In bytes; undefined where nobody knows beforehand. */
  readonly size: number | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Films of a CSV file in UTF-8 with a header like that of the public file “IMDB movies”
 * (https://www.kaggle.com/datasets/ashpalsingh1525/imdb-movies-dataset):
 * `names,date_x,score,genre,overview,crew,orig_title,status,orig_lang,budget_x,revenue,country`, and `price`. Only the
 * first two must be there. It is read once, in constant memory, and measured in bytes. A row that is broken in whatever
 * way costs no other.
 */
export class CsvMovies implements MovieSource {
  readonly name: string;
  readonly size: number | undefined;
  readonly #rows: SplitRows;
  readonly #columns: FilmColumns;
  readonly #reading: FilmReading;

  private constructor(input: CsvInput, { rows, columns, reading }: Opened) {
    this.name = input.name;
    this.size = input.size;
    this.#rows = rows;
    this.#columns = columns;
    this.#reading = reading;
  }

  /**
   * Reads the header.
   * @throws NoListOfFilms, and what reading the bytes throws
   */
  static async open(input: CsvInput, reading: FilmReading): Promise<CsvMovies> {
    const rows = new SplitRows(input.bytes);
    const columns = columnsIn(await rows.first());
    if (typeof columns === 'string') {
      await rows.close();
      throw new NoListOfFilms(`${input.name} is no list of films: ${columns}.`);
    }
    rows.columns = columns.names.length;
    return new CsvMovies(input, { rows, columns, reading });
  }

  /** The names of the columns, in lower case. */
  get columns(): readonly string[] {
    return this.#columns.names;
  }

  /** Those that say nothing of a film, so far as we know, as they are written. */
  get unknownColumns(): readonly string[] {
    return this.#columns.unknown;
  }

  get position(): number {
    return this.#rows.bytesRead;
  }

  async *rows(): AsyncGenerator<MovieRow> {
    for await (const row of this.#rows) yield this.#film(row);
  }

  #film({ line, bytes, fault }: SplitRow): MovieRow {
    if (fault !== undefined) return { line, fault, raw: textOf(bytes) };
    const raw = cellsOf(textOf(bytes));
    if (!isUtf8(bytes)) return { line, fault: 'The row is not in UTF-8: save the whole file as UTF-8.', raw };
    const { length } = this.#columns.names;
    if (raw.length !== length) return { line, fault: `The row has ${raw.length} columns, not ${length}.`, raw };
    const film = csvFilm(this.#columns.of(raw), this.#reading);
    return typeof film === 'string' ? { line, fault: film, raw } : { line, facts: film, raw, called: CALLED };
  }
}

interface Opened {
  readonly rows: SplitRows;
  readonly columns: FilmColumns;
  readonly reading: FilmReading;
}

/** The rows of a stream of bytes, of which the first is wanted before the others. */
class SplitRows implements AsyncIterable<SplitRow> {
  bytesRead = 0;
  readonly #splitter = new RowSplitter();
  readonly #rows: AsyncGenerator<SplitRow>;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#rows = this.#split(bytes);
  }

  set columns(count: number) {
    this.#splitter.columns = count;
  }

  async first(): Promise<SplitRow | undefined> {
    const { done, value } = await this.#rows.next();
    return done ? undefined : value;
  }

  async close(): Promise<void> {
    await this.#rows.return(undefined);
  }

  [Symbol.asyncIterator](): AsyncGenerator<SplitRow> {
    return this.#rows;
  }

  async *#split(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SplitRow> {
    for await (const chunk of bytes) {
      this.bytesRead += chunk.length;
      yield* this.#splitter.push(chunk);
    }
    yield* this.#splitter.end();
  }
}

/** The columns that the first row of a file names, or in words why it is no header. */
function columnsIn(row: SplitRow | undefined): FilmColumns | string {
  if (row === undefined) return 'it is empty';
  // The bytes that begin a file in UTF-16 (https://www.unicode.org/faq/utf_bom.html), or zeros between the letters.
  const isUtf16 =
    [0xff_fe, 0xfe_ff].includes(((row.bytes[0] ?? 0) << 8) | (row.bytes[1] ?? 0)) || row.bytes.includes(0);
  if (isUtf16) return 'it is in UTF-16, or no text at all; save it as UTF-8';
  if (row.fault !== undefined) return `its first line is no header. ${row.fault.replace(/\.$/, '')}`;
  if (!isUtf8(row.bytes)) return 'its first line is not in UTF-8; save the file as UTF-8';
  return FilmColumns.named(cellsOf(textOf(row.bytes)));
}

/** Without a mark of the byte order. What is no UTF-8 is read as Windows has it, so that people see what was meant. */
function textOf(bytes: Uint8Array): string {
  return (isUtf8(bytes) ? UTF_8 : WINDOWS_1252).decode(bytes);
}

const UTF_8 = new TextDecoder();
const WINDOWS_1252 = new TextDecoder('windows-1252');

/** The cells of a single row whose quotes make sense. Line breaks stand in quoted cells alone. */
function cellsOf(row: string): readonly string[] {
  const [cells = []] = Papa.parse<string[]>(row, { delimiter: ',', newline: '\n' }).data;
  return cells;
}
