import type { Named } from '@online-cinema/application/ports';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';

/** How each database writes JSON (SQLite: https://sqlite.org/json1.html). */
const FUNCTIONS = {
  sqlite: { object: sql.raw('json_object'), list: sql.raw('json_group_array') },
  postgresql: { object: sql.raw('json_build_object'), list: sql.raw('json_agg') },
} as const;

/** Such a list as the drivers hand it over: SQLite's as text; PostgreSQL's read already, and null where it is empty. */
export type NamedJson = string | readonly Named[] | null;

/** `{id, name}` of everything of a kind that a movie is linked with, as JSON, in the order of the link. */
export function namedLinks(
  kind: Database['kind'],
  { table, links, key, where = sql`` }: { table: string; links: string; key: string; where?: RawBuilder<unknown> },
): RawBuilder<NamedJson> {
  const { object, list } = FUNCTIONS[kind];
  return sql`(
    select ${list}(${object}('id', named.id, 'name', named.name) order by link.position)
    from ${sql.table(links)} as link join ${sql.table(table)} as named on named.id = link.${sql.ref(key)}
    where link.movie_id = movies.id ${where}
  )`;
}

/** What such JSON says. */
export function namedFrom(json: NamedJson): readonly Named[] {
  return typeof json === 'string' ? JSON.parse(json) : (json ?? []);
}
