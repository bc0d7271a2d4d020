import type { Schedule } from '@online-cinema/application/ports';
import { JobRunner, type JobRunnerOptions } from './job-runner.ts';
import type { ScheduleTimes } from './schedule-times.ts';
import { Schedules } from './schedules.ts';

interface TableWorkOptions extends JobRunnerOptions {
  readonly schedules: readonly Schedule[];
  readonly times: Pick<ScheduleTimes, 'last' | 'note'>;
  /** What the clock asked for failed; it is done again when its next time comes. */
  readonly onScheduleFailure: (name: string, error: unknown) => void;
}

/** Everything that happens by itself in the one process of embedded mode: the jobs of the table, and what the clock asks for. */
export class TableWork {
  readonly #runner: JobRunner;
  readonly #schedules: Schedules;

  constructor({ schedules, times, onScheduleFailure, ...options }: TableWorkOptions) {
    this.#runner = new JobRunner(options);
    this.#schedules = new Schedules({ schedules, times, clock: options.clock, onFailure: onScheduleFailure });
  }

  async start(): Promise<void> {
    await this.#runner.start();
    await this.#schedules.start();
  }

  /** Takes up nothing more, and resolves when what runs has ended; it cuts nothing off. */
  async stop(): Promise<true> {
    await Promise.all([this.#runner.stop(), this.#schedules.stop()]);
    return true;
  }
}
