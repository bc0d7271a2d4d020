import { randomUUID } from 'node:crypto';
import type { UndoneJob } from '@online-cinema/application/ports';
import { days } from '@online-cinema/domain/shared';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { QUEUES, QueueWithBacklog } from '../support/backlogs.ts';
import { allDo, type Delivered, enqueue } from '../support/jobs.ts';

describe.each(QUEUES)('what a queue on %s has not done', { timeout: 30_000 }, (name) => {
  let queue: QueueWithBacklog;
  let delivered: Delivered[] = [];
  beforeAll(async () => {
    queue = await QueueWithBacklog.open(name);
  }, 60_000);
  afterEach(async () => {
    delivered = [];
    await queue.empty();
  });
  afterAll(() => queue.store.stop());

  const note = allDo(async (job) => {
    delivered.push(job);
  });
  const failing = allDo(async () => {
    throw new Error('The mail server says no');
  });
  const list = async (state: UndoneJob['state']) => (await queue.backlog.list(state, 10)).jobs;
  const waitsFor = (state: UndoneJob['state'], count: number) => async () =>
    expect(await list(state)).toHaveLength(count);

  /** Enqueues a job for each payment, and has them all given up. */
  async function givenUp(...paymentIds: readonly number[]): Promise<readonly UndoneJob[]> {
    await enqueue(queue.store, ...paymentIds);
    await queue.workImpatiently(failing, waitsFor('dead', paymentIds.length));
    return list('dead');
  }

  it('is nothing at first', async () => {
    for (const state of ['waiting', 'retrying', 'running', 'dead'] as const)
      expect(await queue.backlog.list(state, 10)).toEqual({ jobs: [], total: 0 });
    expect(await queue.backlog.retry('all')).toBe(0);
  });

  it('is told by what it is about and when it is due, the oldest first, and counted', async () => {
    await enqueue(queue.store, 7);
    await enqueue(queue.store, 8);
    const { jobs, total } = await queue.backlog.list('waiting', 1);

    expect(total).toBe(2);
    expect(jobs).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...{ name: 'mail-receipt', data: { paymentId: 7 }, state: 'waiting' },
        ...{ enqueuedAt: expect.any(Date), dueAt: expect.any(Date), attempts: 0, lastError: undefined },
      },
    ]);
    expect(jobs[0]?.dueAt).toEqual(jobs[0]?.enqueuedAt);
  });

  it('is told with its failure while it is to be tried again', async () => {
    await enqueue(queue.store, 7);
    await queue.work(failing, waitsFor('retrying', 1));

    const [job] = await list('retrying');
    expect(job).toMatchObject({ attempts: 1, lastError: 'Error: The mail server says no', data: { paymentId: 7 } });
    expect(job?.dueAt?.getTime()).toBeGreaterThan(job?.enqueuedAt.getTime() ?? Number.NaN);
    expect(await list('waiting')).toEqual([]);
    expect(await queue.backlog.retry('all')).toBe(0);
  });

  it('is told while it is under way', async () => {
    const seen: UndoneJob[] = [];
    const looking = allDo(async () => {
      seen.push(...(await list('running')));
    });
    await enqueue(queue.store, 7);
    await queue.work(looking, () => expect(seen).toHaveLength(1));

    expect(seen).toMatchObject([{ data: { paymentId: 7 }, attempts: 1, dueAt: undefined }]);
  });

  it('is told with its failure once it was given up, under the id that the alarm names', async () => {
    const [job] = await givenUp(7);

    expect(job).toMatchObject({
      ...{ name: 'mail-receipt', data: { paymentId: 7 }, state: 'dead', enqueuedAt: expect.any(Date) },
      ...{ dueAt: undefined, attempts: 1, lastError: 'Error: The mail server says no' },
    });
    await queue.work(note, () => expect(queue.raised).toHaveLength(1));
    expect(queue.raised).toMatchObject([{ what: 'A job was given up', details: { id: job?.id } }]);
    expect(delivered).toEqual([]);
  });

  it('is done after all where the operator puts one back: that one, under the same id, as if it were new', async () => {
    const [one, other] = await givenUp(7, 8);
    const ids = [one?.id ?? '', randomUUID(), 'no id at all'];

    expect(await queue.backlog.retry(ids)).toBe(1);
    expect(await queue.backlog.retry(ids)).toBe(0);
    expect(await list('waiting')).toMatchObject([{ id: one?.id, attempts: 0, lastError: undefined }]);
    await queue.work(note, () => expect(delivered).toHaveLength(1));

    expect(delivered).toMatchObject([{ id: one?.id, name: one?.name, data: one?.data }]);
    expect(await list('dead')).toMatchObject([{ id: other?.id }]);
  });

  it('is done after all where the operator puts all of them back', async () => {
    const dead = await givenUp(7, 8, 9);

    expect(await queue.backlog.retry('all')).toBe(3);
    await queue.work(note, () => expect(delivered).toHaveLength(3));

    expect(new Set(delivered.map(({ id }) => id))).toEqual(new Set(dead.map(({ id }) => id)));
    expect(await list('dead')).toEqual([]);
  });

  it('is given up with an alarm a second time where it fails again', async () => {
    const [job] = await givenUp(7);
    await queue.work(note, () => expect(queue.raised).toHaveLength(1));

    await queue.backlog.retry('all');
    await queue.workImpatiently(failing, () => expect(queue.raised).toHaveLength(2));

    expect(await list('dead')).toMatchObject([{ id: job?.id, attempts: 1 }]);
    const [first, second] = queue.raised;
    expect(second).toEqual(first);
  });

  it('is tried for three days more where it is put back, however old it is', async () => {
    await givenUp(7);
    // pg-boss goes by the clock of the database, but for it a job that is put back is a new one anyway.
    queue.store.clock.advance(days(4));

    await queue.backlog.retry('all');
    await queue.work(failing, waitsFor('retrying', 1));
    expect(await list('dead')).toEqual([]);
  });
});
