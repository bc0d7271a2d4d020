import { randomUUID } from 'node:crypto';
import { type Database, JobTable, migrate, openDatabase } from '@online-cinema/adapters/mikro-orm';
import { migratePgBoss, PgBossQueue, takeBackPgBoss } from '@online-cinema/adapters/pg-boss';
import { SystemClock } from '@online-cinema/adapters/system';
import { JOB_NAMES, SchemaTooNew, type Timetable } from '@online-cinema/application/ports';
import { getRollbackPlans } from 'pg-boss';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { execute, type PostgresDatabase, startPostgres } from '../support/postgres.ts';

const SWEEP: Timetable = { name: 'sweep', every: 'day' };

describe('the migration of pg-boss', () => {
  let postgres: PostgresDatabase;
  let database: Database;
  beforeEach(async () => {
    postgres = await startPostgres();
    database = await openDatabase(postgres.url);
  });
  afterEach(async () => {
    await database.close();
    await postgres.stop();
  });

  const bringUp = (timetables: readonly Timetable[] = [SWEEP]) =>
    migratePgBoss({ url: postgres.url, database: database.writer, timetables });
  const aQueue = (timetables: readonly Timetable[] = [SWEEP]) =>
    new PgBossQueue({ database: database.writer, timetables, log: () => {} });
  const rows = async (statement: string) => (await execute(postgres.url, statement)).rows;

  it('makes the schema, the queues and the schedules, once', async () => {
    expect(await aQueue().isUpToDate()).toBe(false);

    expect(await bringUp()).toEqual([expect.stringMatching(/^pg-boss-\d+$/), 'pg-boss-queues', 'pg-boss-schedules']);

    expect(await aQueue().isUpToDate()).toBe(true);
    expect(await bringUp()).toEqual([]);
    const queues = (await rows('select name from pgboss.queue')).map(({ name }) => name);
    expect(queues.sort()).toEqual([...JOB_NAMES, 'dead-letters', 'schedule/sweep'].sort());
  });

  it('can be done by two at once', async () => {
    await Promise.all([bringUp(), bringUp()]);

    expect(await aQueue().isUpToDate()).toBe(true);
  });

  it('takes everything back, once, and can be done again', async () => {
    await bringUp();

    expect(await takeBackPgBoss(database.writer)).toEqual([expect.stringMatching(/^pg-boss-\d+$/)]);
    expect(await takeBackPgBoss(database.writer)).toEqual([]);
    expect(await aQueue().isUpToDate()).toBe(false);
    expect(await bringUp()).toHaveLength(3);
  });

  it('leaves a schema alone that a newer version has made, and says so, as does whoever would start on it', async () => {
    await bringUp();
    await execute(postgres.url, 'update pgboss.version set version = version + 1');

    await expect(aQueue().isUpToDate()).rejects.toThrow(SchemaTooNew);
    await expect(bringUp()).rejects.toThrow(
      /migrated by a newer version: its pg-boss is \d+, and this version knows \d+/,
    );
  });

  it('brings an older schema up to date', async () => {
    await bringUp();
    await execute(postgres.url, getRollbackPlans('pgboss'));
    // As if the first migration had been long ago.
    await execute(postgres.url, 'update pgboss.version set bam_on = null');
    expect(await aQueue().isUpToDate()).toBe(false);

    expect(await bringUp()).toEqual([expect.stringMatching(/^pg-boss-\d+$/)]);
    expect(await aQueue().isUpToDate()).toBe(true);
  });

  it('changes queues and schedules that another version made otherwise', async () => {
    await bringUp([SWEEP, { name: 'forgotten', every: 'day' }]);
    await execute(
      postgres.url,
      "update pgboss.queue set retry_limit = 2, dead_letter = null where name = 'mail-receipt'",
    );
    const mop: Timetable = { name: 'mop', every: 'day' };
    expect(await aQueue([SWEEP, mop]).isUpToDate()).toBe(false);

    expect(await bringUp([{ ...SWEEP, every: 'hour' }, mop])).toEqual(['pg-boss-queues', 'pg-boss-schedules']);

    expect(await rows("select retry_limit, dead_letter from pgboss.queue where name = 'mail-receipt'")).toEqual([
      { retry_limit: 80, dead_letter: 'dead-letters' },
    ]);
    expect(await rows('select name, cron from pgboss.schedule order by name')).toEqual([
      { name: 'schedule/mop', cron: '0 0 * * *' },
      { name: 'schedule/sweep', cron: '0 * * * *' },
    ]);
  });

  it('takes over what waits in the table of jobs, what runs and what was given up, under the same ids', async () => {
    await migrate(database);
    await bringUp();
    const enqueuedAt = new Date('2026-01-15T12:00:00Z');
    const runAt = new Date('2030-01-15T12:00:00Z');
    const job = (status: string, name = 'mail-receipt') => {
      const key = randomUUID();
      const values = [key, name, '{"paymentId":7}', status, runAt.toISOString(), 3, enqueuedAt.toISOString(), 'No.'];
      const columns = 'key, name, data, status, run_at, attempts, enqueued_at, last_error';
      return { key, insert: `insert into jobs (${columns}) values ('${values.join("','")}')` };
    };
    const [waiting, running, dead, unknown] = [
      job('waiting'),
      job('running'),
      job('dead'),
      job('waiting', 'forgotten'),
    ];
    for (const { insert } of [waiting, running, dead, unknown]) await execute(postgres.url, insert);
    const queue = aQueue();
    await queue.start();
    const table = new JobTable(database, new SystemClock());

    const handedOver = await table.handOver(JOB_NAMES, (transaction, jobs) => queue.adopt(transaction, jobs), 2);

    expect(handedOver).toBe(3);
    expect(await rows('select key from jobs')).toEqual([{ key: unknown.key }]);
    const moved = await rows('select * from pgboss.job');
    const common = { data: { paymentId: 7 }, created_on: enqueuedAt, state: 'created' };
    expect(moved).toHaveLength(3);
    for (const { key } of [waiting, running]) {
      expect(moved).toContainEqual(
        expect.objectContaining({ ...common, id: key, name: 'mail-receipt', start_after: runAt, source_name: null }),
      );
    }
    expect(moved).toContainEqual(
      expect.objectContaining({
        ...common,
        ...{ id: dead.key, name: 'dead-letters', priority: 1, source_name: 'mail-receipt', source_root_id: dead.key },
        ...{ source_created_on: enqueuedAt, source_retry_count: 2, source_output: { message: 'No.' } },
      }),
    );
    await queue.stop();
  });
});
