import { emailAddress, passwordFaults, User } from '@online-cinema/domain/accounts';
import { InvalidInput } from '@online-cinema/domain/shared';
import type { Clock, PasswordHasher, SecretGenerator, UnitOfWork } from '../ports/index.ts';

export interface CreatedAdmin {
  readonly email: string;
  /** Whether there was no such user before. */
  readonly isNew: boolean;
  /** The password that was made up for a new admin who was given none. */
  readonly generatedPassword: string | undefined;
}

/** The operator makes an admin: a new account, or an existing one raised, whose password stays unless one is given. */
export class CreateAdmin {
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

  /** @throws InvalidInput, TooBusyToHash */
  async execute(command: { email: string; password: string | undefined }): Promise<CreatedAdmin> {
    const email = emailAddress(command.email);
    if (command.password !== undefined) InvalidInput.throwIfAny(passwordFaults(command.password));
    const password = command.password ?? this.#secrets.password();
    const hashedPassword = await this.#hasher.hash(password);
    const now = this.#clock.now();

    const isNew = await this.#unitOfWork.run(async ({ users, sessions, passwordResetTokens }) => {
      const user = await users.findByEmailForUpdate(email);
      if (!user) {
        await users.add(User.createAdmin({ email, hashedPassword, now }));
        return true;
      }
      user.raiseToAdmin({ hashedPassword: command.password === undefined ? undefined : hashedPassword, now });
      await users.save(user);
      if (command.password !== undefined) {
        await sessions.deleteAll(user.id);
        await passwordResetTokens.spendOf(user.id);
      }
      return false;
    });
    return { email, isNew, generatedPassword: isNew && command.password === undefined ? password : undefined };
  }
}
