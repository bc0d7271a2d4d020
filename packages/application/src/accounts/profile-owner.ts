import { ProfileForbidden, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { UserRepository } from '../ports/index.ts';

/** A profile is its owner's and the admins'. @throws ProfileForbidden */
export function assertMaySeeProfile(actor: Actor, userId: number): void {
  if (!actor.is(userId) && !actor.mayAdminister()) throw new ProfileForbidden();
}

/** Locks the user whose profile it is. @throws UserNotFoundOrInactive */
export async function lockOwner(users: UserRepository, userId: number): Promise<void> {
  const owner = await users.findForUpdate(userId);
  if (!owner?.state.isActive) throw new UserNotFoundOrInactive();
}
