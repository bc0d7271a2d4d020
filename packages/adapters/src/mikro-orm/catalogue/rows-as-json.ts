import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';

type Row = Readonly<Record<string, string | number | boolean | Date | null>>;

/** Half of a character that takes two units, as JSON writes it; PostgreSQL takes no such text. */
const HALF_A_CHARACTER = /\\ud[89a-f]/i;

/**
 * `insert into …` of rows that have the same columns each. Their values are one JSON text: so the statement is short and
 * the same however many there are, where a place for each value would take longer to read than the rows to store.
 */
export function insertOf(kind: Database['kind'], table: string, rows: readonly Row[]): RawBuilder<unknown> {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  return kind === 'sqlite'
    ? sql`
        insert into ${sql.table(table)} (${names})
        select ${sql.join(columns.map((column) => sql`value ->> ${sql.lit(column)}`))}
        from json_each(${jsonOf(rows.map(inMilliseconds))}) where 1 = 1`
    : sql`
        insert into ${sql.table(table)} (${names})
        select ${names} from json_populate_recordset(null::${sql.table(table)}, ${jsonOf(rows)}::json)`;
}

/** With times as SQLite stores them. */
function inMilliseconds(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value instanceof Date ? value.getTime() : value]),
  );
}

function jsonOf(rows: readonly Row[]): string {
  const json = JSON.stringify(rows);
  if (!HALF_A_CHARACTER.test(json)) return json;
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value));
}
