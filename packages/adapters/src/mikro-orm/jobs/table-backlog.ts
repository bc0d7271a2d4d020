import type { Clock, JobBacklog, UndoneJob } from '@online-cinema/application/ports';
import { time } from '../columns.ts';
import type { Database } from '../database.ts';

/** What a `JobTable` has not done. Whoever runs its jobs, in this process or another, looks at it every second. */
export class TableBacklog implements JobBacklog {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async list(state: UndoneJob['state'], limit: number) {
    const rows = await this.#database.read((reader) =>
      reader
        .selectFrom('jobs')
        .select(['key', 'name', 'data', 'run_at', 'enqueued_at', 'attempts', 'last_error'])
        .select(({ fn }) => fn.countAll<number | string>().over().as('total'))
        .where('status', '=', state === 'retrying' ? 'waiting' : state)
        .$if(state === 'waiting', (jobs) => jobs.where('attempts', '=', 0))
        .$if(state === 'retrying', (jobs) => jobs.where('attempts', '>', 0))
        .orderBy('enqueued_at')
        .orderBy('id')
        .limit(limit)
        .execute(),
    );
    const jobs = rows.map(
      (row): UndoneJob => ({
        id: row.key,
        name: row.name,
        data: JSON.parse(row.data),
        state,
        enqueuedAt: time(row.enqueued_at),
        dueAt: state === 'waiting' || state === 'retrying' ? time(row.run_at) : undefined,
        attempts: row.attempts,
        lastError: row.last_error ?? undefined,
      }),
    );
    return { jobs, total: Number(rows[0]?.total ?? 0) };
  }

  /** They count as enqueued now: three days begin anew, and so does the life of a link that a mail carries. */
  async retry(which: readonly string[] | 'all'): Promise<number> {
    const now = this.#clock.now();
    const change = { status: 'waiting', run_at: now, enqueued_at: now, attempts: 0, last_error: null } as const;
    const { numUpdatedRows } = await this.#database.writer.transaction().execute((transaction) =>
      transaction
        .updateTable('jobs')
        .set(change)
        .where('status', '=', 'dead')
        .$if(which !== 'all', (jobs) => jobs.where('key', 'in', which === 'all' ? [] : which))
        .executeTakeFirstOrThrow(),
    );
    return Number(numUpdatedRows);
  }
}
