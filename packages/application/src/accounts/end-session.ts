import { SessionNotFound } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';

/** A user ends one of their sessions, on whatever device it is. */
export class EndSession {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws SessionNotFound, also for another's */
  async execute({ actor, sessionId }: { actor: Actor; sessionId: number }): Promise<void> {
    const ended = await this.#unitOfWork.run(({ sessions }) => sessions.deleteOne(actor.userId, sessionId));
    if (!ended) throw new SessionNotFound();
  }
}
