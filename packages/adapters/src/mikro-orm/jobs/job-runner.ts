import type {
  Alarms,
  Clock,
  FailedTry,
  JobDelivery,
  JobHandlers,
  JobName,
  JobOutcome,
  Jobs,
} from '@online-cinema/application/ports';
import { AFTER_THE_ANSWER, errorText } from '../../jobs/index.ts';
import type { ClaimedJob, JobTable } from './job-table.ts';
import { nextTry } from './retry-policy.ts';

const CONCURRENCY = 5;
/** How long a claimed job is left alone without a sign of life; a sign is given three times as often. */
const LEASE = 30_000;
/** Looks at the table at least this often, whatever it was told. */
const LONGEST_SLEEP = 1_000;
const PAUSE_AFTER_FAILURE = 5_000;

export interface JobRunnerOptions {
  readonly table: JobTable;
  readonly handlers: JobHandlers;
  readonly clock: Clock;
  readonly alarms: Alarms;
  /** Whether no other process runs jobs of this table: then what was claimed before the start is free again at once. */
  readonly alone: boolean;
  readonly onFailure?: (failure: FailedTry) => void;
  readonly onOutcome?: (outcome: JobOutcome) => void;
  /** How often and how long failed jobs are tried; by default as `nextTry` says. */
  readonly retryAt?: typeof nextTry;
}

/** Carries out the jobs of a `JobTable` in this process, each at least once, a few at a time. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #underWay = new Map<number, Promise<void>>();
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #running = false;
  #alarmClock: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Begins to carry out jobs, those first that a killed process left behind. */
  async start(): Promise<void> {
    const { table, alone } = this.#options;
    if (alone) await table.release();
    this.#running = true;
    table.onEnqueued(() => setTimeout(() => this.#wake(), AFTER_THE_ANSWER));
    this.#heartbeat = setInterval(() => this.#keep(), LEASE / 3);
    this.#wake();
  }

  /** Takes up nothing more, and resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#alarmClock);
    await this.#looking;
    await Promise.all(this.#underWay.values());
    clearInterval(this.#heartbeat);
  }

  #wake(): void {
    if (!this.#running) return;
    this.#lookAgain = true;
    this.#looking ??= this.#lookUntilIdle().finally(() => {
      this.#looking = undefined;
      if (this.#lookAgain && this.#hasRoom) this.#wake();
    });
  }

  get #hasRoom(): boolean {
    return this.#underWay.size < CONCURRENCY;
  }

  async #lookUntilIdle(): Promise<void> {
    clearTimeout(this.#alarmClock);
    try {
      while (this.#running && this.#lookAgain && this.#hasRoom) {
        this.#lookAgain = false;
        const jobs = await this.#options.table.claim(CONCURRENCY - this.#underWay.size, LEASE);
        for (const job of jobs) this.#begin(job);
        if (jobs.length > 0) this.#lookAgain = true;
      }
      this.#sleep(await this.#options.table.nextDue());
    } catch (error) {
      this.#options.alarms.raise('The job table cannot be read', { error: errorText(error) });
      this.#sleepFor(PAUSE_AFTER_FAILURE);
    }
  }

  #sleep(until: Date | undefined): void {
    const wait = until ? until.getTime() - this.#options.clock.now().getTime() : LONGEST_SLEEP;
    this.#sleepFor(Math.min(Math.max(wait, 0), LONGEST_SLEEP));
  }

  #sleepFor(milliseconds: number): void {
    // Without room the next job to end wakes us.
    if (this.#running && this.#hasRoom) this.#alarmClock = setTimeout(() => this.#wake(), milliseconds);
  }

  #begin(job: ClaimedJob): void {
    const end = this.#carryOut(job).finally(() => {
      this.#underWay.delete(job.id);
      this.#wake();
    });
    this.#underWay.set(job.id, end);
  }

  async #carryOut(job: ClaimedJob): Promise<void> {
    const began = performance.now();
    let outcome: JobOutcome['outcome'] = 'completed';
    try {
      await this.#deliver(job);
      await this.#options.table.remove(job.id);
    } catch (error) {
      outcome = (await this.#noteFailure(job, error)) ? 'failed' : 'dead';
    }
    this.#options.onOutcome?.({ name: job.name, outcome, milliseconds: performance.now() - began });
  }

  async #deliver(job: ClaimedJob): Promise<void> {
    const { handlers } = this.#options;
    if (!isNamedIn(handlers, job.name)) throw new Error(`There is no job by the name ${job.name}`);
    await handOver(handlers, job.name, job);
  }

  /** When the job is tried again; undefined if it is given up. */
  async #noteFailure(job: ClaimedJob, error: unknown): Promise<Date | undefined> {
    const { table, clock, alarms, onFailure, retryAt: next = nextTry } = this.#options;
    const { id, key, name, attempts } = job;
    const retryAt = next(job, clock.now());
    const message = errorText(error);
    onFailure?.({ name, id: key, attempts, error, retryAt, isLast: retryAt === undefined });
    if (!retryAt) alarms.raise('A job was given up', { job: name, id: key, attempts, error: message });
    try {
      await (retryAt ? table.postpone(id, retryAt, message) : table.bury(id, message));
    } catch (failure) {
      // The lease ends, and the job is tried again.
      alarms.raise('A failed job could not be noted', { job: name, id: key, error: errorText(failure) });
    }
    return retryAt;
  }

  #keep(): void {
    const ids = [...this.#underWay.keys()];
    if (ids.length === 0) return;
    this.#options.table.keep(ids, LEASE).catch((error: unknown) => {
      this.#options.alarms.raise('Running jobs could not be kept', { error: errorText(error) });
    });
  }
}

function isNamedIn(handlers: JobHandlers, name: string): name is JobName {
  return Object.hasOwn(handlers, name);
}

async function handOver<Name extends JobName>(handlers: JobHandlers, name: Name, job: ClaimedJob): Promise<void> {
  const data: Jobs[Name] = JSON.parse(job.data);
  const handler: (delivery: JobDelivery<Name>) => Promise<void> = handlers[name];
  await handler({ id: job.key, data, enqueuedAt: job.enqueuedAt });
}
