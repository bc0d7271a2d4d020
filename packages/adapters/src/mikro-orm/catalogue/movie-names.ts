import { indexedWords, type MovieDraft } from '@online-cinema/domain/catalogue';
import { canonical, searchable } from '@online-cinema/domain/shared';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { insertOf } from './rows-as-json.ts';
import { isListed } from './text-list.ts';

type NamedTable = 'genres' | 'directors' | 'languages' | 'certifications' | 'actors';

/** The ids of names, whatever their case. */
type Ids = (name: string) => number;

/** The ids of everything that some movies name; what was unknown is created. */
export interface MovieNames {
  readonly genre: Ids;
  readonly director: Ids;
  readonly language: Ids;
  readonly certification: Ids;
  readonly actor: Ids;
  /** By code. */
  readonly country: Ids;
}

export async function findOrCreateNames(
  db: Kysely<Schema>,
  kind: Database['kind'],
  movies: readonly MovieDraft[],
): Promise<MovieNames> {
  const named = (table: NamedTable, names: readonly string[]) => findOrCreate(db, kind, { table, names });
  return {
    genre: await named(
      'genres',
      movies.flatMap(({ genres }) => genres),
    ),
    director: await named(
      'directors',
      movies.flatMap(({ directors }) => directors),
    ),
    language: await named(
      'languages',
      movies.flatMap(({ languages }) => languages),
    ),
    certification: await named(
      'certifications',
      movies.flatMap(({ certification }) => certification ?? []),
    ),
    actor: await named(
      'actors',
      movies.flatMap(({ cast }) => cast.map(({ name }) => name)),
    ),
    country: await findOrCreateCountries(
      db,
      movies.flatMap(({ country }) => country ?? []),
    ),
  };
}

/** Names are created in one order, so that two transactions that create the same do not wait for each other in a ring. */
async function findOrCreate(
  db: Kysely<Schema>,
  kind: Database['kind'],
  { table, names }: { table: NamedTable; names: readonly string[] },
): Promise<Ids> {
  const wanted = new Map(names.map((name) => [canonical(name), name]));
  const ids = new Map<string, number>();
  const find = async (canonicalNames: readonly string[]) => {
    if (canonicalNames.length === 0) return;
    const rows = await db
      .selectFrom(table)
      .select(['id', 'canonical_name'])
      .where(isListed(kind, 'canonical_name', canonicalNames))
      .execute();
    for (const row of rows) ids.set(row.canonical_name, row.id);
  };

  await find([...wanted.keys()]);
  const unknown = [...wanted].filter(([name]) => !ids.has(name)).toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (unknown.length > 0) {
    const rows = unknown.map(([, name]) => nameColumns(name));
    await sql`${insertOf(kind, table, rows)} on conflict do nothing`.execute(db);
  }
  await find(unknown.map(([name]) => name));
  const known = new Map(names.map((name) => [name, ids.get(canonical(name))]));
  return (name) => assertKnown(known.get(name), name);
}

/** The columns that are made of a name. */
export function nameColumns(name: string) {
  return {
    name,
    canonical_name: canonical(name),
    sort_name: searchable(name),
    words: indexedWords(name)
      .map((word) => ` ${word}`)
      .join(''),
  };
}

async function findOrCreateCountries(
  db: Kysely<Schema>,
  countries: readonly { code: string; name: string }[],
): Promise<Ids> {
  const wanted = new Map(countries.map(({ code, name }) => [code, name]));
  if (wanted.size === 0) return (code) => assertKnown(undefined, code);
  const rows = [...wanted].sort().map(([code, name]) => ({ code, ...nameColumns(name) }));
  await db
    .insertInto('countries')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const stored = await db
    .selectFrom('countries')
    .select(['id', 'code'])
    .where('code', 'in', [...wanted.keys()])
    .execute();
  const ids = new Map(stored.map(({ id, code }) => [code, id]));
  return (code) => assertKnown(ids.get(code), code);
}

function assertKnown(id: number | undefined, name: string): number {
  if (id === undefined) throw new RangeError(`"${name}" was neither found nor created`);
  return id;
}
