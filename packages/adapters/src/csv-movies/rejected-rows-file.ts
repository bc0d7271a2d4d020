import { type FileHandle, open } from 'node:fs/promises';
import type { RejectedRow } from '@online-cinema/application/ports';
import Papa from 'papaparse';

/** What comes before the row itself. A file with these columns may be imported: they are passed over. */
const OUR_COLUMNS = ['line', 'reason'];

/**
 * Keeps rejected rows in a CSV file that is to be mended and imported again: line, reason, and the row's own cells under
 * the names that they had. What could not be cut into cells stands in one cell. Until it is mended, every row is
 * rejected again.
 */
export class RejectedRowsFile {
  readonly #file: FileHandle;
  readonly #columns: readonly string[];

  private constructor(file: FileHandle, columns: readonly string[]) {
    this.#file = file;
    this.#columns = columns;
  }

  /** An empty file in place of any that was there. `columns` are those of the rows that will be kept. */
  static async create(path: string, columns: readonly string[]): Promise<RejectedRowsFile> {
    const rows = new RejectedRowsFile(await open(path, 'w'), columns);
    await rows.#write([...OUR_COLUMNS, ...rows.#withoutOurs(columns)]);
    return rows;
  }

  async add({ line, reason, raw = [] }: RejectedRow): Promise<void> {
    const cells = typeof raw === 'string' ? [raw] : this.#withoutOurs(raw);
    await this.#write([String(line), reason, ...cells]);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Rows of a file that was rejected before have a line and a reason already, from then. */
  #withoutOurs(cells: readonly string[]): readonly string[] {
    return cells.filter((_, index) => !OUR_COLUMNS.includes(this.#columns[index] ?? ''));
  }

  async #write(cells: readonly string[]): Promise<void> {
    await this.#file.appendFile(`${Papa.unparse([[...cells]])}\n`);
  }
}
