import {
  type HeldJob,
  JOB_NAMES,
  type JobBacklog,
  type JobName,
  type JobQueue,
  type Jobs,
  MAILS_TO_ADDRESSES,
  type QueueDepth,
  type Timetable,
} from '@online-cinema/application/ports';
import { type Db, fromKysely, type KyselyTransactionLike, PgBoss } from 'pg-boss';
import { AT_REST, ask, type PgBossLog, SCHEMA, seldom } from './connection.ts';
import { PgBossBacklog } from './pg-boss-backlog.ts';
import { DEAD_LETTERS, queueNameOf, queuesFor } from './queues.ts';
import { isOfThisVersion } from './schema-version.ts';

/** A transaction, as far as it is needed: MikroORM's entity manager is one. */
interface InTransaction {
  getKysely(): KyselyTransactionLike;
}

interface PgBossQueueOptions {
  /** The shop's own pool of connections: a queue that only takes jobs needs none beside it. */
  readonly database: KyselyTransactionLike;
  readonly timetables: readonly Timetable[];
  readonly log: PgBossLog;
}

/** Takes jobs for pg-boss within the transactions of the shop, and tells how many there are. */
export class PgBossQueue {
  readonly #boss: PgBoss;
  readonly #database: Db;
  readonly #timetables: readonly Timetable[];

  constructor({ database, timetables, log }: PgBossQueueOptions) {
    this.#database = fromKysely(database);
    this.#timetables = timetables;
    this.#boss = new PgBoss({ ...AT_REST, db: this.#database });
    const tell = seldom(log);
    this.#boss.on('error', ({ message }) => tell(message));
  }

  /** Whether the schema is that of this pg-boss, and every queue and schedule is there. @throws SchemaTooNew */
  async isUpToDate(): Promise<boolean> {
    if (!(await isOfThisVersion(this.#boss))) return false;
    const queues = (await this.#boss.getQueues()).map(({ name }) => name);
    const schedules = (await this.#boss.getSchedules()).map(({ name }) => name);
    return (
      queuesFor(this.#timetables).every(({ name }) => queues.includes(name)) &&
      this.#timetables.every((timetable) => schedules.includes(queueNameOf(timetable)))
    );
  }

  /** Begins to take jobs; the schema must be up to date. */
  async start(): Promise<void> {
    await this.#boss.start();
  }

  /** Does nothing if it was not started. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }

  /** The queue of one transaction; MikroORM's unit of work takes it for a factory. */
  readonly queueIn = (transaction: InTransaction): JobQueue & { committed(): void } => ({
    enqueue: (name, data) => this.#send(name, data, fromKysely(transaction.getKysely())),
    withdrawMails: (email) => withdrawMails(email, fromKysely(transaction.getKysely())),
    // pg-boss wakes workers by a notification that is part of the transaction.
    committed: () => undefined,
  });

  async #send<Name extends JobName>(name: Name, data: Jobs[Name], db: Db): Promise<void> {
    const id = await this.#boss.send(name, data, { db });
    if (id === null) throw new Error(`The job ${name} was not taken: its queue is missing`);
  }

  /** Takes over what another queue held, in its transaction; deliveries go by the same ids as before. */
  async adopt(transaction: KyselyTransactionLike, jobs: readonly HeldJob[]): Promise<void> {
    const db = fromKysely(transaction);
    for (const name of JOB_NAMES) {
      const waiting = jobs.filter((job) => job.name === name && !job.isDead);
      const inserts = waiting.map(({ key, data, runAt }) => ({ id: key, data, startAfter: runAt }));
      if (inserts.length > 0) await this.#boss.insert(name, inserts, { db });
    }
    const dead = jobs.filter(({ isDead }) => isDead);
    const letters = dead.map(({ key, data }) => ({ id: key, data, priority: 1 }));
    if (letters.length > 0) await this.#boss.insert(DEAD_LETTERS, letters, { db });
    await ask(db, ORIGINS, [JSON.stringify(jobs)]);
  }

  /** What is not done. */
  get backlog(): JobBacklog {
    return new PgBossBacklog(this.#boss, this.#database);
  }

  /** When the job that waits longest was due; undefined if none waits. */
  async nextDue(): Promise<Date | undefined> {
    const names = queuesFor(this.#timetables).map(({ name }) => name);
    const [next] = await ask<{ due: string | null }>(this.#database, NEXT_DUE, [names, DEAD_LETTERS]);
    return typeof next?.due === 'string' ? new Date(Number(next.due)) : undefined;
  }

  /** How many jobs there are of each name, schedules by the names of their queues. */
  async stats(): Promise<readonly QueueDepth[]> {
    const found = await ask<QueueDepth>(this.#database, DEPTHS, [DEAD_LETTERS]);
    const names = new Set([...queuesFor(this.#timetables), ...found].map(({ name }) => name));
    names.delete(DEAD_LETTERS);
    const nothing = { waiting: 0, retrying: 0, running: 0, dead: 0 };
    return [...names].map((name) => found.find((depth) => depth.name === name) ?? { name, ...nothing });
  }
}

/**
 * A job that fails meanwhile is deleted and written again: the deletion waits for it, and misses what was written. So it is
 * looked once more, until nothing is left.
 */
async function withdrawMails(email: string, database: Db): Promise<void> {
  const which = [email, MAILS_TO_ADDRESSES, DEAD_LETTERS];
  do await ask(database, `delete from ${MAILS_TO}`, which);
  while ((await ask(database, `select id from ${MAILS_TO} limit 1`, which)).length > 0);
}

const MAILS_TO = `
  ${SCHEMA}.job where data->>'email' = $1 and (name = any($2::text[]) or (name = $3 and source_name = any($2::text[])))`;

/** What pg-boss would note itself, had the jobs been its own from the beginning. */
const ORIGINS = `
  update ${SCHEMA}.job set
    created_on = held."enqueuedAt",
    source_name = case when held."isDead" then held.name end,
    source_id = case when held."isDead" then held.key end,
    source_root_id = case when held."isDead" then held.key end,
    source_created_on = case when held."isDead" then held."enqueuedAt" end,
    source_retry_count = case when held."isDead" then held.attempts - 1 end,
    source_output = case when held."isDead" then jsonb_build_object('message', held."lastError") end
  from json_to_recordset($1::text::json) as held (
    key uuid, name text, "enqueuedAt" timestamptz, attempts integer, "isDead" boolean, "lastError" text
  )
  where job.id = held.key`;

/** In milliseconds, and as text: what becomes of a time depends on who owns the connections. */
const NEXT_DUE = `
  select floor(extract(epoch from min(start_after)) * 1000)::text as due from ${SCHEMA}.job
  where state in ('created', 'retry') and name = any($1::text[]) and name <> $2`;

const DEPTHS = `
  select
    coalesce(case when name = $1 then source_name end, name) as name,
    (count(*) filter (where state = 'created' and name <> $1))::integer as waiting,
    (count(*) filter (where state = 'retry'))::integer as retrying,
    (count(*) filter (where state = 'active'))::integer as running,
    (count(*) filter (where name = $1))::integer as dead
  from ${SCHEMA}.job
  where state < 'completed' and name not like '\\_\\_pgboss\\_\\_%'
  group by 1`;
