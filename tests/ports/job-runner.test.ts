import { RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { type JobRunner, JobTable, nextTry } from '@online-cinema/adapters/mikro-orm';
import type { FailedTry, JobOutcome, QueueDepth } from '@online-cinema/application/ports';
import { minutes, seconds } from '@online-cinema/domain/shared';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';
import { allDo, allDone, countJobs, type Delivered, enqueue, runnerOf } from '../support/jobs.ts';

describe.each(DATABASES)('the runner of the job table on %s', (name) => {
  let store: DatabaseStore;
  let runner: JobRunner;
  let delivered: Delivered[];
  const note = allDo(async (job) => {
    delivered.push(job);
  });
  beforeAll(async () => {
    store = await openDatabaseStore(name);
  });
  beforeEach(async () => {
    await store.empty();
    delivered = [];
  });
  afterEach(() => runner.stop());
  afterAll(() => store.stop());

  it('takes a job up as soon as it is committed', async () => {
    runner = runnerOf(store, note);
    await runner.start();
    const began = performance.now();
    await enqueue(store, 7);

    await allDone(store);

    expect(delivered).toMatchObject([{ data: { paymentId: 7 } }]);
    // It looks by itself every five seconds only.
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('lets a job do units of work of its own, and enqueue more', async () => {
    runner = runnerOf(
      store,
      allDo(async (job) => {
        delivered.push(job);
        if (delivered.length === 1) await enqueue(store, 8);
      }),
    );
    await runner.start();
    await enqueue(store, 7);

    await allDone(store);

    expect(delivered).toMatchObject([{ data: { paymentId: 7 } }, { data: { paymentId: 8 } }]);
  });

  it('tries a job that failed again, under the same id', async () => {
    const failures: FailedTry[] = [];
    runner = runnerOf(
      store,
      allDo(async (job) => {
        delivered.push(job);
        if (delivered.length < 3) throw new Error(`No. ${delivered.length}`);
      }),
      { retryAt: (_, now) => now, onFailure: (failure) => failures.push(failure) },
    );
    await runner.start();
    await enqueue(store, 7);

    await allDone(store);

    expect(delivered).toHaveLength(3);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(1);
    expect(failures).toMatchObject([
      {
        name: 'mail-receipt',
        id: delivered[0]?.id,
        attempts: 1,
        error: new Error('No. 1'),
        retryAt: store.clock.now(),
        isLast: false,
      },
      { attempts: 2, error: new Error('No. 2') },
    ]);
  });

  it('tells how every try ends, and how many jobs there are', async () => {
    const outcomes: JobOutcome[] = [];
    const depths: (QueueDepth | undefined)[] = [];
    const handlers = allDo(async (job) => {
      delivered.push(job);
      depths.push(...(await store.jobs.stats()));
      if (delivered.length < 3) throw new Error('No.');
    });
    runner = runnerOf(store, handlers, {
      retryAt: ({ attempts }, now) => (attempts === 1 ? now : undefined),
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    await enqueue(store, 7);
    depths.push(...(await store.jobs.stats()));
    await runner.start();
    await vi.waitFor(() => expect(outcomes).toHaveLength(2));
    await enqueue(store, 8);
    await vi.waitFor(() => expect(outcomes).toHaveLength(3));
    depths.push(...(await store.jobs.stats()));

    const name = 'mail-receipt';
    expect(outcomes).toMatchObject([
      { name, outcome: 'failed', milliseconds: expect.any(Number) },
      { name, outcome: 'dead' },
      { name, outcome: 'completed' },
    ]);
    const none = { name, waiting: 0, retrying: 0, running: 0, dead: 0 };
    expect(depths).toEqual([
      { ...none, waiting: 1 },
      { ...none, running: 1 },
      { ...none, running: 1 },
      { ...none, running: 1, dead: 1 },
      { ...none, dead: 1 },
    ]);
  });

  it('leaves a job that failed until its time has come', async () => {
    runner = runnerOf(
      store,
      allDo(async (job) => {
        delivered.push(job);
        if (delivered.length === 1) throw new Error('No.');
      }),
    );
    await runner.start();
    await enqueue(store, 7);
    await vi.waitFor(async () => expect(await waitingUntil()).toBeDefined());

    expect(await waitingUntil()).toBeGreaterThanOrEqual(seconds(10));
    expect(await waitingUntil()).toBeLessThanOrEqual(seconds(12));
    store.clock.advance(seconds(12));
    await enqueue(store, 8);
    await allDone(store);
    expect(delivered.map(({ data }) => data)).toEqual(expect.arrayContaining([{ paymentId: 7 }, { paymentId: 8 }]));
    expect(delivered).toHaveLength(3);

    async function waitingUntil(): Promise<number | undefined> {
      const row = await store.database.writer
        .selectFrom('jobs')
        .select('run_at')
        .where('status', '=', 'waiting')
        .where('attempts', '=', 1)
        .executeTakeFirst();
      return row && new Date(row.run_at).getTime() - store.clock.now().getTime();
    }
  });

  it('knows nothing any more of a mail that was taken back while it failed or was given up', async () => {
    const email = 'ann@cinema.example';
    const failing = allDo(async () => {
      throw new Error('The mail server says no');
    });
    for (const retryAt of [nextTry, () => undefined]) {
      const failures: FailedTry[] = [];
      runner = runnerOf(store, failing, { retryAt, onFailure: (failure) => failures.push(failure) });
      await runner.start();
      await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-password-reset-done', { email }));
      await vi.waitFor(() => expect(failures).toHaveLength(1));
      await runner.stop();
      expect(await countJobs(store)).toBe(1);

      await store.unitOfWork.run(({ jobs }) => jobs.withdrawMails(email));
      expect(await countJobs(store)).toBe(0);
    }
  });

  it('does not try a mail again that was taken back while it was under way', async () => {
    const email = 'ann@cinema.example';
    const failures: FailedTry[] = [];
    const withdrawing = allDo(async (job) => {
      delivered.push(job);
      await store.unitOfWork.run(({ jobs }) => jobs.withdrawMails(email));
      throw new Error('The mail server says no');
    });
    runner = runnerOf(store, withdrawing, {
      retryAt: (_, now) => now,
      onFailure: (failure) => failures.push(failure),
    });
    await runner.start();
    await store.unitOfWork.run(({ jobs }) => jobs.enqueue('mail-password-reset-done', { email }));
    await vi.waitFor(() => expect(failures).toHaveLength(1));
    await runner.stop();

    expect(delivered).toHaveLength(1);
    expect(await countJobs(store)).toBe(0);
  });

  it('gives a job up in the end, keeps it with its error, and raises an alarm', async () => {
    const alarms = new RecordedAlarms();
    const failing = allDo(async () => {
      throw new Error('The mail server says no');
    });
    runner = runnerOf(store, failing, { alarms, retryAt: () => undefined });
    await runner.start();
    await enqueue(store, 7);

    await vi.waitFor(() => expect(alarms.raised).toHaveLength(1));
    await runner.stop();

    expect(alarms.raised).toMatchObject([
      { what: 'A job was given up', details: { job: 'mail-receipt', attempts: 1 } },
    ]);
    const kept = await store.database.writer.selectFrom('jobs').select(['status', 'last_error']).execute();
    expect(kept).toEqual([{ status: 'dead', last_error: 'Error: The mail server says no' }]);
  });

  it('lets a job that nobody knows fail, and goes on', async () => {
    await enqueue(store, 7);
    await store.database.writer.updateTable('jobs').set({ name: 'forgotten' }).execute();
    await enqueue(store, 8);
    const failures: FailedTry[] = [];
    runner = runnerOf(store, note, { onFailure: (failure) => failures.push(failure) });
    await runner.start();

    await vi.waitFor(() => expect(delivered).toHaveLength(1));
    expect(failures).toMatchObject([{ name: 'forgotten', error: new Error('There is no job by the name forgotten') }]);
  });

  it('takes up at once what a killed process had begun', async () => {
    await enqueue(store, 7);
    const [begun] = await store.jobs.claim(1, minutes(10));
    runner = runnerOf(store, note);
    await runner.start();

    await allDone(store);

    expect(delivered).toMatchObject([{ id: begun?.key, data: { paymentId: 7 } }]);
  });

  it('leaves alone what another process is at, until it gives no sign of life', async () => {
    await enqueue(store, 7);
    await store.jobs.claim(1, seconds(30));
    runner = runnerOf(store, note, { alone: false });
    await runner.start();
    await enqueue(store, 8);
    await vi.waitFor(async () => expect(await countJobs(store)).toBe(1));
    expect(delivered).toMatchObject([{ data: { paymentId: 8 } }]);

    store.clock.advance(seconds(30));
    await enqueue(store, 9);
    await allDone(store);

    expect(delivered).toHaveLength(3);
  });

  it('leaves alone what another process says it is at', async () => {
    runner = runnerOf(store, note);
    await enqueue(store, 7);
    const [job] = await store.jobs.claim(1, seconds(30));
    store.clock.advance(seconds(20));
    await store.jobs.keep([job?.id ?? 0], seconds(30));

    store.clock.advance(seconds(20));
    expect(await store.jobs.claim(1, seconds(30))).toEqual([]);

    store.clock.advance(seconds(10));
    expect(await store.jobs.claim(1, seconds(30))).toMatchObject([{ key: job?.key, attempts: 2 }]);
  });

  it('shares the work with another runner, and neither does what the other does', async () => {
    await enqueue(store, ...Array.from({ length: 40 }, (_, index) => index));
    runner = runnerOf(store, note, { alone: false });
    const other = runnerOf(store, note, { alone: false, table: new JobTable(store.database, store.clock) });
    await Promise.all([runner.start(), other.start()]);

    await allDone(store);
    await other.stop();

    expect(delivered).toHaveLength(40);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(40);
  });

  it('carries out five at a time, and each once', async () => {
    let underWay = 0;
    let most = 0;
    const fiveBegan = Promise.withResolvers<void>();
    runner = runnerOf(
      store,
      allDo(async (job) => {
        delivered.push(job);
        underWay += 1;
        most = Math.max(most, underWay);
        if (underWay === 5) fiveBegan.resolve();
        await fiveBegan.promise;
        underWay -= 1;
      }),
    );
    await runner.start();
    await enqueue(store, ...Array.from({ length: 23 }, (_, index) => index));

    await allDone(store);

    expect(most).toBe(5);
    expect(new Set(delivered.map(({ id }) => id)).size).toBe(23);
    expect(delivered).toHaveLength(23);
  });

  it('ends what it is at before it stops, and takes up nothing more', async () => {
    const began = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    runner = runnerOf(
      store,
      allDo(async (job) => {
        began.resolve();
        await end.promise;
        delivered.push(job);
      }),
    );
    await runner.start();
    await enqueue(store, 7);
    await began.promise;

    const stopped = runner.stop();
    end.resolve();
    await stopped;
    await enqueue(store, 8);

    expect(delivered).toMatchObject([{ data: { paymentId: 7 } }]);
    expect(await countJobs(store)).toBe(1);
  });
});
