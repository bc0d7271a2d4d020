/** Rows of one statement: with two dozen columns their values stay below the 32,766 that SQLite takes. */
const ROWS = 1_000;

/** The rows in their order, in parts of which each fits into one statement; none for no rows. */
export function* chunksOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += ROWS) yield rows.slice(start, start + ROWS);
}
