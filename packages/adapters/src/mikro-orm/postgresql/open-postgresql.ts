import { Socket } from 'node:net';
import { MikroORM } from '@mikro-orm/postgresql';
import { Kysely, PostgresDialect } from 'kysely';
import { Database, type DatabaseLog } from '../database.ts';
import type { Schema } from '../entities.ts';
import { ormOptions } from '../options.ts';
import { PreparingPool } from './preparing-pool.ts';

const TIMEOUTS = {
  /** Also how long a question waits for one of the connections while all are busy. */
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
};
/** Characters of a value that may be told to a prepared statement; rows in bulk, as JSON, are longer. */
const SHORT = 1_000;
/** Many small questions at once: other processors are for other questions, and compiling a plan takes longer than it saves. */
const PLANNING = '-c max_parallel_workers_per_gather=0 -c jit=off';

/** Opens a pool of connections to PostgreSQL, made as they are needed, `poolSize` at most. */
export async function openPostgresql(
  url: string,
  { log, poolSize, longestSilence }: { log: DatabaseLog; poolSize: number; longestSilence: number },
): Promise<Database> {
  const orm = new MikroORM({
    ...ormOptions(log),
    clientUrl: url,
    pool: { min: 0, max: poolSize },
    driverOptions: { ...TIMEOUTS, application_name: 'online-cinema', options: PLANNING },
  });
  await orm.connect();
  const connection = orm.em.getConnection();
  const reader: Kysely<Schema> = connection.getClient();
  const native = await connection.getNativeClient();
  native.on('connect', ({ connection: { stream } }) => giveUpWhenSilent(stream, longestSilence));
  const preparing = (pool: PreparingPool) => new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const writer = preparing(new PreparingPool(native, comesAgain));
  const poolUse = () => ({
    limit: poolSize,
    open: native.totalCount,
    idle: native.idleCount,
    // Who finds a connection idle is in the queue as well, until the next turn; who finds none opens another.
    waiting: native.totalCount < poolSize ? 0 : Math.max(0, native.waitingCount - native.idleCount),
  });
  return new Database({
    orm,
    kind: 'postgresql',
    writer,
    reader,
    preparing: preparing(new PreparingPool(native, () => true)),
    poolUse,
  });
}

/**
 * MikroORM writes values into its statements, which therefore never come again. Nor are rows in bulk for a plan that is
 * kept: it would be the one for the few rows that there were when it was made.
 */
function comesAgain(values: readonly unknown[]): boolean {
  const isBulk = (value: unknown) => Array.isArray(value) || (typeof value === 'string' && value.length > SHORT);
  return values.length > 0 && !values.some(isBulk);
}

/**
 * PostgreSQL's own time limits are of no use where it is frozen or cut off, and the network's are a quarter of an hour.
 * `pg` has a limit of its own (`query_timeout`), after which it uses the connection again, in the middle of a transaction.
 * An idle connection is closed sooner than any silence lasts. `milliseconds`: 0 is for ever.
 */
function giveUpWhenSilent(stream: unknown, milliseconds: number): void {
  if (!(stream instanceof Socket)) throw new Error('A connection to PostgreSQL is no socket any more');
  stream.setTimeout(milliseconds, () => {
    stream.destroy(Object.assign(new Error('PostgreSQL was silent for too long'), { code: 'ETIMEDOUT' }));
  });
}
