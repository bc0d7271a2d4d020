import { setTimeout } from 'node:timers/promises';
import {
  type Alarms,
  type CutOffJob,
  type FailedTry,
  JOB_NAMES,
  type JobDelivery,
  type JobHandlers,
  type JobName,
  type JobOutcome,
  type Jobs,
  type Schedule,
} from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';
import { type JobWithMetadata, PgBoss, type WorkOptions } from 'pg-boss';
import { AFTER_THE_ANSWER, errorText } from '../jobs/index.ts';
import { AT_REST, type PgBossLog, seldom } from './connection.ts';
import { HEARTBEAT, queueNameOf } from './queues.ts';
import { lookAfter } from './watch.ts';

/** Jobs of one name at a time, in this process. */
const CONCURRENCY = 2;
/** Connections at most, beside the one on which notifications come. */
const CONNECTIONS = 5;

type Work = WorkOptions & { readonly includeMetadata: true };

/** In seconds. */
interface Pace {
  /** Between two looks for jobs that nobody was woken for: those that failed before. */
  readonly look: number;
  /** Between two looks for workers that died and for schedules that are due. */
  readonly watch: number;
}

export interface PgBossRunnerOptions {
  /** Of the database. */
  readonly url: string;
  readonly handlers: JobHandlers;
  readonly schedules: readonly Schedule[];
  readonly alarms: Alarms;
  readonly log: PgBossLog;
  readonly onFailure?: (failure: FailedTry) => void;
  readonly onOutcome?: (outcome: JobOutcome) => void;
  /** Called for each job that was still under way when patience was at an end. */
  readonly onCutOff?: (job: CutOffJob) => void;
  readonly pace?: Pace;
}

/**
 * Carries out jobs and schedules in this process, on any number of processes: each job at least once, each schedule once for
 * all. What a process was at that died is taken up by another.
 */
export class PgBossRunner {
  readonly #options: PgBossRunnerOptions;
  readonly #boss: PgBoss;
  readonly #pace: Pace;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<JobWithMetadata<object>>();
  #watch: Promise<void> | undefined;

  constructor(options: PgBossRunnerOptions) {
    this.#options = options;
    this.#pace = options.pace ?? { look: 5, watch: 5 };
    this.#boss = new PgBoss({
      ...AT_REST,
      connectionString: options.url,
      application_name: 'online-cinema-jobs',
      max: CONNECTIONS,
      connectionTimeoutMillis: seconds(5),
      useListenNotify: true,
      supervise: true,
      superviseIntervalSeconds: this.#pace.watch,
      monitorIntervalSeconds: this.#pace.watch,
      maintenanceIntervalSeconds: 300,
      schedule: true,
      cronMonitorIntervalSeconds: this.#pace.watch,
      cronWorkerIntervalSeconds: this.#pace.watch,
    });
    const log = seldom(options.log);
    this.#boss.on('error', ({ message }) => log(message));
    this.#boss.on('warning', ({ message }) => log(message));
  }

  /** Begins to work; the schema must be up to date. */
  async start(): Promise<void> {
    const { schedules } = this.#options;
    await this.#boss.start();
    for (const name of JOB_NAMES) {
      for (let count = 0; count < CONCURRENCY; count += 1) await this.#takeJobs(name);
    }
    for (const schedule of schedules) await this.#work(queueNameOf(schedule), () => schedule.run());
    this.#watch = this.#keepWatch();
  }

  /**
   * Takes up nothing more, and resolves when what runs has ended, or when `patience` milliseconds are over: what is not done
   * by then is cut off and given back, for another worker. Tells whether everything had ended by itself.
   */
  async stop(patience = seconds(8)): Promise<boolean> {
    this.#stopping.abort();
    await this.#watch;
    await this.#boss.stop({ timeout: patience, close: false });
    const cutOff = [...this.#underWay];
    // How they end in the little time that is left is nobody's business any more.
    this.#underWay.clear();
    for (const job of cutOff) this.#options.onCutOff?.({ name: job.name, id: idOf(job) });
    // pg-boss writes down the end of what was cut off as well, and for that the connections must still be open.
    await Promise.all(cutOff.map(({ name }) => this.#boss.offWork(name)));
    await this.#boss.stop();
    return cutOff.length === 0;
  }

  #takeJobs<Name extends JobName>(name: Name): Promise<void> {
    const handler: (delivery: JobDelivery<Name>) => Promise<void> = this.#options.handlers[name];
    return this.#work<Jobs[Name]>(name, async (job) => {
      await setTimeout(Math.max(job.createdOn.getTime() + AFTER_THE_ANSWER - Date.now(), 0));
      await handler({ id: idOf(job), data: job.data, enqueuedAt: job.createdOn });
    });
  }

  /** Takes what comes to a queue, one after the other. */
  async #work<Data extends object>(
    queue: string,
    carryOut: (job: JobWithMetadata<Data>) => Promise<unknown>,
  ): Promise<void> {
    const { look } = this.#pace;
    const options: Work = {
      includeMetadata: true,
      pollingIntervalSeconds: Math.min(look, 2),
      notifyPollingIntervalSeconds: look,
      heartbeatRefreshSeconds: HEARTBEAT / 3,
    };
    let worker = '';
    worker = await this.#boss.work<Data, void, Work>(queue, options, async ([job]) => {
      if (!job) return;
      // So that it looks for the next as soon as this one is done.
      this.#boss.notifyWorker(worker);
      await this.#try(job, carryOut);
    });
  }

  async #try<Data extends object>(
    job: JobWithMetadata<Data>,
    carryOut: (job: JobWithMetadata<Data>) => Promise<unknown>,
  ): Promise<void> {
    const { onFailure, onOutcome } = this.#options;
    const { name, retryCount, retryLimit } = job;
    const began = performance.now();
    let outcome: JobOutcome['outcome'] = 'completed';
    this.#underWay.add(job);
    try {
      await carryOut(job);
    } catch (error) {
      const isLast = retryCount >= retryLimit;
      outcome = isLast && job.deadLetter !== null ? 'dead' : 'failed';
      const attempts = retryCount + 1;
      if (this.#underWay.has(job)) onFailure?.({ name, id: idOf(job), attempts, error, isLast });
      // pg-boss would keep all that an error carries, such as the address that a mail server refused.
      throw new Error(errorText(error));
    } finally {
      if (this.#underWay.delete(job)) onOutcome?.({ name, outcome, milliseconds: performance.now() - began });
    }
  }

  async #keepWatch(): Promise<void> {
    const { signal } = this.#stopping;
    const { alarms, log } = this.#options;
    let isGone = false;
    while (!signal.aborted) {
      try {
        await lookAfter(this.#boss.getDb(), alarms);
        if (isGone) log('The job queue can be reached again');
        isGone = false;
      } catch (error) {
        // Once, however long it takes.
        if (!isGone) alarms.raise('The job queue cannot be reached', { error: errorText(error) });
        isGone = true;
      }
      // Rejects when it is interrupted, which is no failure.
      await setTimeout(seconds(this.#pace.watch), undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The same also for a job that was given up and then taken up again by the operator. */
function idOf({ id, sourceRootId }: JobWithMetadata<object>): string {
  return sourceRootId ?? id;
}
