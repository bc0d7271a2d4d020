import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Clock, type HeldJob, MAILS_TO_ADDRESSES, type QueueDepth } from '@online-cinema/application/ports';
import { type Kysely, sql } from 'kysely';
import { time } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { type JOB_STATUSES, JobRow } from './rows.ts';
import type { TransactionalJobQueue } from './transactional-job-queue.ts';

/** A job that is this process's to carry out until its lease ends. */
export interface ClaimedJob {
  readonly id: number;
  /** What every delivery of the job is known by: a uuid. */
  readonly key: string;
  readonly name: string;
  /** JSON. */
  readonly data: string;
  /** How often it was claimed, this time included. */
  readonly attempts: number;
  readonly enqueuedAt: Date;
}

/** The jobs of the embedded queue, in a table of the shop's own database. */
export class JobTable {
  readonly #database: Database;
  readonly #clock: Clock;
  #listener: () => void = () => {};

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** `listener` is called whenever jobs were committed in this process. */
  onEnqueued(listener: () => void): void {
    this.#listener = listener;
  }

  /** The queue of one transaction; a `JobQueueFactory`. */
  readonly queueIn = (em: SqlEntityManager): TransactionalJobQueue => {
    let enqueued = false;
    return {
      enqueue: async (name, data) => {
        const now = this.#clock.now();
        const job = { key: randomUUID(), name, data: JSON.stringify(data), attempts: 0 };
        await em.insert(JobRow, { ...job, status: 'waiting', runAt: now, enqueuedAt: now, lastError: null });
        enqueued = true;
      },
      withdrawMails: async (email) => {
        const address = this.#database.kind === 'postgresql' ? sql`data::json->>'email'` : sql`data->>'email'`;
        await em
          .getKysely<Schema>()
          .deleteFrom('jobs')
          .where('name', 'in', MAILS_TO_ADDRESSES)
          .where(address, '=', email)
          .execute();
      },
      committed: () => {
        if (enqueued) this.#listener();
      },
    };
  };

  /** Claims at most `limit` jobs whose time has come, the most overdue first, for `lease` milliseconds. */
  async claim(limit: number, lease: number): Promise<readonly ClaimedJob[]> {
    const now = this.#clock.now();
    const jobs = await this.#write((writer) =>
      writer
        .updateTable('jobs')
        .set(({ eb }) => ({ status: 'running', run_at: endOf(lease, now), attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', (due) =>
          due
            .selectFrom('jobs')
            .select('id')
            .where('status', 'in', ['waiting', 'running'])
            .where('run_at', '<=', now)
            .orderBy('run_at')
            .orderBy('id')
            .limit(limit)
            .$if(this.#database.kind === 'postgresql', (rows) => rows.forUpdate().skipLocked()),
        )
        .returning(['id', 'key', 'name', 'data', 'attempts', 'enqueued_at'])
        .execute(),
    );
    return jobs
      .map(({ enqueued_at, ...job }) => ({ ...job, enqueuedAt: time(enqueued_at) }))
      .sort((one, other) => one.id - other.id);
  }

  /** Keeps claimed jobs for another `lease` milliseconds. */
  async keep(ids: readonly number[], lease: number): Promise<void> {
    const runAt = endOf(lease, this.#clock.now());
    await this.#write((writer) =>
      writer
        .updateTable('jobs')
        .set({ run_at: runAt })
        .where('id', 'in', ids)
        .where('status', '=', 'running')
        .execute(),
    );
  }

  /** The job is done. */
  async remove(id: number): Promise<void> {
    await this.#write((writer) => writer.deleteFrom('jobs').where('id', '=', id).execute());
  }

  /** The job failed and is to be tried again at `runAt`. */
  async postpone(id: number, runAt: Date, error: string): Promise<void> {
    const change = { status: 'waiting', run_at: runAt, last_error: error } as const;
    await this.#write((writer) => writer.updateTable('jobs').set(change).where('id', '=', id).execute());
  }

  /** The job is given up, and kept with its error. */
  async bury(id: number, error: string): Promise<void> {
    const change = { status: 'dead', last_error: error } as const;
    await this.#write((writer) => writer.updateTable('jobs').set(change).where('id', '=', id).execute());
  }

  /** Makes claimed jobs due at once: only where no other process can be at them. */
  async release(): Promise<void> {
    const change = { run_at: this.#clock.now() };
    await this.#write((writer) => writer.updateTable('jobs').set(change).where('status', '=', 'running').execute());
  }

  /** When the next job is due; undefined if none is left. */
  async nextDue(): Promise<Date | undefined> {
    const next = await this.#database.read((reader) =>
      reader
        .selectFrom('jobs')
        .select('run_at')
        .where('status', 'in', ['waiting', 'running'])
        .orderBy('run_at')
        .limit(1)
        .executeTakeFirst(),
    );
    return next && time(next.run_at);
  }

  /** How many jobs there are of each name that has any. */
  async stats(): Promise<readonly QueueDepth[]> {
    const counts = await this.#database.read((reader) =>
      reader
        .selectFrom('jobs')
        .select(({ fn, and, eb }) => [
          'name',
          fn
            .count('id')
            .filterWhere(and({ status: 'waiting', attempts: 0 }))
            .as('waiting'),
          fn
            .count('id')
            .filterWhere(eb.and([eb('status', '=', 'waiting'), eb('attempts', '>', 0)]))
            .as('retrying'),
          fn.count('id').filterWhere('status', '=', 'running').as('running'),
          fn.count('id').filterWhere('status', '=', 'dead').as('dead'),
        ])
        .groupBy('name')
        .execute(),
    );
    return counts.map(({ name, waiting, retrying, running, dead }) => ({
      name,
      waiting: Number(waiting),
      retrying: Number(retrying),
      running: Number(running),
      dead: Number(dead),
    }));
  }

  /**
   * Hands all jobs of these names over to another queue, also those that run or were given up, `limit` within a transaction.
   * Answers how many that were.
   */
  async handOver(
    names: readonly string[],
    take: (transaction: Kysely<Schema>, jobs: readonly HeldJob[]) => Promise<void>,
    limit = 500,
  ): Promise<number> {
    for (let handedOver = 0; ; ) {
      const count = await this.#write(async (transaction) => {
        const rows = await transaction
          .deleteFrom('jobs')
          .where('id', 'in', (job) => job.selectFrom('jobs').select('id').where('name', 'in', names).limit(limit))
          .returning(['key', 'name', 'data', 'run_at', 'enqueued_at', 'attempts', 'status', 'last_error'])
          .execute();
        if (rows.length > 0) await take(transaction, rows.map(heldJob));
        return rows.length;
      });
      handedOver += count;
      if (count < limit) return handedOver;
    }
  }

  #write<T>(change: (writer: Kysely<Schema>) => Promise<T>): Promise<T> {
    return this.#database.writer.transaction().execute(change);
  }
}

function endOf(lease: number, now: Date): Date {
  return new Date(now.getTime() + lease);
}

function heldJob(row: {
  readonly key: string;
  readonly name: string;
  readonly data: string;
  readonly run_at: Date;
  readonly enqueued_at: Date;
  readonly attempts: number;
  readonly status: (typeof JOB_STATUSES)[number];
  readonly last_error: string | null;
}): HeldJob {
  return {
    key: row.key,
    name: row.name,
    data: JSON.parse(row.data),
    runAt: time(row.run_at),
    enqueuedAt: time(row.enqueued_at),
    attempts: row.attempts,
    isDead: row.status === 'dead',
    lastError: row.last_error,
  };
}
