import { MikroORM } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';
import { Database, type DatabaseLog } from '../database.ts';
import type { Schema } from '../entities.ts';
import { ormOptions } from '../options.ts';
import { PreparedStatements } from './prepared-statements.ts';

const TIMEOUTS = {
  /** Also how long a question waits for one of the connections while all are busy. */
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
};
/** Many small questions at once: other processors are for other questions, and compiling a plan takes longer than it saves. */
const PLANNING = '-c max_parallel_workers_per_gather=0 -c jit=off';

/** Opens a pool of connections to PostgreSQL, made as they are needed, `poolSize` at most. */
export async function openPostgresql(
  url: string,
  { log, poolSize }: { log: DatabaseLog; poolSize: number },
): Promise<Database> {
  const orm = new MikroORM({
    ...ormOptions(log),
    clientUrl: url,
    pool: { min: 0, max: poolSize },
    driverOptions: { ...TIMEOUTS, application_name: 'online-cinema', options: PLANNING },
  });
  await orm.connect();
  const connection = orm.em.getConnection();
  const pool: Kysely<Schema> = connection.getClient();
  const native = await connection.getNativeClient();
  const prepared = new PreparedStatements(native);
  const poolUse = () => ({
    limit: poolSize,
    open: native.totalCount,
    idle: native.idleCount,
    waiting: native.waitingCount,
  });
  return new Database({ orm, kind: 'postgresql', writer: pool, reader: pool, prepared, poolUse });
}
