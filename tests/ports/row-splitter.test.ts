import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LONGEST_ROW, RowSplitter, type SplitRow } from '@online-cinema/adapters/csv-movies';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, quotedCell, rowsOf } from '../support/a-csv.ts';

/** Rows as the splitter gives them, from bytes that come in parts of this size. */
function split(content: string | Uint8Array, { columns, size = 64 * 1024 }: { columns?: number; size?: number } = {}) {
  const bytes = Buffer.from(content);
  const splitter = new RowSplitter();
  splitter.columns = columns;
  const rows: SplitRow[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    rows.push(...splitter.push(bytes.subarray(start, start + size)));
  }
  rows.push(...splitter.end());
  return rows.map(({ line, bytes, fault }) => ({ line, text: Buffer.from(bytes).toString('latin1'), fault }));
}

const COLUMNS = ['names', 'date_x', 'overview'];
const breaks = fc.constantFrom('\n', '\r\n', '\r');
/** Anything, and what means something in a CSV file more often than chance has it. */
const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '\0'), maxLength: 12 }),
);
const row = fc.tuple(cell, cell, cell).filter((cells) => !cells[0].startsWith('\ufeff'));
/** A row in which no cell begins as if it went on with another, so that it is never taken for the end of one. */
const plainText = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', ',', '"', '\n'), maxLength: 12 });
const goodRow = fc.tuple(plainText, plainText, plainText).map((cells) => cells.map((text) => `x${text}`));
const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\0', ' '), maxLength: 60 })
    .map((text) => new Uint8Array(Buffer.from(text))),
);

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Of buffers, as far as anybody can still reach them. */
function bytesInUse(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

describe('splitting a CSV file into rows', () => {
  it('gives back any rows that were written as CSV, whatever ends their lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row), breaks, fc.integer({ min: 1, max: 50 }), async (rows, end, chunkSize) => {
        const file = [COLUMNS, ...rows].map((cells) => csvLine(cells, end)).join('');
        expect((await rowsOf(file, { chunkSize })).map(({ raw }) => raw)).toEqual(rows);
      }),
    );
  });

  it('knows the line on which each row begins', () => {
    fc.assert(
      fc.property(fc.array(row), breaks, (rows, end) => {
        let before = '';
        const lines = rows.map((cells) => {
          const line = before.split(/\r\n|\r|\n/).length;
          before += csvLine(cells, end);
          return line;
        });
        expect(split(before, { columns: 3 }).map(({ line }) => line)).toEqual(lines);
      }),
    );
  });

  it('gives the same rows in whatever parts the bytes come', () => {
    fc.assert(
      fc.property(garbage, fc.integer({ min: 1, max: 20 }), fc.option(fc.nat(4)), (bytes, size, columns) => {
        const options = columns === null ? {} : { columns };
        expect(split(bytes, { ...options, size })).toEqual(split(bytes, options));
      }),
    );
  });

  it('loses no good row after garbage', async () => {
    const header = Buffer.from(csvLine(COLUMNS));
    await fc.assert(
      fc.asyncProperty(
        garbage,
        fc.array(goodRow, { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (bytes, good, chunkSize) => {
          const file = Buffer.concat([header, bytes, Buffer.from(`\n${good.map((cells) => csvLine(cells)).join('')}`)]);
          const raws = (await rowsOf(file, { chunkSize })).map(({ raw }) => raw);
          expect(raws.slice(raws.length - good.length)).toEqual(good);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('leaves out no line that has anything on it', () => {
    fc.assert(
      fc.property(garbage, (bytes) => {
        const rows = split(bytes, { columns: 3 });
        expect(rows.map(({ text }) => text.replace(/[\r\n]/g, '')).join('')).toBe(
          Buffer.from(bytes)
            .toString('latin1')
            .replace(/[\r\n]/g, ''),
        );
      }),
    );
  });

  it('knows a cell by its quotes to the last byte that it may have', () => {
    const closing = (length: number) => `${quotedCell('x'.repeat(length))}\nnext\n`;
    expect(split(closing(65_536)).map(({ fault }) => fault)).toEqual([undefined, undefined]);
    expect(split(closing(65_537))).toMatchObject([
      { line: 1, fault: expect.stringContaining('64 KB') },
      { text: 'next' },
    ]);
  });

  it('knows a row to the last byte that it may have', () => {
    expect(split(`${'x'.repeat(LONGEST_ROW)}\nnext`).map(({ fault }) => fault)).toEqual([undefined, undefined]);
    expect(split(`${'x'.repeat(LONGEST_ROW + 1)}\nnext`)).toMatchObject([
      { line: 1, fault: expect.stringContaining('256 KB') },
      { line: 2, text: 'next' },
    ]);
  });

  it.each<[string, string]>([
    ['a line without end', 'x'],
    ['a quote without end', '"'],
    ['cells without end', 'x,'],
    ['quotes that open in every line', 'x","y\n'],
    ['rows', 'x,y,z\n'],
  ])('takes no more memory for %s', (_, pattern) => {
    const chunk = Buffer.from(pattern.repeat(Math.ceil(65_536 / pattern.length)));
    const splitter = new RowSplitter();
    splitter.columns = 3;
    const before = bytesInUse();
    for (let count = 0; count < 160; count += 1) for (const _ of splitter.push(chunk));
    // Of ten that were pushed; what else runs in this process may have grown as well.
    expect(bytesInUse() - before).toBeLessThan(4 * 1024 * 1024);
    // Until here it was in use.
    expect([...splitter.end()].length).toBeLessThan(100_000);
  });
});
