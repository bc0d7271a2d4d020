import { UserNotFound } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** An admin lets a user in, whether never activated or shut out. */
export class ActivateUser {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** False if the user was in already. @throws AdminRequired, UserNotFound */
  async execute({ actor, userId }: { actor: Actor; userId: number }): Promise<boolean> {
    actor.assertMayAdminister();
    return this.#unitOfWork.run(async ({ users }) => {
      const user = await users.findForUpdate(userId);
      if (!user) throw new UserNotFound();
      const changed = user.letIn(this.#clock.now());
      if (changed) await users.save(user);
      return changed;
    });
  }
}
