import { indexedWords, type MovieDraft } from '@online-cinema/domain/catalogue';
import { canonical, searchable } from '@online-cinema/domain/shared';
import type { Kysely } from 'kysely';
import type { Schema } from '../entities.ts';
import { chunksOf } from './chunks.ts';

export type NamedTable = 'genres' | 'directors' | 'languages' | 'certifications' | 'actors';

/** The ids of names, whatever their case. */
export type Ids = (name: string) => number;

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

export async function findOrCreateNames(db: Kysely<Schema>, movies: readonly MovieDraft[]): Promise<MovieNames> {
  const named = (table: NamedTable, names: readonly string[]) => findOrCreate(db, table, names);
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
async function findOrCreate(db: Kysely<Schema>, table: NamedTable, names: readonly string[]): Promise<Ids> {
  const wanted = new Map(names.map((name) => [canonical(name), name]));
  const ids = new Map<string, number>();
  const find = async (canonicalNames: readonly string[]) => {
    for (const some of chunksOf(canonicalNames)) {
      const rows = await db
        .selectFrom(table)
        .select(['id', 'canonical_name'])
        .where('canonical_name', 'in', some)
        .execute();
      for (const row of rows) ids.set(row.canonical_name, row.id);
    }
  };

  await find([...wanted.keys()]);
  const unknown = [...wanted.keys()].filter((name) => !ids.has(name)).sort();
  for (const some of chunksOf(unknown)) {
    const rows = some.map((canonicalName) => nameColumns(wanted.get(canonicalName) ?? canonicalName));
    await db
      .insertInto(table)
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await find(unknown);
  return (name) => known(ids.get(canonical(name)), name);
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
  if (wanted.size === 0) return (code) => known(undefined, code);
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
  return (code) => known(ids.get(code), code);
}

function known(id: number | undefined, name: string): number {
  if (id === undefined) throw new RangeError(`"${name}" was neither found nor created`);
  return id;
}
