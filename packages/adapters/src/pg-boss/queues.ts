import { isJobName, JOB_NAMES, type JobName, NEVER_GIVEN_UP, type Timetable } from '@online-cinema/application/ports';
import { hours, minutes } from '@online-cinema/domain/shared';
import type { Queue } from 'pg-boss';

/** Where jobs that were given up are kept, each with its error. */
export const DEAD_LETTERS = 'dead-letters';

/** A worker that gives no sign of life for so long is taken for dead, in seconds; a sign is given three times as often. */
export const HEARTBEAT = 15;

/** A queue as it is made, with everything about it that can be changed later. */
export type QueueSettings = Queue &
  Required<Pick<Queue, 'policy' | 'retryLimit' | 'retryDelay' | 'retryBackoff' | 'notify'>> &
  Required<Pick<Queue, 'expireInSeconds' | 'retentionSeconds' | 'deleteAfterSeconds'>>;

/** PostgreSQL's largest integer. */
const WITHOUT_END = 2 ** 31 - 1;
/**
 * Jobs are for keeps until they are done, also where no worker runs for weeks: what pg-boss deletes unasked is only what is
 * done. A worker that hangs, alive, has a quarter of an hour.
 */
const KEEPING = { retentionSeconds: WITHOUT_END, deleteAfterSeconds: inSeconds(hours(1)) };
const TRIES = {
  retryBackoff: true,
  retryDelay: 10,
  retryDelayMax: inSeconds(hours(1)),
  heartbeatSeconds: HEARTBEAT,
  notify: true,
};
/**
 * With pauses from 10 to 20 seconds, twice as long each time, up to an hour (https://pgboss.io/api/queues, retryBackoff),
 * the last of so many tries comes between 72.4 and 73.5 hours after the first.
 */
const TRIES_IN_THREE_DAYS = 80;

/** Every queue, those first that others refer to. */
export function queuesFor(timetables: readonly Timetable[]): readonly QueueSettings[] {
  const ofSchedules = timetables.map((timetable) => queueOfSchedule(queueNameOf(timetable)));
  return [deadLetters(), ...JOB_NAMES.map(queueOfJob), ...ofSchedules];
}

/** The queue of a schedule. */
export function queueNameOf({ name }: Timetable): string {
  return `schedule/${name.replaceAll(' ', '-')}`;
}

/** When a schedule is due, in cron's words. */
export const CRON: Readonly<Record<Timetable['every'], string>> = {
  minute: '* * * * *',
  'five minutes': '*/5 * * * *',
  hour: '0 * * * *',
  day: '0 0 * * *',
};

function deadLetters(): QueueSettings {
  const never = { retryLimit: 0, retryDelay: 0, retryBackoff: false, notify: false };
  return { name: DEAD_LETTERS, policy: 'standard', ...never, ...KEEPING, expireInSeconds: inSeconds(minutes(15)) };
}

function queueOfJob(name: JobName): QueueSettings {
  const retryLimit = NEVER_GIVEN_UP.includes(name) ? WITHOUT_END : TRIES_IN_THREE_DAYS;
  const expireInSeconds = inSeconds(minutes(15));
  return { name, policy: 'standard', deadLetter: DEAD_LETTERS, retryLimit, expireInSeconds, ...TRIES, ...KEEPING };
}

/**
 * One at a time and none behind it, however long it takes and however long nobody was there to do it. It is tried again a few
 * times, so that a day is not lost with a worker; then its next time comes.
 */
function queueOfSchedule(name: string): QueueSettings {
  return { name, policy: 'exclusive', retryLimit: 3, expireInSeconds: inSeconds(hours(12)), ...TRIES, ...KEEPING };
}

/** Whether a queue is one of the shop's jobs, a schedule's, or that of dead letters: pg-boss has its own beside them. */
export function isOurs(queue: string): boolean {
  return isJobName(queue) || queue === DEAD_LETTERS || queue.startsWith('schedule/');
}

function inSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
