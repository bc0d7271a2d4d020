import { later, seconds } from '@online-cinema/domain/shared';
import type { Clock } from '../ports/index.ts';

/** For how long one waits for what somebody else is doing, and how often one looks. */
const PATIENCE = seconds(10);
const LOOK_EVERY = seconds(0.1);

/** Somebody's patience, from now on: they look, and while there is nothing to see and it is not over, they pause. */
export class Patience {
  readonly #clock: Clock;
  readonly #deadline: Date;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#deadline = later(clock.now(), PATIENCE);
  }

  get isOver(): boolean {
    return this.#clock.now() >= this.#deadline;
  }

  /** Until the next look. */
  async pause(): Promise<void> {
    await this.#clock.wait(LOOK_EVERY);
  }
}
