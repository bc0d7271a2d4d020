import { type Clock, INTERVALS, type Schedule } from '@online-cinema/application/ports';
import { hours, minutes } from '@online-cinema/domain/shared';
import type { ScheduleTimes } from './schedule-times.ts';

/** What comes this often is made up for where it was missed; what comes more often comes again soon enough. */
const WORTH_MAKING_UP_FOR = hours(1);
/** The time is looked at this often: a machine that slept wakes up with timers that are late by its sleep. */
const LONGEST_WAIT = minutes(1);

interface SchedulesOptions {
  readonly schedules: readonly Schedule[];
  readonly times: Pick<ScheduleTimes, 'last' | 'note'>;
  readonly clock: Clock;
  readonly onFailure: (name: string, error: unknown) => void;
}

/**
 * Does what is due by the clock in this process. What is still under way is not begun a second time. What was missed while
 * no process ran is made up for at the start, once.
 */
export class Schedules {
  readonly #options: SchedulesOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: SchedulesOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { schedules, times } = this.#options;
    const last = await times.last();
    for (const schedule of schedules) {
      const now = this.#options.clock.now();
      const lastDue = dueBy(now, schedule);
      const doneFor = last.get(schedule.name);
      if (doneFor === undefined) await this.#note(schedule, lastDue);
      const isMissed = doneFor !== undefined && doneFor < lastDue && isWorthMakingUpFor(schedule);
      this.#wait(schedule, isMissed ? lastDue : dueAfter(now, schedule));
    }
  }

  /** Begins nothing more, and resolves when what runs has ended. */
  async stop(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#underWay);
  }

  #wait(schedule: Schedule, due: Date): void {
    const now = this.#options.clock.now();
    // Further away than the next time can be: the clock was put back.
    const next = due.getTime() - now.getTime() > 2 * INTERVALS[schedule.every] ? dueAfter(now, schedule) : due;
    const left = Math.max(next.getTime() - now.getTime(), 0);
    const then = left > LONGEST_WAIT ? () => this.#wait(schedule, next) : () => this.#begin(schedule, next);
    this.#timers.set(schedule.name, setTimeout(then, Math.min(left, LONGEST_WAIT)));
  }

  #begin(schedule: Schedule, due: Date): void {
    const end = this.#carryOut(schedule, due).finally(() => {
      this.#underWay.delete(end);
      // A timer may be early by a moment: what was due is done once.
      const doneBy = Math.max(due.getTime(), this.#options.clock.now().getTime());
      if (this.#timers.has(schedule.name)) this.#wait(schedule, dueAfter(new Date(doneBy), schedule));
    });
    this.#underWay.add(end);
  }

  async #carryOut(schedule: Schedule, due: Date): Promise<void> {
    try {
      await schedule.run();
    } catch (error) {
      this.#options.onFailure(schedule.name, error);
    }
    await this.#note(schedule, due);
  }

  async #note(schedule: Schedule, doneFor: Date): Promise<void> {
    if (!isWorthMakingUpFor(schedule)) return;
    try {
      await this.#options.times.note(schedule.name, doneFor);
    } catch (error) {
      this.#options.onFailure(schedule.name, error);
    }
  }
}

/** The last moment at which it was due, this one included. */
function dueBy(moment: Date, { every }: Schedule): Date {
  return new Date(moment.getTime() - (moment.getTime() % INTERVALS[every]));
}

function dueAfter(moment: Date, schedule: Schedule): Date {
  return new Date(dueBy(moment, schedule).getTime() + INTERVALS[schedule.every]);
}

function isWorthMakingUpFor({ every }: Schedule): boolean {
  return INTERVALS[every] >= WORTH_MAKING_UP_FOR;
}
