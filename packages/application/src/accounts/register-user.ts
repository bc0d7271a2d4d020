import { emailAddress, emailFaults, passwordFaults, User } from '@online-cinema/domain/accounts';
import { InvalidInput } from '@online-cinema/domain/shared';
import type { Clock, PasswordHasher, UnitOfWork } from '../ports/index.ts';

/** Someone opens an account, and is sent a link that activates it. */
export class RegisterUser {
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, hasher: PasswordHasher, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#clock = clock;
  }

  /** @throws InvalidInput, EmailAlreadyTaken, TooBusyToHash */
  async execute(command: { email: string; password: string }): Promise<{ id: number; email: string }> {
    InvalidInput.throwIfAny([...emailFaults(command.email), ...passwordFaults(command.password)]);
    const email = emailAddress(command.email);
    const hashedPassword = await this.#hasher.hash(command.password);
    const draft = User.register({ email, hashedPassword, now: this.#clock.now() });

    return this.#unitOfWork.run(async ({ users, jobs }) => {
      const user = await users.add(draft);
      await jobs.enqueue('mail-activation-link', { email });
      return { id: user.id, email: user.email };
    });
  }
}
