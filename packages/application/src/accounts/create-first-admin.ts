import { User } from '@online-cinema/domain/accounts';
import type { Clock, PasswordHasher, SecretGenerator, UnitOfWork } from '../ports/index.ts';

/** The address of the admin that an embedded system is born with. */
const FIRST_ADMIN = 'admin@cinema.example';

/** A system without any user gets its first admin, with a password to be shown once. */
export class CreateFirstAdmin {
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

  /**
   * Does nothing if there is a user already. `announce` shows the password to the operator; it is called before the
   * admin is stored, so that no crash can leave an admin whose password nobody has seen.
   */
  async execute(announce: (admin: { email: string; password: string }) => void): Promise<void> {
    if (await this.#unitOfWork.run(({ users }) => users.any())) return;

    const password = this.#secrets.password();
    const hashedPassword = await this.#hasher.hash(password);
    const draft = User.createAdmin({ email: FIRST_ADMIN, hashedPassword, now: this.#clock.now() });
    announce({ email: FIRST_ADMIN, password });
    await this.#unitOfWork.run(async ({ users }) => {
      if (!(await users.any())) await users.add(draft);
    });
  }
}
