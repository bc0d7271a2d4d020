import { SessionRevoked } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { AccountQueries, Clock, TokenSubject } from '../ports/index.ts';
import { actorOf } from './actor-of.ts';

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
    const actor = actorOf(standing);
    const expiresAt = standing?.sessionExpiresAt ?? null;
    if (expiresAt === null || expiresAt <= this.#clock.now()) throw new SessionRevoked();
    return actor;
  }
}
