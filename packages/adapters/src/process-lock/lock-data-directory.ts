import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';

/** A process that ends, or is killed and started again, needs a moment to let go. */
const WAITS = 5_000;
const PAUSE = 50;

/** Another process serves from this directory. */
export class DataDirectoryInUse extends Error {
  constructor(directory: string) {
    super(
      `DATA_DIR ${directory} is in use by another process: stop that one first, or give this one another DATA_DIR.`,
    );
    this.name = 'DataDirectoryInUse';
  }
}

/** The sole right to serve from a data directory. */
export interface ProcessLock {
  release(): void;
}

/**
 * Takes the sole right to serve from `directory`, which is made at need, and waits up to `waits` milliseconds for
 * another process to let go of it. The lock is a transaction held open on a file of its own, `lock.sqlite`: the
 * operating system ends it with the process, however that dies.
 * @throws DataDirectoryInUse
 */
export async function lockDataDirectory(directory: string, { waits = WAITS } = {}): Promise<ProcessLock> {
  mkdirSync(directory, { recursive: true });
  const database = new BetterSqlite(join(directory, 'lock.sqlite'), { timeout: 0 });
  for (const giveUpAt = performance.now() + waits; ; await setTimeout(PAUSE)) {
    try {
      database.exec('begin exclusive');
      return { release: () => database.close() };
    } catch (error) {
      const isTaken = error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (isTaken && performance.now() < giveUpAt) continue;
      database.close();
      throw isTaken ? new DataDirectoryInUse(directory) : error;
    }
  }
}
