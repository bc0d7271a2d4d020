import type { Database, DatabaseLog } from './database.ts';

interface DatabaseOptions {
  readonly log?: DatabaseLog;
  /** Connections to PostgreSQL at most; 10 if nothing is said. SQLite has two of its own. */
  readonly poolSize?: number;
  /**
   * Milliseconds that PostgreSQL may leave a question without any answer before its connection is given up, as that
   * server is frozen or the network to it is cut; for ever if nothing is said, as migrations may take long.
   */
  readonly longestSilence?: number;
}

/**
 * Opens `postgres://…`, `sqlite:PATH` (the file and its directory are made at need) or `sqlite::memory:`. Only the
 * driver that is asked for is loaded. Nothing is migrated.
 */
export async function openDatabase(
  url: string,
  { log = () => {}, poolSize = 10, longestSilence = 0 }: DatabaseOptions = {},
): Promise<Database> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgresql } = await import('./postgresql/open-postgresql.ts');
    return openPostgresql(url, { log, poolSize, longestSilence });
  }
  const { openSqlite } = await import('./sqlite/open-sqlite.ts');
  return openSqlite(url.replace(/^sqlite:/, ''), log);
}
