import { ProfileNotFound, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { AccountQueries, ProfileView } from '../ports/index.ts';
import { assertMaySeeProfile } from './profile-owner.ts';

/** The owner or an admin looks at a profile. */
export class ViewProfile {
  readonly #accounts: AccountQueries;

  constructor(accounts: AccountQueries) {
    this.#accounts = accounts;
  }

  /** @throws ProfileForbidden, UserNotFoundOrInactive, ProfileNotFound */
  async execute({ actor, userId }: { actor: Actor; userId: number }): Promise<ProfileView> {
    assertMaySeeProfile(actor, userId);
    const owner = await this.#accounts.standing({ userId, session: '' });
    if (!owner?.isActive) throw new UserNotFoundOrInactive();
    const profile = await this.#accounts.profile(userId);
    if (!profile) throw new ProfileNotFound();
    return profile;
  }
}
