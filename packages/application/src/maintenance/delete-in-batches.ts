import type { Clock, Transaction, UnitOfWork } from '../ports/index.ts';

/** Rows of one transaction: on SQLite everybody else's writes wait meanwhile. */
const BATCH = 500;

/** Deletes by `deleteSome`, each time in a transaction and at most so many as it is told, until none is left. How many went. */
export async function deleteInBatches(
  unitOfWork: UnitOfWork,
  clock: Clock,
  deleteSome: (transaction: Transaction, limit: number) => Promise<number>,
): Promise<number> {
  for (let deleted = 0; ; ) {
    const batch = await unitOfWork.run((transaction) => deleteSome(transaction, BATCH));
    deleted += batch;
    if (batch < BATCH) return deleted;
    await clock.wait(0);
  }
}
