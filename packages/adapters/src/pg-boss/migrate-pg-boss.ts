import { setTimeout } from 'node:timers/promises';
import type { Timetable } from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';
import { fromKysely, type KyselyTransactionLike, PgBoss } from 'pg-boss';
import { AT_REST, ask, SCHEMA } from './connection.ts';
import { CRON, isOurs, type QueueSettings, queueNameOf, queuesFor } from './queues.ts';
import { versionThere } from './schema-version.ts';

/** Between two looks at the indexes that an update builds beside everything else. */
const PAUSE = seconds(1);
/** What is built beside everything else is begun every ten seconds, one after the other. */
const BUILDING = { max: 2, migrate: true, createSchema: true, bamIntervalSeconds: 10 } as const;
/** What is missed while no worker runs is made up for, once. */
const MISSED = { missed: 'once' } as const;

interface PgBossMigration {
  /** Of the database; the schema is made by connections of its own, that may take their time. */
  readonly url: string;
  readonly database: KyselyTransactionLike;
  readonly timetables: readonly Timetable[];
}

/**
 * Makes pg-boss's schema, the queues and the schedules what this version needs. Answers with the names of the steps taken.
 * Another process that does the same does no harm. @throws SchemaTooNew
 */
export async function migratePgBoss({ url, database, timetables }: PgBossMigration): Promise<readonly string[]> {
  const before = await versionIn(database);
  const boss = new PgBoss({ ...AT_REST, connectionString: url, ...BUILDING });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  try {
    await boss.start();
    await builtAll(boss);
    const after = await boss.schemaVersion();
    const schema = before === after ? [] : [`pg-boss-${after}`];
    const queues = (await makeQueues(boss, queuesFor(timetables))) ? ['pg-boss-queues'] : [];
    const schedules = (await makeSchedules(boss, timetables)) ? ['pg-boss-schedules'] : [];
    const [failure] = failures;
    if (failure) throw failure;
    return [...schema, ...queues, ...schedules];
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** Takes pg-boss away, with every job. Answers with the names of the steps taken back. */
export async function takeBackPgBoss(database: KyselyTransactionLike): Promise<readonly string[]> {
  const version = await versionIn(database);
  if (version === null) return [];
  await ask(fromKysely(database), `drop schema ${SCHEMA} cascade`);
  return [`pg-boss-${version}`];
}

/** Null where there is no pg-boss. @throws SchemaTooNew */
async function versionIn(database: KyselyTransactionLike): Promise<number | null> {
  const boss = new PgBoss({ ...AT_REST, db: fromKysely(database) });
  return versionThere(boss);
}

/** An update leaves large indexes to be built beside everything else, by whoever migrates: that is us alone. */
async function builtAll(boss: PgBoss): Promise<void> {
  for (;;) {
    const builds = await boss.getBamStatus();
    if (builds.some(({ status }) => status === 'failed')) throw new Error('pg-boss could not build all of its indexes');
    if (builds.every(({ status }) => status === 'completed')) return;
    await setTimeout(PAUSE);
  }
}

/** Whether anything was to be done. */
async function makeQueues(boss: PgBoss, wanted: readonly QueueSettings[]): Promise<boolean> {
  let changed = false;
  const present = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const { name, policy, ...settings } of wanted) {
    const queue = present.get(name);
    const found = new Map<string, unknown>(Object.entries(queue ?? {}));
    if (Object.entries(settings).every(([setting, value]) => found.get(setting) === value)) continue;
    await (queue ? boss.updateQueue(name, settings) : boss.createQueue(name, { policy, ...settings }));
    changed = true;
  }
  return changed;
}

/** Whether anything was to be done. Schedules of other versions go; their queues stay, for what may lie in them. */
async function makeSchedules(boss: PgBoss, timetables: readonly Timetable[]): Promise<boolean> {
  const wanted = new Map(timetables.map((timetable) => [queueNameOf(timetable), CRON[timetable.every]]));
  const present = (await boss.getSchedules()).filter(({ name }) => isOurs(name));
  const superfluous = present.filter(({ name }) => !wanted.has(name));
  const missing = [...wanted].filter(([name, cron]) => !present.some((one) => one.name === name && one.cron === cron));
  for (const { name } of superfluous) await boss.unschedule(name);
  for (const [name, cron] of missing) await boss.schedule(name, cron, null, MISSED);
  return superfluous.length + missing.length > 0;
}
