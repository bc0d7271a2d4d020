import { IdempotencyKey } from '@online-cinema/domain/ordering';
import { deleteInBatches } from '../maintenance/delete-in-batches.ts';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** Answers older than a day are given to nobody again; they go batch by batch. */
export class ForgetIdempotencyKeys {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** How many were forgotten. */
  async execute(): Promise<number> {
    const madeBefore = IdempotencyKey.forgottenBefore(this.#clock.now());
    return deleteInBatches(this.#unitOfWork, this.#clock, ({ idempotencyKeys }, limit) =>
      idempotencyKeys.deleteMadeBefore(madeBefore, limit),
    );
  }
}
