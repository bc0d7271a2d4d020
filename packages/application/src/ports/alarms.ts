/** What an operator must look at. */
export interface Alarms {
  /** Never throws. `details` hold no secret. */
  raise(what: string, details: Readonly<Record<string, unknown>>): void;
}
