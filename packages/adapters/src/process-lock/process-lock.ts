import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';

const PAUSE = 50;

/**
 * A lock that one process holds at a time and that ends with it, however it ends: exclusive transactions on SQLite
 * files, which the operating system frees after a `kill -9` as well.
 */
export class ProcessLock {
  readonly #databases: readonly BetterSqlite.Database[];

  private constructor(databases: readonly BetterSqlite.Database[]) {
    this.#databases = databases;
  }

  /** Undefined if another process holds any of the files, which are made at need. */
  static take(...files: readonly string[]): ProcessLock | undefined {
    const databases: BetterSqlite.Database[] = [];
    for (const file of files) {
      const database = locked(file);
      if (!database) {
        for (const taken of databases) taken.close();
        return undefined;
      }
      databases.push(database);
    }
    return new ProcessLock(databases);
  }

  /** Likewise, but gives another process, which may be about to end, so many milliseconds to let go. */
  static async takeWithin(milliseconds: number, ...files: readonly string[]): Promise<ProcessLock | undefined> {
    const giveUpAt = performance.now() + milliseconds;
    let lock = ProcessLock.take(...files);
    while (!lock && performance.now() < giveUpAt) {
      await setTimeout(PAUSE);
      lock = ProcessLock.take(...files);
    }
    return lock;
  }

  release(): void {
    for (const database of this.#databases) database.close();
  }
}

function locked(file: string): BetterSqlite.Database | undefined {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new BetterSqlite(file, { timeout: 0 });
  try {
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}
