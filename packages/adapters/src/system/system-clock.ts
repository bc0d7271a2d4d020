import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@online-cinema/application/ports';

/** The time of the machine. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  async wait(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds);
  }
}
