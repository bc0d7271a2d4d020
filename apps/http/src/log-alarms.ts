import type { Alarms } from '@online-cinema/application/ports';
import type { Logger } from 'pino';

/** Alarms as lines of the log that no level but `silent` hides. */
export class LogAlarms implements Alarms {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  raise(what: string, details: Readonly<Record<string, unknown>>): void {
    this.#logger.fatal({ alarm: details }, what);
  }
}
