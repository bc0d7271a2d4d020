import { NEVER_GIVEN_UP } from '@online-cinema/application/ports';

const FIRST = 10_000;
const LONGEST = 3_600_000;
const GIVE_UP_AFTER = 3 * 24 * 3_600_000;
/** So that jobs that failed together are not tried again together. */
const JITTER = 0.2;

/**
 * When a job that has failed `attempts` times is tried again: after 10 seconds, then twice as long each time up to an
 * hour, and a fifth more at most, by `chance` (0 to 1). Undefined once three days have passed since it was enqueued,
 * but for jobs that are never given up.
 */
export function nextTry(
  job: { readonly name: string; readonly attempts: number; readonly enqueuedAt: Date },
  now: Date,
  chance = Math.random(),
): Date | undefined {
  const pause = Math.min(FIRST * 2 ** (job.attempts - 1), LONGEST);
  const at = now.getTime() + Math.round(pause * (1 + JITTER * chance));
  const isGivenUp = at > job.enqueuedAt.getTime() + GIVE_UP_AFTER && !NEVER_GIVEN_UP.some((name) => name === job.name);
  return isGivenUp ? undefined : new Date(at);
}
