/** A job that is not done: it waits, failed and is tried again, runs, or was given up. */
export interface UndoneJob {
  /** What every delivery of the job is known by, and alarms and the log name it by. */
  readonly id: string;
  readonly name: string;
  /** What the job has to know. */
  readonly data: object;
  readonly state: 'waiting' | 'retrying' | 'running' | 'dead';
  readonly enqueuedAt: Date;
  /** When it is done, or tried again; undefined while it runs, and once it was given up. */
  readonly dueAt: Date | undefined;
  /** How often it was tried, a try that is under way included. */
  readonly attempts: number;
  /** Why the last try failed; undefined if none has. */
  readonly lastError: string | undefined;
}

/** What a queue has not done, for whoever runs the system. */
export interface JobBacklog {
  /** At most `limit` of the jobs in this state, the oldest first, and how many there are in all. */
  list(
    state: UndoneJob['state'],
    limit: number,
  ): Promise<{ readonly jobs: readonly UndoneJob[]; readonly total: number }>;
  /**
   * Has jobs that were given up tried again, at once, as often and as long as new ones, under the ids that they had.
   * Other ids are passed over. Answers how many jobs that were.
   */
  retry(which: readonly string[] | 'all'): Promise<number>;
}
