import { seconds } from '@online-cinema/domain/shared';
import type { ConstructorOptions, Db } from 'pg-boss';

/** Where pg-boss keeps everything. */
export const SCHEMA = 'pgboss';

/** What is told every pg-boss: that the schema is the operator's to make, and that it minds its own business otherwise. */
export const AT_REST: ConstructorOptions = {
  schema: SCHEMA,
  migrate: false,
  createSchema: false,
  supervise: false,
  schedule: false,
};

/** What is not worth an error but should be seen. */
export type PgBossLog = (message: string) => void;

/** Asks in SQL what pg-boss has no words for; the tables are those of the one version that the catalogue of libraries names. */
export async function ask<Row>(database: Db, statement: string, values: unknown[] = []): Promise<readonly Row[]> {
  const { rows }: { rows: readonly Row[] } = await database.executeSql(statement, values);
  return rows;
}

const WHICH_WORKER = / \(Queue: .*\)$/;
const PAUSE = seconds(10);

/** Logs the same again only after a pause: while the database is down, every worker says so every two seconds. */
export function seldom(log: PgBossLog): PgBossLog {
  const last = new Map<string, number>();
  return (message) => {
    const what = message.replace(WHICH_WORKER, '');
    const now = performance.now();
    if (now - (last.get(what) ?? Number.NEGATIVE_INFINITY) < PAUSE) return;
    if (last.size > 100) last.clear();
    last.set(what, now);
    log(`pg-boss: ${what}`);
  };
}
