import type { KeptAnswer } from '@online-cinema/domain/ordering';
import type { UnitOfWork } from '../ports/index.ts';
import type { Claim } from './claim-idempotency-key.ts';

/** What a request was answered is kept for its copies; without an answer worth keeping a copy may try again. */
export class KeepAnswer {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** Nothing happens if a copy has taken the request's place. */
  async execute({ claim, answer }: { claim: Claim; answer: KeptAnswer | null }): Promise<void> {
    await this.#unitOfWork.run(async ({ idempotencyKeys }) => {
      const key = await idempotencyKeys.findByIdForUpdate(claim.keyId);
      if (!key?.isHeldSince(claim.claimedAt)) return;
      if (answer) key.answered(answer);
      else key.released();
      await idempotencyKeys.save(key);
    });
  }
}
