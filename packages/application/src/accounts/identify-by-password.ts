import type { Actor } from '@online-cinema/domain/shared';
import type { AccountQueries, PasswordHasher } from '../ports/index.ts';
import { actorOf } from './actor-of.ts';
import { rightCredentials } from './right-credentials.ts';

/** Who an address and a password let in, without a session. */
export class IdentifyByPassword {
  readonly #accounts: AccountQueries;
  readonly #hasher: PasswordHasher;

  constructor(accounts: AccountQueries, hasher: PasswordHasher) {
    this.#accounts = accounts;
    this.#hasher = hasher;
  }

  /**
   * Gives the hash as well that the password is right for: whoever brings it as `rightFor` the next time spares the
   * hashing, as long as the account still has it.
   *
   * @throws WrongCredentials, UserNotFoundOrInactive, TooBusyToHash
   */
  async execute(command: {
    email: string;
    password: string;
    rightFor?: string | undefined;
  }): Promise<{ actor: Actor; hashedPassword: string }> {
    const { userId, hashedPassword } = await rightCredentials(
      { accounts: this.#accounts, hasher: this.#hasher },
      command,
    );
    return { actor: actorOf(await this.#accounts.standing({ userId, session: '' })), hashedPassword };
  }
}
