import type { Named } from '@online-cinema/application/ports';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';

/** Such a list as the drivers hand it over: SQLite's as text; PostgreSQL's read already, and null where it is empty. */
export type NamedJson = string | readonly Named[] | null;

/** `{id, name}` of everything of a kind that a movie is linked with, as JSON, in the order of the link. */
export function namedLinks(
  kind: Database['kind'],
  { table, links, key, where = sql`` }: { table: string; links: string; key: string; where?: RawBuilder<unknown> },
): RawBuilder<NamedJson> {
  const named = sql`
    from ${sql.table(links)} as link join ${sql.table(table)} as named on named.id = link.${sql.ref(key)}
    where link.movie_id = movies.id ${where}`;
  return kind === 'sqlite'
    ? sql`(select json_group_array(json_object('id', named.id, 'name', named.name) order by link.position) ${named})`
    : // Rows that come in order are put into a list for less than the list puts them in order
      // (https://www.postgresql.org/docs/current/functions-aggregate.html).
      sql`(
        select json_agg(json_build_object('id', its.id, 'name', its.name))
        from (select named.id, named.name ${named} order by link.position) as its
      )`;
}

/** What such JSON says. */
export function namedFrom(json: NamedJson): readonly Named[] {
  return typeof json === 'string' ? JSON.parse(json) : (json ?? []);
}
