/** Mails to an address, which are taken back once the person is erased. */
export const MAILS_TO_ADDRESSES = [
  'mail-activation-link',
  'mail-account-activated',
  'mail-password-reset-link',
  'mail-password-reset-done',
] as const;
const ABOUT_OBJECTS = ['delete-object'] as const;
const ABOUT_PAYMENTS = ['mail-receipt', 'mail-order-refunded', 'give-back-payment'] as const;

/** The name of every job there is. */
export const JOB_NAMES = [...MAILS_TO_ADDRESSES, ...ABOUT_OBJECTS, ...ABOUT_PAYMENTS] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** What each job has to know. Never a secret. */
export type Jobs = Readonly<
  Record<(typeof MAILS_TO_ADDRESSES)[number], { readonly email: string }> &
    Record<(typeof ABOUT_OBJECTS)[number], { readonly key: string }> &
    Record<(typeof ABOUT_PAYMENTS)[number], { readonly paymentId: number }>
>;

/** Whether there is a job of this name, as of one that an older version has left. */
export function isJobName(name: string): name is JobName {
  return JOB_NAMES.some((known) => known === name);
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
  /** Takes back every job of `MAILS_TO_ADDRESSES` with this address, whether it waits, is under way or was given up. */
  withdrawMails(email: string): Promise<void>;
}

/** What carries jobs out: one handler a name; a throw means “again, later”. */
export type JobHandlers = { readonly [Name in JobName]: (job: JobDelivery<Name>) => Promise<void> };

/** A try that failed, at a job or at what the clock asked for, for the log. */
export interface FailedTry {
  readonly name: string;
  readonly id: string;
  readonly attempts: number;
  readonly error: unknown;
  /** When it is tried again, as far as that is known. */
  readonly retryAt?: Date | undefined;
  /** Whether it is not tried again. */
  readonly isLast: boolean;
}

/** A job, or what the clock asked for, that was still under way when its process had to end; it is done again. */
export interface CutOffJob {
  readonly name: string;
  readonly id: string;
}

/** A job as a queue holds it, for another queue that takes it over. */
export interface HeldJob {
  /** What its deliveries are known by: a uuid. */
  readonly key: string;
  readonly name: string;
  readonly data: object;
  readonly runAt: Date;
  readonly enqueuedAt: Date;
  readonly attempts: number;
  readonly isDead: boolean;
  readonly lastError: string | null;
}

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
