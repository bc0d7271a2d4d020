import { SessionRevoked, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { Actor } from '@online-cinema/domain/shared';
import type { AccountQueries, Clock, TokenSubject } from '../ports/index.ts';

/** Who a verified access token lets in, asked anew at every request. */
export class Authenticate {
  readonly #accounts: AccountQueries;
  readonly #clock: Clock;

  constructor(accounts: AccountQueries, clock: Clock) {
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /** @throws UserNotFoundOrInactive, SessionRevoked */
  async execute(subject: TokenSubject): Promise<Actor> {
    const standing = await this.#accounts.standing(subject);
    if (!standing?.isActive || standing.deactivatedAt !== null) throw new UserNotFoundOrInactive();
    if (standing.sessionExpiresAt === null || standing.sessionExpiresAt <= this.#clock.now()) {
      throw new SessionRevoked();
    }
    return Actor.user(standing.userId, standing.group);
  }
}
