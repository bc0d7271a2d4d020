import { RecordedAlarms } from '@online-cinema/adapters/in-memory';
import { JobRunner, type JobRunnerOptions } from '@online-cinema/adapters/mikro-orm';
import type { JobDelivery, JobHandlers, JobName } from '@online-cinema/application/ports';
import { expect, vi } from 'vitest';
import type { DatabaseStore, Store } from './database.ts';

export type Delivered = JobDelivery<JobName> & { readonly name: JobName };

/** Handlers that all do the same. */
export function allDo(handle: (job: Delivered) => Promise<void>): JobHandlers {
  return {
    'mail-activation-link': (job) => handle({ ...job, name: 'mail-activation-link' }),
    'mail-account-activated': (job) => handle({ ...job, name: 'mail-account-activated' }),
    'mail-password-reset-link': (job) => handle({ ...job, name: 'mail-password-reset-link' }),
    'mail-password-reset-done': (job) => handle({ ...job, name: 'mail-password-reset-done' }),
    'delete-object': (job) => handle({ ...job, name: 'delete-object' }),
    'mail-receipt': (job) => handle({ ...job, name: 'mail-receipt' }),
    'mail-order-refunded': (job) => handle({ ...job, name: 'mail-order-refunded' }),
    'give-back-payment': (job) => handle({ ...job, name: 'give-back-payment' }),
  };
}

/** Handlers that are not expected to have anything to do. */
export const nobodyAsks: JobHandlers = allDo(async ({ name }) => {
  throw new Error(`Nobody was expected to ask for ${name}`);
});

/** Enqueues a job for each payment. */
export const enqueue = (store: Store, ...paymentIds: readonly number[]) =>
  store.unitOfWork.run(async ({ jobs }) => {
    for (const paymentId of paymentIds) await jobs.enqueue('mail-receipt', { paymentId });
  });
/** How many jobs wait, run or were given up. */
export const countJobs = async ({ database }: DatabaseStore) =>
  (await database.writer.selectFrom('jobs').select('id').execute()).length;
/** Resolves once no job is left. */
export const allDone = (store: DatabaseStore) =>
  vi.waitFor(async () => expect(await countJobs(store)).toBe(0), { timeout: 5_000, interval: 5 });

/** A runner that has the table to itself, unless said otherwise; not started yet. */
export function runnerOf(
  store: DatabaseStore,
  handlers: JobHandlers,
  options: Partial<JobRunnerOptions> = {},
): JobRunner {
  const alarms = new RecordedAlarms();
  return new JobRunner({ table: store.jobs, handlers, clock: store.clock, alarms, alone: true, ...options });
}
