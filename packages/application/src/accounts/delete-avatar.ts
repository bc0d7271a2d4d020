import { ProfileNotFound } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';
import { assertMaySeeProfile, lockOwner } from './profile-owner.ts';

/** A user takes their picture away; the object follows once that is certain. */
export class DeleteAvatar {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** Does nothing where there is no picture. @throws ProfileForbidden, UserNotFoundOrInactive, ProfileNotFound */
  async execute({ actor, userId }: { actor: Actor; userId: number }): Promise<void> {
    assertMaySeeProfile(actor, userId);
    await this.#unitOfWork.run(async ({ users, profiles, jobs }) => {
      await lockOwner(users, userId);
      const profile = await profiles.findForUpdate(userId);
      if (!profile) throw new ProfileNotFound();
      const replaced = profile.replaceAvatar(null);
      await profiles.save(profile);
      if (replaced !== null) await jobs.enqueue('delete-object', { key: replaced });
    });
  }
}
