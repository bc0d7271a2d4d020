import { InvalidResetToken, passwordFaults } from '@online-cinema/domain/accounts';
import { canonical, InvalidInput } from '@online-cinema/domain/shared';
import type { Clock, PasswordHasher, SecretGenerator, UnitOfWork } from '../ports/index.ts';

/** The owner of an address, shown by the link that was sent there, takes a new password. Every session ends. */
export class CompletePasswordReset {
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #secrets: SecretGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, hasher: PasswordHasher, secrets: SecretGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** Says whose password it is. A wrong try spends the token. @throws InvalidInput, InvalidResetToken, TooBusyToHash */
  async execute(command: { email: string; token: string; password: string }): Promise<{ userId: number }> {
    InvalidInput.throwIfAny(passwordFaults(command.password));
    const email = canonical(command.email);
    const tokenHash = this.#secrets.hash(command.token);
    const hashedPassword = await this.#hasher.hash(command.password);
    const now = this.#clock.now();

    const done = await this.#unitOfWork.run(async ({ users, passwordResetTokens, sessions, jobs }) => {
      const user = await users.findByEmailForUpdate(email);
      if (!user) return undefined;
      const token = await passwordResetTokens.findOf(user.id);
      await passwordResetTokens.spendOf(user.id);
      if (!user.state.isActive || !token?.accepts(tokenHash, now)) return undefined;

      user.changePassword(hashedPassword, now);
      await users.save(user);
      await sessions.deleteAll(user.id);
      await jobs.enqueue('mail-password-reset-done', { email });
      return { userId: user.id };
    });
    if (!done) throw new InvalidResetToken();
    return done;
  }
}
