import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database } from '../database.ts';

/** Texts as one value of a statement, however many there are: rows with one column, `text`. */
export function listed(kind: Database['kind'], texts: readonly string[]): RawBuilder<{ readonly text: string }> {
  return kind === 'sqlite'
    ? sql`(select value as text from json_each(${JSON.stringify(texts)}))`
    : sql`(select unnest(${[...texts]}::text[]) as text)`;
}

/** Whether a column holds one of the texts, to be found by an index on the column. */
export function isListed(kind: Database['kind'], column: string, texts: readonly string[]): RawBuilder<SqlBool> {
  return kind === 'sqlite'
    ? sql`${sql.ref(column)} in ${listed(kind, texts)}`
    : sql`${sql.ref(column)} = any(${[...texts]}::text[])`;
}
