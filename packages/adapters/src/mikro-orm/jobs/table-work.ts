import { JobRunner, type JobRunnerOptions } from './job-runner.ts';
import { type Schedule, Schedules } from './schedules.ts';

export interface TableWorkOptions extends JobRunnerOptions {
  readonly schedules: readonly Schedule[];
  /** What the clock asked for failed; it is done again when its next time comes. */
  readonly onScheduleFailure: (name: string, error: unknown) => void;
}

/** Everything that happens by itself in the one process of embedded mode: the jobs of the table, and what the clock asks for. */
export class TableWork {
  readonly #runner: JobRunner;
  readonly #schedules: Schedules;

  constructor({ schedules, onScheduleFailure, ...options }: TableWorkOptions) {
    this.#runner = new JobRunner(options);
    this.#schedules = new Schedules(schedules, options.clock, onScheduleFailure);
  }

  async start(): Promise<void> {
    await this.#runner.start();
    this.#schedules.start();
  }

  /** Takes up nothing more, and resolves when what runs has ended. */
  async stop(): Promise<void> {
    await Promise.all([this.#runner.stop(), this.#schedules.stop()]);
  }
}
