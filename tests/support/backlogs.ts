import { RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { TableBacklog } from '@online-cinema/adapters/mikro-orm';
import type { Alarms, JobBacklog, JobHandlers } from '@online-cinema/application/ports';
import { vi } from 'vitest';
import { DATABASES, type DatabaseName, openDatabaseStore, type Store } from './database.ts';
import { runnerOf } from './jobs.ts';
import { openPgBossStore } from './pg-boss.ts';
import { execute } from './postgres.ts';

export const QUEUES = [...DATABASES, 'pg-boss'] as const;

interface Runner {
  start(): Promise<void>;
  stop(): Promise<unknown>;
}

/** A queue of either kind. */
interface Queue {
  readonly store: Store;
  readonly backlog: JobBacklog;
  /** Tries what fails again. */
  runner(handlers: JobHandlers, alarms: Alarms): Promise<Runner>;
  /** Gives up what fails. */
  impatientRunner(handlers: JobHandlers, alarms: Alarms): Promise<Runner>;
}

/** A queue, what it has not done, and somebody who does it. */
export class QueueWithBacklog {
  readonly store: Store;
  readonly backlog: JobBacklog;
  readonly #queue: Queue;
  #alarms = new RecordedAlarms();

  constructor(queue: Queue) {
    this.store = queue.store;
    this.backlog = queue.backlog;
    this.#queue = queue;
  }

  static async open(name: (typeof QUEUES)[number]): Promise<QueueWithBacklog> {
    return new QueueWithBacklog(name === 'pg-boss' ? await onPgBoss() : await onTable(name));
  }

  get raised() {
    return this.#alarms.raised;
  }

  /** Does what is due until `isDone` no longer throws. */
  async work(handlers: JobHandlers, isDone: () => unknown): Promise<void> {
    await workUntil(isDone, await this.#queue.runner(handlers, this.#alarms));
  }

  /** Likewise, but gives up what fails once. */
  async workImpatiently(handlers: JobHandlers, isDone: () => unknown): Promise<void> {
    await workUntil(isDone, await this.#queue.impatientRunner(handlers, this.#alarms));
  }

  /** Forgets everything that was stored, and every alarm. */
  async empty(): Promise<void> {
    this.#alarms = new RecordedAlarms();
    await this.store.empty();
  }
}

async function workUntil(isDone: () => unknown, runner: Runner): Promise<void> {
  await runner.start();
  await vi.waitFor(isDone, { timeout: 15_000, interval: 20 }).finally(() => runner.stop());
}

async function onTable(name: DatabaseName): Promise<Queue> {
  const store = await openDatabaseStore(name);
  return {
    store,
    backlog: new TableBacklog(store.database, store.clock),
    runner: async (handlers, alarms) => runnerOf(store, handlers, { alarms }),
    impatientRunner: async (handlers, alarms) => runnerOf(store, handlers, { alarms, retryAt: () => undefined }),
  };
}

async function onPgBoss(): Promise<Queue> {
  const store = await openPgBossStore();
  return {
    store,
    backlog: store.queue.backlog,
    runner: async (handlers, alarms) => store.runner(handlers, { alarms }),
    async impatientRunner(handlers, alarms) {
      await execute(store.url, "update pgboss.job set retry_limit = 0 where name <> 'dead-letters'");
      return store.runner(handlers, { alarms });
    },
  };
}
