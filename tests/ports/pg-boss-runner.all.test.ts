import { RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { DEAD_LETTERS, HEARTBEAT, type PgBossRunner } from '@online-cinema/adapters/pg-boss';
import type { CutOffJob, FailedTry, JobOutcome } from '@online-cinema/application/ports';
import { PgBoss } from 'pg-boss';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { allDo, type Delivered, enqueue } from '../support/jobs.ts';
import { openPgBossStore, type PgBossStore } from '../support/pg-boss.ts';
import { execute } from '../support/postgres.ts';

const EMAIL = 'ann@cinema.example';
const patiently = { timeout: 8_000, interval: 20 };

describe('the runner of pg-boss', () => {
  let store: PgBossStore;
  let runners: PgBossRunner[];
  let delivered: Delivered[];
  const note = allDo(async (job) => {
    delivered.push(job);
  });
  const failing = allDo(async (job) => {
    delivered.push(job);
    throw new Error('The mail server says no');
  });
  beforeAll(async () => {
    store = await openPgBossStore();
  });
  beforeEach(async () => {
    await store.empty();
    delivered = [];
    runners = [];
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
  });
  afterAll(() => store.stop());

  async function start(...given: Parameters<PgBossStore['runner']>): Promise<PgBossRunner> {
    const runner = store.runner(...given);
    runners.push(runner);
    await runner.start();
    return runner;
  }

  const allDone = () => vi.waitFor(async () => expect(await store.count()).toBe(0), patiently);
  const times = (count: number) => vi.waitFor(() => expect(delivered).toHaveLength(count), patiently);
  /** What waits for its next try has waited long enough. */
  const letTimePass = () => execute(store.url, "update pgboss.job set start_after = now() where state = 'retry'");
  const rows = async (statement: string) => (await execute(store.url, statement)).rows;

  it('takes a job up as soon as it is committed, also if it seldom looks by itself', async () => {
    await start(note, { pace: { look: 60, watch: 45 } });
    await enqueue(store, 7);

    await allDone();

    expect(delivered).toMatchObject([{ name: 'mail-receipt', data: { paymentId: 7 } }]);
  });

  it('takes up what waits one after the other, without looking in between', async () => {
    await enqueue(store, ...Array.from({ length: 40 }, (_, index) => index));

    await start(note, { pace: { look: 60, watch: 45 } });
    await allDone();

    expect(new Set(delivered.map(({ id }) => id)).size).toBe(40);
    expect(delivered).toHaveLength(40);
  });

  it('lets a job do units of work of its own, and enqueue more', async () => {
    await start(
      allDo(async (job) => {
        delivered.push(job);
        if (delivered.length === 1) await enqueue(store, 8);
      }),
    );
    await enqueue(store, 7);

    await times(2);

    expect(delivered).toMatchObject([{ data: { paymentId: 7 } }, { data: { paymentId: 8 } }]);
  });

  it('tries a job that failed again, under the same id, after 10 to 20 seconds at first, and tells how tries end', async () => {
    const failures: FailedTry[] = [];
    const outcomes: JobOutcome[] = [];
    const handlers = allDo(async (job) => {
      delivered.push(job);
      if (delivered.length === 1) throw new Error('No.');
    });
    await start(handlers, {
      onFailure: (failure) => failures.push(failure),
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    await enqueue(store, 7);
    await vi.waitFor(async () => expect(await rows(PAUSES)).toHaveLength(1), patiently);

    const [{ pause }] = await rows(PAUSES);
    expect(Number(pause)).toBeGreaterThanOrEqual(10);
    expect(Number(pause)).toBeLessThanOrEqual(20);
    expect(failures).toMatchObject([{ name: 'mail-receipt', attempts: 1, error: new Error('No.'), isLast: false }]);
    await letTimePass();
    await allDone();

    expect(delivered).toHaveLength(2);
    expect(new Set([...delivered, ...failures].map(({ id }) => id)).size).toBe(1);
    expect(delivered[1]?.enqueuedAt).toEqual(delivered[0]?.enqueuedAt);
    expect(outcomes).toMatchObject([
      { name: 'mail-receipt', outcome: 'failed', milliseconds: expect.any(Number) },
      { name: 'mail-receipt', outcome: 'completed' },
    ]);
  });

  it('waits longer from try to try, up to an hour, and gives up after three days, but never where money waits', async () => {
    const [mail] = await rows("select * from pgboss.queue where name = 'mail-receipt'");
    const [money] = await rows("select * from pgboss.queue where name = 'give-back-payment'");

    // As pg-boss reckons it: 10 seconds, doubled with every try, and as much again by chance.
    const pauses = Array.from({ length: mail.retry_limit }, (_, n) => mail.retry_delay * 2 ** Math.min(n, 15));
    const sum = (chance: number) =>
      pauses.reduce((all, pause) => all + Math.min(pause * (1 + chance), mail.retry_delay_max), 0);
    expect(mail).toMatchObject({ retry_delay: 10, retry_backoff: true, retry_delay_max: 3_600 });
    expect(sum(0)).toBeGreaterThanOrEqual(3 * 86_400);
    expect(sum(1)).toBeLessThanOrEqual(3 * 86_400 + 2 * 3_600);
    expect(money.retry_limit).toBe(2 ** 31 - 1);
    expect(money.retention_seconds).toBeGreaterThan(60 * 365 * 86_400);
  });

  it('gives a job up in the end, keeps it with its error, and raises one alarm, however many workers run', async () => {
    const alarms = new RecordedAlarms();
    const outcomes: JobOutcome[] = [];
    await enqueue(store, 7);
    await execute(store.url, 'update pgboss.job set retry_limit = 0');
    await start(failing, { alarms, onOutcome: (outcome) => outcomes.push(outcome) });

    await vi.waitFor(() => expect(alarms.raised).toHaveLength(1), patiently);
    await start(failing, { alarms });
    await vi.waitFor(async () => expect(await rows(TOLD)).toHaveLength(1), patiently);

    const [job] = delivered;
    const details = { job: 'mail-receipt', id: job?.id, attempts: 1, error: 'Error: The mail server says no' };
    expect(alarms.raised).toEqual([{ what: 'A job was given up', details }]);
    expect(outcomes).toMatchObject([{ outcome: 'dead' }]);
    expect(await store.queue.stats()).toContainEqual({
      ...{ name: 'mail-receipt', waiting: 0, retrying: 0, running: 0 },
      dead: 1,
    });
    expect(await store.queue.nextDue()).toBeUndefined();
  });

  it('delivers a job that was given up under its first id once the operator has it taken up again', async () => {
    await enqueue(store, 7);
    await execute(store.url, 'update pgboss.job set retry_limit = 0');
    await start(failing);
    await vi.waitFor(async () => expect(await rows(TOLD)).toHaveLength(1), patiently);
    await Promise.all(runners.map((runner) => runner.stop()));

    const operator = new PgBoss({ connectionString: store.url, migrate: false, supervise: false, schedule: false });
    await operator.start();
    expect(await operator.redrive(DEAD_LETTERS)).toBe(1);
    await operator.stop({ graceful: false });
    await start(note);
    await times(2);

    expect(delivered[1]).toMatchObject({ id: delivered[0]?.id, data: { paymentId: 7 } });
  });

  it('knows nothing any more of a mail that was taken back while it waited for a try or was given up', async () => {
    for (const tries of [80, 0]) {
      const failures: FailedTry[] = [];
      await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-password-reset-done', { email: EMAIL }));
      await execute(store.url, `update pgboss.job set retry_limit = ${tries}`);
      const runner = await start(failing, { onFailure: (failure) => failures.push(failure) });
      await vi.waitFor(() => expect(failures).toHaveLength(1), patiently);
      await runner.stop();
      expect(await rows(ABOUT_ANN)).toHaveLength(tries === 0 ? 2 : 1);

      await store.unitOfWork.run(({ jobs }) => jobs.withdrawMails(EMAIL));
      expect(await rows(ABOUT_ANN)).toEqual([]);
    }
  });

  it('does not try a mail again that was taken back while it was under way', async () => {
    const failures: FailedTry[] = [];
    const withdrawing = allDo(async (job) => {
      delivered.push(job);
      await store.unitOfWork.run(({ jobs }) => jobs.withdrawMails(EMAIL));
      throw new Error('The mail server says no');
    });
    const runner = await start(withdrawing, { onFailure: (failure) => failures.push(failure) });
    await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-password-reset-done', { email: EMAIL }));
    await vi.waitFor(() => expect(failures).toHaveLength(1), patiently);
    await runner.stop();

    expect(delivered).toHaveLength(1);
    expect(await rows(ABOUT_ANN)).toEqual([]);
  });

  it('misses no mail that fails at the very moment at which mails are taken back', async () => {
    await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-password-reset-done', { email: EMAIL }));
    const worker = new PgBoss({ connectionString: store.url, migrate: false, supervise: false, schedule: false });
    await worker.start();
    const [job] = await worker.fetch('mail-password-reset-done');
    const failure = await worker.getDb().beginTransaction?.();
    if (!job || !failure) throw new Error('Nothing to fail');
    await worker.fail(job.name, job.id, null, { db: failure.db });

    const taken = store.unitOfWork.run(({ jobs }) => jobs.withdrawMails(EMAIL));
    await vi.waitFor(async () => expect(await rows(WAITING)).toHaveLength(1), patiently);
    await failure.commit();
    await taken;

    expect(await rows(ABOUT_ANN)).toEqual([]);
    await worker.stop({ graceful: false });
  });

  it('takes up what a killed worker was at as soon as that gives no sign of life', async () => {
    await enqueue(store, 7);
    const killed = new PgBoss({ connectionString: store.url, migrate: false, supervise: false, schedule: false });
    await killed.start();
    const [begun] = await killed.fetch('mail-receipt');
    await killed.stop({ graceful: false });
    await start(note);
    await enqueue(store, 8);
    await times(1);
    expect(delivered).toMatchObject([{ data: { paymentId: 8 } }]);

    await execute(store.url, `update pgboss.job set heartbeat_on = now() - interval '${HEARTBEAT + 1} seconds'`);
    await times(2);

    expect(delivered[1]).toMatchObject({ id: begun?.id, data: { paymentId: 7 } });
  });

  it('shares the work with another worker, and neither does what the other does', async () => {
    const of: Record<string, number> = { one: 0, other: 0 };
    const counting = (worker: 'one' | 'other') =>
      allDo(async (job) => {
        delivered.push(job);
        of[worker] = (of[worker] ?? 0) + 1;
        await vi.waitFor(() => expect(Math.min(...Object.values(of))).toBeGreaterThan(0), patiently);
      });
    await Promise.all([start(counting('one')), start(counting('other'))]);
    await enqueue(store, ...Array.from({ length: 40 }, (_, index) => index));

    await allDone();

    expect(delivered).toHaveLength(40);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(40);
  });

  it('ends what it is at before it stops, and takes up nothing more', async () => {
    const began = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const runner = await start(
      allDo(async (job) => {
        began.resolve();
        await end.promise;
        delivered.push(job);
      }),
    );
    await enqueue(store, 7);
    await began.promise;

    const stopped = runner.stop();
    end.resolve();
    expect(await stopped).toBe(true);
    await enqueue(store, 8);

    expect(delivered).toMatchObject([{ data: { paymentId: 7 } }]);
    expect(await store.count()).toBe(1);
  });

  it('waits for what hangs no longer than it has patience, names it, and gives it back', async () => {
    const cutOff: CutOffJob[] = [];
    const failures: FailedTry[] = [];
    const said: string[] = [];
    const hanging = Promise.withResolvers<void>();
    const runner = await start(
      allDo(async (job) => {
        delivered.push(job);
        if (delivered.length === 1) await hanging.promise;
      }),
      {
        onCutOff: (job) => cutOff.push(job),
        onFailure: (failure) => failures.push(failure),
        log: (message) => said.push(message),
      },
    );
    await enqueue(store, 7);
    await times(1);

    expect(await runner.stop(1_000)).toBe(false);
    hanging.reject(new Error('The database is closed'));
    expect(cutOff).toEqual([{ name: 'mail-receipt', id: delivered[0]?.id }]);
    expect(await rows(PAUSES)).toHaveLength(1);
    await start(allDo(async (job) => void delivered.push(job)));
    await letTimePass();
    await times(2);

    expect(delivered[1]?.id).toBe(delivered[0]?.id);
    expect({ failures, said }).toEqual({ failures: [], said: [] });
  });

  it('goes on after the database closed all of its connections', async () => {
    await start(note);
    await execute(
      store.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'online-cinema-jobs'`,
    );
    await enqueue(store, 7);

    await allDone();

    expect(delivered).toMatchObject([{ data: { paymentId: 7 } }]);
  });

  it('says how many jobs there are of every name', async () => {
    const nothing = { waiting: 0, retrying: 0, running: 0, dead: 0 };
    expect(await store.queue.nextDue()).toBeUndefined();
    await enqueue(store, 1, 2);

    const stats = await store.queue.stats();

    expect(stats).toContainEqual({ name: 'mail-receipt', ...nothing, waiting: 2 });
    expect(stats).toContainEqual({ name: 'give-back-payment', ...nothing });
    const [{ due }] = await rows("select min(start_after) as due from pgboss.job where name = 'mail-receipt'");
    expect(await store.queue.nextDue()).toEqual(due);
  });
});

const PAUSES = "select extract(epoch from start_after - now()) as pause from pgboss.job where state = 'retry'";
const TOLD = `select id from pgboss.job where name = '${DEAD_LETTERS}' and priority = 1`;
const ABOUT_ANN = `select id from pgboss.job where data->>'email' = '${EMAIL}'`;
const WAITING = "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
