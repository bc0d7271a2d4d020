import { Profile, type ProfileFacts, profileFaults } from '@online-cinema/domain/accounts';
import { type Actor, InvalidInput } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';
import type { AvatarUpload } from './avatar-upload.ts';
import { assertMaySeeProfile, lockOwner } from './profile-owner.ts';

export interface CreateProfileCommand {
  readonly actor: Actor;
  readonly userId: number;
  readonly facts: ProfileFacts;
  readonly picture: Uint8Array | undefined;
}

/** A user says who they are. */
export class CreateProfile {
  readonly #unitOfWork: UnitOfWork;
  readonly #avatars: AvatarUpload;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, avatars: AvatarUpload, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#avatars = avatars;
    this.#clock = clock;
  }

  /** @throws ProfileForbidden, InvalidInput, AvatarRefused, AvatarNotStored, UserNotFoundOrInactive, ProfileExists */
  async execute({ actor, userId, facts, picture }: CreateProfileCommand): Promise<void> {
    assertMaySeeProfile(actor, userId);
    InvalidInput.throwIfAny(profileFaults(facts, this.#clock.now()));
    await this.#avatars.around(userId, picture, (avatar) =>
      this.#unitOfWork.run(async ({ users, profiles }) => {
        await lockOwner(users, userId);
        await profiles.add(Profile.create(userId, facts, avatar ?? null));
      }),
    );
  }
}
