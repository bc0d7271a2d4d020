import { deleteInBatches } from '../maintenance/delete-in-batches.ts';
import type { Clock, Transaction, UnitOfWork } from '../ports/index.ts';

/** Sessions and mailed links whose time is over go, batch by batch. */
export class DeleteExpired {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** How many went. */
  async execute(): Promise<number> {
    const now = this.#clock.now();
    const links = await this.#delete(({ activationTokens }, limit) => activationTokens.deleteExpired(now, limit));
    const resets = await this.#delete(({ passwordResetTokens }, limit) =>
      passwordResetTokens.deleteExpired(now, limit),
    );
    return links + resets + (await this.#delete(({ sessions }, limit) => sessions.deleteExpired(now, limit)));
  }

  #delete(some: (transaction: Transaction, limit: number) => Promise<number>): Promise<number> {
    return deleteInBatches(this.#unitOfWork, this.#clock, some);
  }
}
