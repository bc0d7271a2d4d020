import { OwnGroupStays, UserNotFound } from '@online-cinema/domain/accounts';
import type { Actor, Group } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

export interface ChangeGroupCommand {
  readonly actor: Actor;
  readonly userId: number;
  readonly group: Group;
}

/** An admin moves a user to another group; nobody moves themselves. */
export class ChangeGroup {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** False if the user was in that group already. @throws AdminRequired, OwnGroupStays, UserNotFound, LastAdminStays */
  async execute({ actor, userId, group }: ChangeGroupCommand): Promise<boolean> {
    actor.assertMayAdminister();
    if (actor.is(userId)) throw new OwnGroupStays();
    return this.#unitOfWork.run(async ({ users }) => {
      const activeAdmins = await users.countActiveAdminsForUpdate();
      const user = await users.findForUpdate(userId);
      if (!user) throw new UserNotFound();
      const changed = user.moveTo(group, { activeAdmins, now: this.#clock.now() });
      if (changed) await users.save(user);
      return changed;
    });
  }
}
