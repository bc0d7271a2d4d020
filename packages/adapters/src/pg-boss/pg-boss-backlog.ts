import { JOB_NAMES, type JobBacklog, type UndoneJob } from '@online-cinema/application/ports';
import type { Db, PgBoss } from 'pg-boss';
import { ask, SCHEMA } from './connection.ts';
import { DEAD_LETTERS } from './queues.ts';

/** Dead letters that are put back together. */
const TOGETHER = 500;

interface Row extends Pick<UndoneJob, 'id' | 'name' | 'data' | 'attempts'> {
  /** Milliseconds since 1970, as text: what becomes of a time depends on who owns the connections. */
  readonly enqueued: string;
  readonly due: string;
  readonly error: string | null;
  readonly total: number;
}

/** What pg-boss has not done: the shop's jobs, without what the clock asks for. */
export class PgBossBacklog implements JobBacklog {
  readonly #boss: Pick<PgBoss, 'redrive'>;
  readonly #database: Db;

  constructor(boss: Pick<PgBoss, 'redrive'>, database: Db) {
    this.#boss = boss;
    this.#database = database;
  }

  async list(state: UndoneJob['state'], limit: number) {
    const rows =
      state === 'dead'
        ? await ask<Row>(this.#database, DEAD, [DEAD_LETTERS, limit])
        : await ask<Row>(this.#database, UNDONE, [JOB_NAMES, STATES[state], limit]);
    const jobs = rows.map(
      ({ enqueued, due, error, total: _, ...job }): UndoneJob => ({
        ...job,
        state,
        enqueuedAt: new Date(Number(enqueued)),
        dueAt: state === 'waiting' || state === 'retrying' ? new Date(Number(due)) : undefined,
        lastError: error ?? undefined,
      }),
    );
    return { jobs, total: rows[0]?.total ?? 0 };
  }

  async retry(which: readonly string[] | 'all'): Promise<number> {
    for (let retried = 0; ; ) {
      const letters = await ask<{ id: string }>(this.#database, UNTOLD, [
        DEAD_LETTERS,
        which === 'all' ? null : which.filter((id) => UUID.test(id)),
        TOGETHER,
      ]);
      if (letters.length === 0) return retried;
      const moved = await this.#boss.redrive(DEAD_LETTERS, { ids: letters.map(({ id }) => id), limit: TOGETHER });
      retried += moved;
      // What has no queue any more stays where it is.
      if (moved === 0) return retried;
    }
  }
}

/** What PostgreSQL takes for an id. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The words of pg-boss for the states of a job. */
const STATES = { waiting: 'created', retrying: 'retry', running: 'active' } as const;

const milliseconds = (time: string) => `floor(extract(epoch from ${time}) * 1000)::text`;
const message = (output: string) => `coalesce(${output}->>'message', ${output}->'value'->>'message')`;

const UNDONE = `
  select coalesce(source_root_id, id) as id, name, data, ${milliseconds('created_on')} as enqueued,
    ${milliseconds('start_after')} as due, retry_count + case when state = 'created' then 0 else 1 end as attempts,
    ${message('output')} as error, (count(*) over ())::integer as total
  from ${SCHEMA}.job
  where name = any($1::text[]) and state::text = $2
  order by created_on, id limit $3`;

const DEAD = `
  select coalesce(source_root_id, source_id) as id, source_name as name, data,
    ${milliseconds('source_created_on')} as enqueued, ${milliseconds('created_on')} as due,
    source_retry_count + 1 as attempts, ${message('source_output')} as error, (count(*) over ())::integer as total
  from ${SCHEMA}.job
  where name = $1 and state = 'created'
  order by source_created_on, id limit $2`;

/**
 * Letters carry in their priority whether somebody was told of them, and pg-boss hands it on to the job that they become
 * and to its next letter: that one is to be told of again.
 */
const UNTOLD = `
  update ${SCHEMA}.job set priority = 0
  where name = $1 and id in (
    select id from ${SCHEMA}.job
    where name = $1 and state = 'created' and ($2::uuid[] is null or coalesce(source_root_id, source_id) = any($2::uuid[]))
    order by created_on limit $3)
  returning id`;
