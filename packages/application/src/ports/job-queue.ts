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
