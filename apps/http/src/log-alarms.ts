import type { AlarmName, Alarms } from '@online-cinema/application/ports';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

/** Alarms as lines of the log that no level but `silent` hides, counted by the metrics. */
export class LogAlarms implements Alarms {
  readonly #logger: Logger;
  readonly #metrics: Pick<Metrics, 'alarmRaised'>;

  constructor(logger: Logger, metrics: Pick<Metrics, 'alarmRaised'>) {
    this.#logger = logger;
    this.#metrics = metrics;
  }

  raise(what: AlarmName, details: Readonly<Record<string, unknown>>): void {
    this.#metrics.alarmRaised(what);
    this.#logger.fatal({ alarm: details }, what);
  }
}
