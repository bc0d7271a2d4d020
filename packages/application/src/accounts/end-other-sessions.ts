import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';

/** A user ends all their sessions but the one they are on. */
export class EndOtherSessions {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  async execute({ actor, session }: { actor: Actor; session: string }): Promise<void> {
    await this.#unitOfWork.run(({ sessions }) => sessions.deleteOthers(actor.userId, session));
  }
}
