import type { Clock } from '@online-cinema/application/ports';

/** A clock that stands still until it is told, or somebody waits: then their time has passed at once. */
export class FixedClock implements Clock {
  #now: Date;

  constructor(now: Date = new Date('2026-01-15T12:00:00.000Z')) {
    this.#now = now;
  }

  now(): Date {
    return new Date(this.#now);
  }

  async wait(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
  }

  /** `milliseconds` pass. */
  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }

  set(now: Date): void {
    this.#now = now;
  }
}
