import type { DatabaseLog } from './database.ts';
import { entities } from './entities.ts';

export const MIGRATIONS_TABLE = 'migrations';

/** What MikroORM is told on either database. */
export function ormOptions(log: DatabaseLog) {
  return {
    entities: [...entities],
    logger: log,
    colors: false,
    // Neither looked for nor made: a server that is down is an error of what is asked of it, not of opening it.
    ensureDatabase: false,
    migrations: { tableName: MIGRATIONS_TABLE, silent: true, snapshot: false, disableForeignKeys: false },
  };
}
