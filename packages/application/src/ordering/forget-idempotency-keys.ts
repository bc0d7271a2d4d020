import { IdempotencyKey } from '@online-cinema/domain/ordering';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** Answers older than a day are given to nobody again. */
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
    return this.#unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.deleteMadeBefore(madeBefore));
  }
}
