import type { AlarmName, Alarms } from '@online-cinema/application/ports';

export interface Alarm {
  readonly what: AlarmName;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Keeps alarms for whoever asks. */
export class RecordedAlarms implements Alarms {
  readonly #raised: Alarm[] = [];

  raise(what: AlarmName, details: Readonly<Record<string, unknown>>): void {
    this.#raised.push({ what, details });
  }

  get raised(): readonly Alarm[] {
    return this.#raised;
  }
}
