/** The time, and waiting for it to pass. */
export interface Clock {
  now(): Date;
  /** Resolves after `milliseconds` of this clock's time. */
  wait(milliseconds: number): Promise<void>;
}
