import { FixedClock, RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { type Database, MikroOrmUnitOfWork, migrate, openDatabase } from '@online-cinema/adapters/mikro-orm';
import { migratePgBoss, PgBossQueue, PgBossRunner, type PgBossRunnerOptions } from '@online-cinema/adapters/pg-boss';
import type { JobHandlers, Schedule } from '@online-cinema/application/ports';
import { expect, vi } from 'vitest';
import type { Store } from './database.ts';
import { execute, startPostgres } from './postgres.ts';

/** A store on PostgreSQL whose jobs are pg-boss's. */
export interface PgBossStore extends Store {
  readonly url: string;
  readonly database: Database;
  readonly queue: PgBossQueue;
  /** One that is not started yet, and looks for what is to be done every half second. */
  runner(handlers: JobHandlers, options?: Partial<PgBossRunnerOptions>): PgBossRunner;
  /** Carries out what was enqueued, and nothing else. */
  carryOut(handlers: JobHandlers): Promise<void>;
  /** How many jobs wait or run. */
  count(): Promise<number>;
}

/** A migrated database with nothing in it. `schedules` are those that its runners carry out. */
export async function openPgBossStore(schedules: readonly Schedule[] = []): Promise<PgBossStore> {
  const postgres = await startPostgres();
  const database = await openDatabase(postgres.url);
  await migrate(database);
  await migratePgBoss({ url: postgres.url, database: database.writer, timetables: schedules });
  const queue = new PgBossQueue({ database: database.writer, timetables: schedules, log: () => {} });
  await queue.start();
  const runner: PgBossStore['runner'] = (handlers, options) =>
    new PgBossRunner({
      url: postgres.url,
      handlers,
      schedules,
      alarms: new RecordedAlarms(),
      log: () => {},
      pace: { look: 0.5, watch: 1 },
      ...options,
    });
  const count = async () => {
    const { rows } = await execute(
      postgres.url,
      "select id from pgboss.job where state < 'completed' and name not in ('dead-letters', '__pgboss__send-it')",
    );
    return rows.length;
  };
  return {
    url: postgres.url,
    database,
    queue,
    clock: new FixedClock(),
    unitOfWork: new MikroOrmUnitOfWork(database, { currency: 'USD', jobs: queue.queueIn }),
    runner,
    count,
    async carryOut(handlers) {
      const working = runner(handlers);
      await working.start();
      await vi.waitFor(async () => expect(await count()).toBe(0), { timeout: 8_000, interval: 20 });
      await working.stop();
    },
    empty: async () => {
      await execute(postgres.url, 'delete from pgboss.job');
    },
    stop: async () => {
      await queue.stop();
      await database.close();
      await postgres.stop();
    },
  };
}
