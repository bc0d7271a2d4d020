import { type ControlledTransaction, sql } from 'kysely';
import type { Database } from './database.ts';
import type { Schema } from './entities.ts';
import { asPortError } from './failures.ts';
import { migrations } from './migrations/index.ts';
import { MIGRATIONS_TABLE } from './options.ts';

/** What PostgreSQL's advisory lock is known by: "cinema" in hexadecimal ASCII. */
const LOCK = 0x63696e656d61;

/**
 * Brings the schema up to date, or with `down` back to nothing, in one transaction; another process that does the same
 * waits. Answers with the names of the steps taken. When there is nothing to do, that costs one query.
 * @throws DatabaseUnavailable when the database cannot be reached, or another process holds it too long
 */
export async function migrate(database: Database, { down = false } = {}): Promise<readonly string[]> {
  try {
    if (!down && (await isUpToDate(database))) return [];
    // Loaded only now: a start with nothing to migrate is not to pay for it.
    const { makeTable, migratorOf } = await import('./migrator.ts');
    const migrator = migratorOf(database);
    await locked(database, (transaction) => makeTable(migrator, transaction));
    await migrator.getExecuted();
    const steps = await locked(database, (transaction) =>
      down ? migrator.down({ transaction, to: 0 }) : migrator.up({ transaction }),
    );
    return steps.map(({ name }) => name);
  } catch (error) {
    throw asPortError(error);
  }
}

/** Whether the database has taken every step there is. */
export async function isUpToDate(database: Database): Promise<boolean> {
  const taken = await stepsTaken(database);
  return migrations.every(({ name }) => taken.includes(name));
}

async function stepsTaken(database: Database): Promise<readonly string[]> {
  const tables = await database.read((reader) =>
    database.kind === 'sqlite'
      ? sql`select 1 from sqlite_master where type = 'table' and name = ${MIGRATIONS_TABLE}`.execute(reader)
      : sql`select 1 where to_regclass(${MIGRATIONS_TABLE}) is not null`.execute(reader),
  );
  if (tables.rows.length === 0) return [];
  const steps = await database.read((reader) =>
    sql<{ name: string }>`select name from ${sql.table(MIGRATIONS_TABLE)}`.execute(reader),
  );
  return steps.rows.map(({ name }) => name);
}

/** A transaction that no other process' migration overlaps. On SQLite every transaction is one. */
async function locked<T>(
  database: Database,
  action: (transaction: ControlledTransaction<Schema>) => Promise<T>,
): Promise<T> {
  const transaction = await database.writer.startTransaction().execute();
  try {
    if (database.kind === 'postgresql') {
      await sql`set local statement_timeout = 0`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    }
    const result = await action(transaction);
    await transaction.commit().execute();
    return result;
  } finally {
    if (!transaction.isCommitted) await transaction.rollback().execute();
  }
}
