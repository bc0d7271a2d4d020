import { constants } from 'node:fs';
import { access, type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RejectedRow } from '@online-cinema/application/ports';
import Papa from 'papaparse';

/** What comes before the row itself. A file with these columns may be imported: they are passed over. */
const OUR_COLUMNS = ['line', 'reason'];
const BEGINNING = `${OUR_COLUMNS.join(',')},`;

/** Why rows cannot be kept in a file, in one line for whoever named it. */
export class CannotBeKept extends Error {
  override readonly name = 'CannotBeKept';
}

/**
 * Keeps rejected rows in a CSV file that is to be mended and imported again: line, reason, and the row's own cells under
 * the names that they had. What could not be cut into cells stands in one cell. Until it is mended, every row is
 * rejected again, but those that only were not in UTF-8: here they are.
 */
export class RejectedRowsFile {
  readonly #path: string;
  readonly #columns: readonly string[];
  readonly #there: Kept;
  #file: FileHandle | undefined;

  private constructor(path: string, columns: readonly string[], there: Kept) {
    this.#path = path;
    this.#columns = columns;
    this.#there = there;
  }

  /**
   * A file that is made with its first row. Of what is there already it takes the place of rows rejected before, which are
   * kept with a `~` behind the name, and of nothing else. `columns` are those of the rows that will be kept.
   * @throws CannotBeKept
   */
  static async at(path: string, columns: readonly string[]): Promise<RejectedRowsFile> {
    try {
      const there = await whatIsAt(path);
      if (there === 'something else') {
        throw new CannotBeKept(`${path} is there already, and holds no rejected rows: name another file.`);
      }
      await access(dirname(path), constants.W_OK);
      return new RejectedRowsFile(path, columns, there);
    } catch (error) {
      return inWords(path, error);
    }
  }

  /** Whether what is there are rows rejected before, since none was added. */
  get holdsEarlierRows(): boolean {
    return this.#there === 'earlier rows' && this.#file === undefined;
  }

  /** @throws CannotBeKept */
  async add({ line, reason, raw = [] }: RejectedRow): Promise<void> {
    const cells = typeof raw === 'string' ? [raw] : this.#withoutOurs(raw);
    try {
      this.#file ??= await this.#begun();
      await write(this.#file, [String(line), reason, ...cells]);
    } catch (error) {
      inWords(this.#path, error);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #begun(): Promise<FileHandle> {
    if (this.#there === 'earlier rows') await rename(this.#path, `${this.#path}~`);
    const file = await open(this.#path, this.#there === 'nothing of value' ? 'w' : 'wx');
    await write(file, [...OUR_COLUMNS, ...this.#withoutOurs(this.#columns)]);
    return file;
  }

  /** Rows of a file that was rejected before have a line and a reason already, from then. */
  #withoutOurs(cells: readonly string[]): readonly string[] {
    return cells.filter((_, index) => !OUR_COLUMNS.includes(this.#columns[index] ?? ''));
  }
}

async function write(file: FileHandle, cells: readonly string[]): Promise<void> {
  await file.appendFile(`${Papa.unparse([[...cells]])}\n`);
}

/** What may be there already: an empty file and a device are of no value. */
type Kept = 'nothing' | 'nothing of value' | 'earlier rows';

async function whatIsAt(path: string): Promise<Kept | 'something else'> {
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return 'nothing';
  if (!found.isFile()) return found.isDirectory() ? 'something else' : 'nothing of value';
  if (found.size === 0) return 'nothing of value';
  return (await beginsAsOurs(path)) ? 'earlier rows' : 'something else';
}

async function beginsAsOurs(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(BEGINNING.length) });
    return buffer.toString('utf8', 0, bytesRead) === BEGINNING;
  } finally {
    await file.close();
  }
}

/** What the operating system refuses, in words for whoever named the file. */
function inWords(path: string, error: unknown): never {
  const code = codeOf(error);
  if (code === '') throw error;
  throw new CannotBeKept(
    `${path} cannot be written: ${REASONS[code] ?? (error instanceof Error ? error.message : code)}.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : '';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'its folder is not yours to write',
  EROFS: 'its disk is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'somebody has made it meanwhile',
};
