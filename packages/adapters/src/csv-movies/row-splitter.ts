/**
 * A row of a CSV file, without the line break that ends it; or, with a `fault`, the line at which no row could be made
 * out (its first 256 KB).
 */
export interface SplitRow {
  /** That of the file on which the row begins, from 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
  /** In words what is wrong with the row's form. */
  readonly fault?: string;
}

/** Bytes after which a quoted cell that is still open makes its row a bad one. */
const LONGEST_QUOTED_CELL = 64 * 1024;
/** Bytes of the longest row. */
export const LONGEST_ROW = 256 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** Where in a row the next byte stands. */
const CELL_BEGINS = 0;
const IN_PLAIN_CELL = 1;
const IN_QUOTED_CELL = 2;
const AFTER_QUOTE = 3;

const MEANT_WHEN_PLAIN = flagsOf(COMMA, LF, CR);
const MEANT_WHEN_QUOTED = flagsOf(QUOTE, LF, CR);

/**
 * Cuts the bytes of a CSV file (RFC 4180; lines end with LF, CRLF or CR) into rows, in constant memory whatever comes.
 * Empty lines are passed over. Rows that have a form leave here as they stand: what is in their cells is for others.
 *
 * Where the quotes of a row make no sense, nobody knows where it ends: it is given up with its first line, and reading
 * resumes on the next one. So a quote that is never closed costs no row but its own. The same goes for a row of several
 * lines with more or fewer cells than there are columns, as one that swallowed others looks.
 */
export class RowSplitter {
  /** Of the header; until it is known a row may have any number of cells. */
  columns: number | undefined;

  #held: Uint8Array = new Uint8Array();
  /** Where in `#held` the row begins, and the first byte that was not looked at. */
  #start = 0;
  #at = 0;
  #where = CELL_BEGINS;
  #line = 1;
  #cells = 1;
  #quotedCellStart = 0;
  #breaks = 0;
  /** Where the row's second line begins. */
  #secondLine: number | undefined;
  /** What is wrong with the row whose first line is being passed over. */
  #fault: string | undefined;
  /** The LF of a CRLF that has ended a line belongs to that line. */
  #isAfterCr = false;
  #isAtEnd = false;

  /** The rows that end in this chunk. */
  *push(chunk: Uint8Array): Generator<SplitRow> {
    // Of a line without end nothing more is kept.
    const isFull = this.#fault !== undefined && this.#held.length - this.#start > LONGEST_ROW;
    const more = isFull ? chunk.subarray(lineEnd(chunk, 0)) : chunk;
    if (more.length > 0) this.#hold(more);
    yield* this.#rows();
  }

  /** What is left when no more chunks come. */
  *end(): Generator<SplitRow> {
    this.#isAtEnd = true;
    yield* this.#rows();
  }

  #hold(chunk: Uint8Array): void {
    const rest = this.#held.subarray(this.#start);
    this.#held = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.#at -= this.#start;
    this.#quotedCellStart -= this.#start;
    if (this.#secondLine !== undefined) this.#secondLine -= this.#start;
    this.#start = 0;
  }

