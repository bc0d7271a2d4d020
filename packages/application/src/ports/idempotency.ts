import type { Exclusion, IdempotencyKey, IdempotencyKeyDraft } from '@online-cinema/domain/ordering';

/** What a request came to, written down in the transaction that did it: for a copy that finds no answer. */
export interface Outcome {
  readonly orderId: number;
  /** Of an order placed: what was left out of it. */
  readonly excluded: readonly Exclusion[];
}

export interface IdempotencyKeyRepository {
  /**
   * Undefined if somebody else stored the same name of the user's at the same moment.
   * @throws UserNotFoundOrInactive once the user is gone
   */
  add(draft: IdempotencyKeyDraft): Promise<IdempotencyKey | undefined>;
  /** Leaves what was noted as it is. */
  save(key: IdempotencyKey): Promise<void>;
  /** By the name that the user gave it, locked until the transaction ends. */
  findForUpdate(userId: number, key: string): Promise<IdempotencyKey | undefined>;
  /** Locked until the transaction ends. */
  findByIdForUpdate(id: number): Promise<IdempotencyKey | undefined>;
  delete(id: number): Promise<void>;
  /** Deletes at most `limit` of those made at `createdBefore` or earlier; how many went. */
  deleteMadeBefore(createdBefore: Date, limit: number): Promise<number>;
  note(id: number, outcome: Outcome): Promise<void>;
  findOutcome(id: number): Promise<Outcome | undefined>;
}
