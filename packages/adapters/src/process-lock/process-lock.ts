import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';

const PAUSE = 50;

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

  /** Likewise, but gives another process, which may be about to end, so many milliseconds to let go. */
  static async takeWithin(milliseconds: number, file: string): Promise<ProcessLock | undefined> {
    const giveUpAt = performance.now() + milliseconds;
    let lock = ProcessLock.take(file);
    while (!lock && performance.now() < giveUpAt) {
      await setTimeout(PAUSE);
      lock = ProcessLock.take(file);
    }
    return lock;
  }

  release(): void {
    this.#database.close();
  }
}
