import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite from 'better-sqlite3';

/**
 * A lock that one process holds at a time and that ends with it, however it ends: an exclusive transaction on an SQLite
 * file, which the operating system frees after a `kill -9` as well.
 */
export class ProcessLock {
  readonly #database: BetterSqlite.Database;

  private constructor(database: BetterSqlite.Database) {
    this.#database = database;
  }

  /** Undefined if another process holds it. `file` is made at need. */
  static take(file: string): ProcessLock | undefined {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const database = new BetterSqlite(file, { timeout: 0 });
    try {
      database.exec('begin exclusive');
      return new ProcessLock(database);
    } catch (error) {
      database.close();
      if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
      throw error;
    }
  }

  release(): void {
    this.#database.close();
  }
}
