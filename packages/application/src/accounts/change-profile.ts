import { type ProfileFacts, ProfileNotFound, profileFaults } from '@online-cinema/domain/accounts';
import { type Actor, InvalidInput } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';
import type { AvatarUpload } from './avatar-upload.ts';
import { assertMaySeeProfile, lockOwner } from './profile-owner.ts';

export interface ChangeProfileCommand {
  readonly actor: Actor;
  readonly userId: number;
  /** Only what is named changes. */
  readonly facts: Partial<ProfileFacts>;
  readonly picture: Uint8Array | undefined;
}

/** A user says something new of themselves. */
export class ChangeProfile {
  readonly #unitOfWork: UnitOfWork;
  readonly #avatars: AvatarUpload;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, avatars: AvatarUpload, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#avatars = avatars;
    this.#clock = clock;
  }

  /** @throws ProfileForbidden, InvalidInput, AvatarRefused, AvatarNotStored, UserNotFoundOrInactive, ProfileNotFound */
  async execute({ actor, userId, facts, picture }: ChangeProfileCommand): Promise<void> {
    assertMaySeeProfile(actor, userId);
    InvalidInput.throwIfAny(profileFaults(facts, this.#clock.now()));
    await this.#avatars.around(userId, picture, (avatar) =>
      this.#unitOfWork.run(async ({ users, profiles, jobs }) => {
        await lockOwner(users, userId);
        const profile = await profiles.findForUpdate(userId);
        if (!profile) throw new ProfileNotFound();
        profile.change(facts);
        const replaced = avatar === undefined ? null : profile.replaceAvatar(avatar);
        await profiles.save(profile);
        if (replaced !== null) await jobs.enqueue('delete-object', { key: replaced });
      }),
    );
  }
}
