import { setTimeout } from 'node:timers/promises';
import { asPortError } from './failures.ts';

const TRIES = 3;
/**
 * Milliseconds, at most, between two tries; picked at random, so that two that collided do not collide again. A connection
 * that broke is found out about meanwhile, and not used for the next try.
 */
const LONGEST_PAUSE = 50;

/** Tries up to three times, as long as a failure is worth it; what fails for good is thrown as callers know it. */
export async function trying<T>(attempt: () => Promise<T>, isWorthAnother: (error: unknown) => boolean): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isWorthAnother(error) || tries === TRIES) throw asPortError(error);
      await setTimeout(Math.random() * LONGEST_PAUSE);
    }
  }
}
