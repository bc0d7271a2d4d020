/** Everything that an operator must look at, should it happen. */
export const ALARMS = [
  'A job was given up',
  'The job table cannot be read',
  'The job queue cannot be reached',
  'Running jobs could not be kept',
  'A failed job could not be noted',
  'money arrived that could not be taken and is given back',
  'money arrived in a session that we did not open, and is left alone',
  'the gateway refuses to give a payment back, and the order stays paid',
  'a part of a payment was given back at the gateway, and the order stays paid',
  'a webhook was not taken and will be repeated',
] as const;

/** One of those. */
export type AlarmName = (typeof ALARMS)[number];

/** What an operator must look at. */
export interface Alarms {
  /** Never throws. `details` hold no secret. */
  raise(what: AlarmName, details: Readonly<Record<string, unknown>>): void;
}