  *#rows(): Generator<SplitRow> {
    for (;;) {
      const row = this.#fault === undefined ? this.#nextRow() : this.#restOfLine(this.#fault);
      if (row === undefined) return;
      yield row;
    }
  }

  /** Undefined if it takes more bytes to tell. */
  #nextRow(): SplitRow | undefined {
    const held = this.#held;
    for (; this.#at < held.length; this.#at += 1) {
      this.#skipOrdinary();
      const byte = held[this.#at];
      if (byte === undefined) break;
      if (this.#isAfterCr) {
        this.#isAfterCr = false;
        if (byte === LF) {
          this.#start = this.#at + 1;
          continue;
        }
      }
      if (this.#at - this.#start > LONGEST_ROW) return this.#giveUp('The row is longer than 256 KB.');

      if (this.#where === IN_QUOTED_CELL) {
        if (byte === QUOTE) this.#where = AFTER_QUOTE;
        else if (this.#at - this.#quotedCellStart >= LONGEST_QUOTED_CELL) {
          return this.#giveUp('A quoted cell is still open after 64 KB.');
        } else if (byte === LF || byte === CR) this.#breakInside(byte);
      } else if (byte === COMMA) {
        this.#where = CELL_BEGINS;
        this.#cells += 1;
        if (this.#breaks > 0 && this.#cells > (this.columns ?? this.#cells)) return this.#giveUp(this.#miscounted());
      } else if (byte === LF || byte === CR) {
        const row = this.#endRow();
        if (row !== undefined) return row;
      } else if (byte === QUOTE) {
        if (this.#where === CELL_BEGINS) this.#quotedCellStart = this.#at + 1;
        // Within a plain cell a quote is a character like any other.
        if (this.#where !== IN_PLAIN_CELL) this.#where = IN_QUOTED_CELL;
      } else if (this.#where === AFTER_QUOTE) {
        return this.#giveUp('A quoted cell goes on after its closing quote.');
      } else {
        this.#where = IN_PLAIN_CELL;
      }
    }
    if (!this.#isAtEnd || this.#start === held.length) return undefined;
    return this.#where === IN_QUOTED_CELL ? this.#giveUp('A quoted cell is never closed.') : this.#endRow();
  }

  /** On to the next byte that means something where it stands; most bytes do not, and so are passed over fast. */
  #skipOrdinary(): void {
    const held = this.#held;
    const isQuoted = this.#where === IN_QUOTED_CELL;
    if (!isQuoted && this.#where !== IN_PLAIN_CELL) return;
    const meaning = isQuoted ? MEANT_WHEN_QUOTED : MEANT_WHEN_PLAIN;
    const limit = Math.min(
      held.length,
      this.#start + LONGEST_ROW + 1,
      isQuoted ? this.#quotedCellStart + LONGEST_QUOTED_CELL : held.length,
    );
    let at = this.#at;
    while (at < limit && meaning[held[at] ?? 0] === 0) at += 1;
    this.#at = at;
  }

  #breakInside(byte: number): void {
    const isSecondHalf = byte === LF && this.#held[this.#at - 1] === CR;
    if (!isSecondHalf) this.#breaks += 1;
    if (this.#secondLine === undefined || (isSecondHalf && this.#secondLine === this.#at)) {
      this.#secondLine = this.#at + 1;
    }
  }

  /** The row that the byte looked at ends; undefined if there is nothing in it. */
  #endRow(): SplitRow | undefined {
    if (this.#breaks > 0 && this.#cells !== (this.columns ?? this.#cells)) return this.#giveUp(this.#miscounted());
    const row = { line: this.#line, bytes: this.#held.subarray(this.#start, this.#at) };
    this.#beginAfter(this.#at, this.#breaks + 1);
    if (row.bytes.length > 0) return row;
    this.#at -= 1;
    return undefined;
  }

  #miscounted(): string {
    return `The row spans several lines and does not have the ${this.columns} columns of the header.`;
  }

  #giveUp(fault: string): SplitRow | undefined {
    if (this.#secondLine === undefined) {
      this.#fault = fault;
      return this.#restOfLine(fault);
    }
    const end = lineEnd(this.#held, this.#start);
    const row = { line: this.#line, bytes: this.#held.subarray(this.#start, end), fault };
    this.#beginAfter(this.#secondLine - 1, 1);
    return row;
  }

  /** The given-up row, once its line has come to its end. */
  #restOfLine(fault: string): SplitRow | undefined {
    this.#at = lineEnd(this.#held, this.#at);
    const excerpt = this.#held.subarray(this.#start, Math.min(this.#at, this.#start + LONGEST_ROW));
    if (this.#at === this.#held.length && !this.#isAtEnd) {
      if (this.#at - this.#start > LONGEST_ROW) {
        this.#held = this.#held.slice(this.#start, this.#start + LONGEST_ROW + 1);
        this.#start = 0;
        this.#at = this.#held.length;
      }
      return undefined;
    }
    this.#fault = undefined;
    const row = { line: this.#line, bytes: excerpt, fault };
    this.#beginAfter(this.#at, 1);
    return row;
  }

  /** The next row begins behind the line break at `end`, so many lines later. */
  #beginAfter(end: number, lines: number): void {
    this.#isAfterCr = this.#held[end] === CR;
    this.#start = Math.min(end + 1, this.#held.length);
    this.#at = this.#start;
    this.#line += lines;
    this.#where = CELL_BEGINS;
    this.#cells = 1;
    this.#breaks = 0;
    this.#secondLine = undefined;
  }
}

/** Where the line ends that goes on at `from`: the index of its line break, or the length. */
function lineEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] === LF || bytes[at] === CR) return at;
  return bytes.length;
}

/** 1 for each of these bytes, 0 for every other. */
function flagsOf(...bytes: readonly number[]): Uint8Array {
  const flags = new Uint8Array(256);
  for (const byte of bytes) flags[byte] = 1;
  return flags;
}
