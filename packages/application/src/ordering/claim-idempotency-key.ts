import { IdempotencyKey, type KeptAnswer, RequestInProgress } from '@online-cinema/domain/ordering';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, IdempotencyKeyRepository, UnitOfWork } from '../ports/index.ts';
import { Patience } from './patience.ts';

export interface ClaimIdempotencyKeyCommand {
  readonly actor: Actor;
  readonly key: string;
  /** What tells one request from another: its path and body, or a digest of them. */
  readonly request: string;
}

/** The right to do what a request asks for; nobody else does it meanwhile. */
export interface Claim {
  readonly keyId: number;
  readonly claimedAt: Date;
}

type Standing = { readonly claim: Claim } | { readonly answer: KeptAnswer } | 'in progress' | 'lost the race';

/** A client says that this request is done once, however often it is sent. */
export class ClaimIdempotencyKey {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /**
   * The claim, committed; or the answer that a copy of the request had.
   * @throws IdempotencyKeyReused, RequestInProgress, UserNotFoundOrInactive
   */
  async execute(command: ClaimIdempotencyKeyCommand): Promise<{ claim: Claim } | { answer: KeptAnswer }> {
    const patience = new Patience(this.#clock);
    for (;;) {
      const standing = await this.#unitOfWork.run(({ idempotencyKeys }) => this.#look(command, idempotencyKeys));
      if (typeof standing === 'object') return standing;
      if (patience.isOver) throw new RequestInProgress();
      if (standing === 'in progress') await patience.pause();
    }
  }

  async #look({ actor, key, request }: ClaimIdempotencyKeyCommand, keys: IdempotencyKeyRepository): Promise<Standing> {
    const now = this.#clock.now();
    const { userId } = actor;
    const known = await keys.findForUpdate(userId, key);
    if (known && !known.isForgotten(now)) {
      const answer = known.answerTo(request);
      if (answer) return { answer };
      if (known.isInProgress(now)) return 'in progress';
      known.takeOver(now);
      await keys.save(known);
      return { claim: { keyId: known.id, claimedAt: now } };
    }
    if (known) await keys.delete(known.id);
    const claimed = await keys.add(IdempotencyKey.claim({ userId, key, request, now }));
    return claimed ? { claim: { keyId: claimed.id, claimedAt: now } } : 'lost the race';
  }
}
