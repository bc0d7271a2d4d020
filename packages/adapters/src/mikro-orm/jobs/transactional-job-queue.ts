import type { SqlEntityManager } from '@mikro-orm/sql';
import type { JobQueue } from '@online-cinema/application/ports';

/** A job queue that takes part in one transaction. */
export interface TransactionalJobQueue extends JobQueue {
  /** Called once the transaction is committed; not called if it is rolled back. */
  committed(): void;
}

/** Makes the job queue of one transaction. */
export type JobQueueFactory = (em: SqlEntityManager) => TransactionalJobQueue;
