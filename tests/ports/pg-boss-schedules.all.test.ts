import { type PgBossRunner, queueNameOf } from '@online-cinema/adapters/pg-boss';
import type { Timetable } from '@online-cinema/application/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { allDo } from '../support/jobs.ts';
import { openPgBossStore, type PgBossStore } from '../support/pg-boss.ts';
import { execute } from '../support/postgres.ts';

const patiently = { timeout: 9_000, interval: 20 };
const SWEEP: Timetable = { name: 'sweep the floor', every: 'day' };

describe('schedules of pg-boss', () => {
  let store: PgBossStore;
  let runners: PgBossRunner[];
  let runs: number;
  let sweep: () => Promise<unknown>;
  beforeAll(async () => {
    store = await openPgBossStore([{ ...SWEEP, run: () => sweep() }]);
  });
  beforeEach(async () => {
    await store.empty();
    runners = [];
    runs = 0;
    sweep = async () => {
      runs += 1;
    };
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
  });
  afterAll(() => store.stop());

  async function start(): Promise<PgBossRunner> {
    const runner = store.runner(allDo(async () => {}));
    runners.push(runner);
    await runner.start();
    return runner;
  }

  /** As if no worker had run for so many days. */
  async function sleepFor(count: number): Promise<void> {
    const then = `now() - interval '${count} days'`;
    await execute(store.url, `update pgboss.schedule set created_on = ${then}`);
    await execute(store.url, `update pgboss.version set cron_on = ${then}`);
  }

  /** Workers have looked at the clock so often from now on. */
  async function looks(count: number): Promise<void> {
    const moments = new Set<string>();
    await vi.waitFor(async () => {
      const { rows } = await execute(store.url, 'select cron_on::text from pgboss.version');
      moments.add(rows[0].cron_on);
      expect(moments.size).toBeGreaterThan(count);
    }, patiently);
  }

  it('are made up for once after days without any worker, however many start then', async () => {
    await sleepFor(3);
    await Promise.all([start(), start()]);

    await vi.waitFor(() => expect(runs).toBe(1), patiently);
    await looks(3);

    expect(runs).toBe(1);
  });

  it('do not pile up, and are not begun again while they are under way', async () => {
    const end = Promise.withResolvers<void>();
    sweep = async () => {
      runs += 1;
      await end.promise;
    };
    await Promise.all([start(), start()]);
    await sleepFor(1);
    await vi.waitFor(() => expect(runs).toBe(1), patiently);
    await sleepFor(2);
    await looks(3);

    expect(runs).toBe(1);
    expect(await store.count()).toBe(1);
    end.resolve();
  });

  it('are tried again when they fail', async () => {
    sweep = async () => {
      runs += 1;
      if (runs === 1) throw new Error('The broom broke');
    };
    await start();
    await sleepFor(1);
    const retry = `select id from pgboss.job where name = '${queueNameOf(SWEEP)}' and state = 'retry'`;
    await vi.waitFor(async () => expect((await execute(store.url, retry)).rows).toHaveLength(1), patiently);

    await execute(store.url, 'update pgboss.job set start_after = now()');
    await vi.waitFor(() => expect(runs).toBe(2), patiently);
  });
});
