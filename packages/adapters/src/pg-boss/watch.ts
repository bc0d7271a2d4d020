import type { Alarms } from '@online-cinema/application/ports';
import type { Db } from 'pg-boss';
import { ask, SCHEMA } from './connection.ts';
import { DEAD_LETTERS } from './queues.ts';

/** Jobs that several workers in a row died of are taken up as late as any other that fails: they may be the reason. */
const DEATHS = 3;
/** Alarms at a time. */
const ALARMS = 100;

interface DeadLetter {
  readonly letter: string;
  readonly job: string;
  readonly id: string;
  readonly attempts: number;
  readonly error: string | null;
}

/**
 * Sees to it that jobs of workers that died are taken up at once and not after a pause, and raises an alarm for each job that
 * was given up, whoever gave it up.
 */
export async function lookAfter(database: Db, alarms: Alarms): Promise<void> {
  await ask(database, TAKEN_UP, [DEATHS]);
  const dead = await ask<DeadLetter>(database, GIVEN_UP, [DEAD_LETTERS, ALARMS]);
  for (const { letter: _, ...details } of dead) alarms.raise('A job was given up', details);
  // After the alarm: better twice than never.
  if (dead.length > 0) await ask(database, TOLD, [DEAD_LETTERS, dead.map(({ letter }) => letter)]);
}

/** The words are those of pg-boss's supervision. */
const TAKEN_UP = `
  update ${SCHEMA}.job set start_after = ${SCHEMA}.job_now()
  where state = 'retry' and start_after > ${SCHEMA}.job_now() and retry_count < $1
    and output->'value'->>'message' = 'job heartbeat timeout'`;

/** Those of priority 1 were told of already. */
const GIVEN_UP = `
  select id as letter, source_name as job, source_root_id as id, source_retry_count + 1 as attempts,
    coalesce(source_output->>'message', source_output->'value'->>'message') as error
  from ${SCHEMA}.job
  where name = $1 and state = 'created' and priority = 0
  order by created_on limit $2`;

const TOLD = `update ${SCHEMA}.job set priority = 1 where name = $1 and id = any($2::uuid[])`;
