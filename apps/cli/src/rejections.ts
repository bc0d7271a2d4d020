import type { RejectedRow } from '@online-cinema/application/ports';
import type { RejectedRows } from './composition.ts';

/** What becomes of rejected rows, and what the operator is told of them at the end. */
export interface Rejections extends Omit<RejectedRows, 'holdsEarlierRows'> {
  /** `count` is how many there were. */
  inWords(count: number): string;
  /** What they must know where none was rejected. */
  inWordsOfNone(): string | undefined;
}

/** How many are shown where no file keeps them. */
const SHOWN = 10;

/** The first few are shown. */
export class ShownRejections implements Rejections {
  readonly #first: RejectedRow[] = [];

  async add(row: RejectedRow): Promise<void> {
    if (this.#first.length < SHOWN) this.#first.push(row);
  }

  inWords(count: number): string {
    const lines = this.#first.map(({ line, reason }) => `  line ${line}: ${reason}`);
    const others = count > lines.length ? [`  … and ${(count - lines.length).toLocaleString('en')} more`] : [];
    const hint = `With --rejected FILE ${count === 1 ? 'it is' : 'they are'} kept, to be mended and imported again.`;
    return [`${rowsRejected(count)}:`, ...lines, ...others, hint].join('\n');
  }

  inWordsOfNone(): undefined {}

  async close(): Promise<void> {}
}

/** A file keeps them all. */
export class KeptRejections implements Rejections {
  readonly #rows: RejectedRows;
  readonly #file: string;

  constructor(rows: RejectedRows, file: string) {
    this.#rows = rows;
    this.#file = file;
  }

  async add(row: RejectedRow): Promise<void> {
    await this.#rows.add(row);
  }

  inWords(count: number): string {
    return `${rowsRejected(count)}; ${this.#file} keeps ${count === 1 ? 'it' : 'them'}, to be mended and imported again.`;
  }

  inWordsOfNone(): string | undefined {
    return this.#rows.holdsEarlierRows ? `${this.#file} holds rows of an earlier import.` : undefined;
  }

  async close(): Promise<void> {
    await this.#rows.close();
  }
}

function rowsRejected(count: number): string {
  return count === 1 ? '1 row was rejected' : `${count.toLocaleString('en')} rows were rejected`;
}
