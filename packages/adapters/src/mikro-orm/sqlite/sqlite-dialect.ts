import { setTimeout } from 'node:timers/promises';
import type BetterSqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteDialect as KyselySqliteDialect,
  SqliteDriver as KyselySqliteDriver,
} from 'kysely';
import { isBusy } from '../failures.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/** How long a transaction waits for one of another process to end. */
const WAITS_FOR_OTHERS = 2_000;
/** The pause between two tries, during which this process goes on with its work. */
const PAUSE = 5;

/**
 * SQLite as MikroORM and Kysely are to use it: one connection, handed to one transaction or query at a time (Kysely's
 * mutex sees to that, since its SQLite adapter knows of a single connection), and transactions that take the write
 * lock as they begin, so that none finds out in the middle that another was quicker. While another process holds the
 * lock, the wait is asynchronous.
 */
export class SqliteDialect extends KyselySqliteDialect {
  readonly #database: BetterSqlite.Database;

  constructor(database: BetterSqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new SqliteDriver(this.#database);
  }
}

class SqliteDriver extends KyselySqliteDriver {
  readonly #database: BetterSqlite.Database;
  readonly #connection: SqliteConnection;

  constructor(database: BetterSqlite.Database) {
    super({ database });
    this.#database = database;
    this.#connection = new SqliteConnection(database);
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await onceFree(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }

  /** Some failures (a full disk) have ended the transaction already; rolling back again would hide them. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

/** Does what needs a lock that another process may hold for a moment. */
export async function onceFree<T>(action: () => T | Promise<T>): Promise<T> {
  for (const giveUpAt = performance.now() + WAITS_FOR_OTHERS; ; await setTimeout(PAUSE)) {
    try {
      return await action();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= giveUpAt) throw error;
    }
  }
}
