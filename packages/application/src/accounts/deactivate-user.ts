import { UserNotFound } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** An admin shuts a user out; their sessions end at once, and no link lets them back in. */
export class DeactivateUser {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws AdminRequired, UserNotFound, LastAdminStays */
  async execute({ actor, userId }: { actor: Actor; userId: number }): Promise<void> {
    actor.assertMayAdminister();
    await this.#unitOfWork.run(async ({ users, sessions, activationTokens, passwordResetTokens }) => {
      const activeAdmins = await users.countActiveAdminsForUpdate();
      const user = await users.findForUpdate(userId);
      if (!user) throw new UserNotFound();
      user.shutOut({ activeAdmins, now: this.#clock.now() });
      await users.save(user);
      await sessions.deleteAll(user.id);
      await activationTokens.spendOf(user.id);
      await passwordResetTokens.spendOf(user.id);
    });
  }
}
