import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { MikroORM } from '@mikro-orm/sqlite';
import BetterSqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { Database, type DatabaseLog } from '../database.ts';
import type { Schema } from '../entities.ts';
import { ormOptions } from '../options.ts';
import { onceFree, SqliteDialect } from './sqlite-dialect.ts';

/** Milliseconds that SQLite itself waits for a lock. It blocks the event loop meanwhile: the longer wait is ours. */
const BUSY_TIMEOUT = 50;
const IN_MEMORY = ':memory:';

/** Opens an SQLite file, made at need, or `:memory:`. */
export async function openSqlite(path: string, log: DatabaseLog): Promise<Database> {
  const writer = new Kysely<Schema>({ dialect: new SqliteDialect(await openForWriting(path)) });
  const orm = new MikroORM({ ...ormOptions(log), dbName: path, driverOptions: writer });
  await orm.connect();
  return new Database({ orm, kind: 'sqlite', writer, reader: path === IN_MEMORY ? writer : openForReading(path) });
}

async function openForWriting(path: string): Promise<BetterSqlite.Database> {
  if (path !== IN_MEMORY) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new BetterSqlite(path, { timeout: BUSY_TIMEOUT });
  await onceFree(() => {
    // Readers and a writer in each other's way no more; a commit survives the loss of power.
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
  });
  return database;
}

function openForReading(path: string): Kysely<Schema> {
  const database = new BetterSqlite(path, { readonly: true, timeout: BUSY_TIMEOUT });
  return new Kysely<Schema>({ dialect: new SqliteDialect(database) });
}
