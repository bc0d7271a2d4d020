import type { Clock } from '@online-cinema/application/ports';

/** Something to be done again and again. */
export interface Schedule {
  readonly name: string;
  /** Milliseconds. It is done whenever the time is a multiple of this, so each full minute, hour, …, in UTC. */
  readonly every: number;
  readonly run: () => Promise<unknown>;
}

/** Does what is due by the clock in this process. What is still under way is not begun a second time. */
export class Schedules {
  readonly #schedules: readonly Schedule[];
  readonly #clock: Clock;
  readonly #onFailure: (name: string, error: unknown) => void;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(schedules: readonly Schedule[], clock: Clock, onFailure: (name: string, error: unknown) => void) {
    this.#schedules = schedules;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  start(): void {
    for (const schedule of this.#schedules) this.#wait(schedule);
  }

  /** Begins nothing more, and resolves when what runs has ended. */
  async stop(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#underWay);
  }

  #wait(schedule: Schedule): void {
    const untilNext = schedule.every - (this.#clock.now().getTime() % schedule.every);
    this.#timers.set(
      schedule.name,
      setTimeout(() => this.#begin(schedule), untilNext),
    );
  }

  #begin(schedule: Schedule): void {
    const end = this.#carryOut(schedule).finally(() => {
      this.#underWay.delete(end);
      if (this.#timers.has(schedule.name)) this.#wait(schedule);
    });
    this.#underWay.add(end);
  }

  async #carryOut({ name, run }: Schedule): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#onFailure(name, error);
    }
  }
}
