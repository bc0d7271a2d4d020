import type { Outcome, Transaction } from '../ports/index.ts';

/** By which a command knows the request that it carries out, where the client named it. */
export interface Repeatable {
  /** The id of the request's idempotency key. */
  readonly requestKey?: number | undefined;
}

/** What an earlier copy of the request came to; undefined if it came to nothing, or there was none. */
export async function outcomeOf({ requestKey }: Repeatable, transaction: Transaction): Promise<Outcome | undefined> {
  return requestKey === undefined ? undefined : transaction.idempotencyKeys.findOutcome(requestKey);
}

/** Writes down what the request came to, in the transaction that does it. */
export async function noteOutcome(
  { requestKey }: Repeatable,
  outcome: Outcome,
  transaction: Transaction,
): Promise<void> {
  if (requestKey !== undefined) await transaction.idempotencyKeys.note(requestKey, outcome);
}
