import {
  OldPasswordIncorrect,
  PasswordUnchanged,
  passwordFaults,
  UserNotFoundOrInactive,
} from '@online-cinema/domain/accounts';
import { type Actor, InvalidInput } from '@online-cinema/domain/shared';
import type { AccountQueries, Clock, PasswordHasher, UnitOfWork } from '../ports/index.ts';

export interface ChangePasswordCommand {
  readonly actor: Actor;
  readonly oldPassword: string;
  readonly newPassword: string;
}

/** A user who knows their password takes another. Every session ends, this one too. */
export class ChangePassword {
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountQueries;
  readonly #hasher: PasswordHasher;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, accounts: AccountQueries, hasher: PasswordHasher, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#accounts = accounts;
    this.#hasher = hasher;
    this.#clock = clock;
  }

  /** @throws InvalidInput, OldPasswordIncorrect, PasswordUnchanged, UserNotFoundOrInactive, TooBusyToHash */
  async execute({ actor, oldPassword, newPassword }: ChangePasswordCommand): Promise<void> {
    InvalidInput.throwIfAny(passwordFaults(newPassword, 'newPassword'));
    const account = await this.#accounts.credentialsOf(actor.userId);
    if (!account) throw new UserNotFoundOrInactive();
    if (!(await this.#hasher.verify(account.hashedPassword, oldPassword))) throw new OldPasswordIncorrect();
    if (newPassword === oldPassword) throw new PasswordUnchanged();
    const hashedPassword = await this.#hasher.hash(newPassword);

    await this.#unitOfWork.run(async ({ users, sessions, passwordResetTokens }) => {
      const user = await users.findForUpdate(actor.userId);
      // The password may have been changed while this one was being verified.
      if (user?.state.hashedPassword !== account.hashedPassword) throw new OldPasswordIncorrect();
      user.changePassword(hashedPassword, this.#clock.now());
      await users.save(user);
      await sessions.deleteAll(user.id);
      await passwordResetTokens.spendOf(user.id);
    });
  }
}
