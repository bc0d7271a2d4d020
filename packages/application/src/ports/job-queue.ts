/** What may be asked to happen later, by name, and what the job has to know. Never a secret. */
export interface Jobs {
  'mail-activation-link': { readonly email: string };
  'mail-account-activated': { readonly email: string };
  'mail-password-reset-link': { readonly email: string };
  'mail-password-reset-done': { readonly email: string };
  'delete-object': { readonly key: string };
  'mail-receipt': { readonly paymentId: number };
  'mail-order-refunded': { readonly paymentId: number };
  'give-back-payment': { readonly paymentId: number };
}

export type JobName = keyof Jobs;

const names: Readonly<Record<JobName, true>> = {
  'mail-activation-link': true,
  'mail-account-activated': true,
  'mail-password-reset-link': true,
  'mail-password-reset-done': true,
  'delete-object': true,
  'mail-receipt': true,
  'mail-order-refunded': true,
  'give-back-payment': true,
};

/** The name of every job there is. */
export const JOB_NAMES: readonly JobName[] = Object.keys(names).filter(isJobName);

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(names, name);
}

/** Jobs that are never given up, as somebody's money waits for them; others are after three days of failing. */
export const NEVER_GIVEN_UP: readonly JobName[] = ['give-back-payment'];

/** One delivery of a job. A job is delivered at least once; every delivery carries the same id. */
export interface JobDelivery<Name extends JobName> {
  readonly id: string;
  readonly data: Jobs[Name];
  readonly enqueuedAt: Date;
}

/** Takes jobs within a transaction: a rollback takes the job with it, a commit means that it will be done. */
export interface JobQueue {
  enqueue<Name extends JobName>(name: Name, data: Jobs[Name]): Promise<void>;
  /** Takes back every mail to this address, whether it waits, is under way or was given up. */
  withdrawMails(email: string): Promise<void>;
}

/** What carries jobs out: one handler a name; a throw means “again, later”. */
export type JobHandlers = { readonly [Name in JobName]: (job: JobDelivery<Name>) => Promise<void> };

/** How one try at a job, or at what the clock asked for, ended. */
export interface JobOutcome {
  readonly name: string;
  /** `failed`: it is tried again; `dead`: it is given up. */
  readonly outcome: 'completed' | 'failed' | 'dead';
  /** How long the try took. */
  readonly milliseconds: number;
}

/** How many jobs of one name there are. */
export interface QueueDepth {
  readonly name: string;
  /** To be done, and not tried yet. */
  readonly waiting: number;
  /** Failed, and to be tried again. */
  readonly retrying: number;
  readonly running: number;
  /** Given up. */
  readonly dead: number;
}
