import { RefreshTokenInvalid } from '@online-cinema/domain/accounts';
import type { Actor } from '@online-cinema/domain/shared';
import type { AccessTokens, Clock, UnitOfWork } from '../ports/index.ts';
import { verifyRefreshToken } from './verify-refresh-token.ts';

export interface LogOutCommand {
  readonly actor: Actor;
  /** The key of the session that the access token speaks for. */
  readonly session: string;
  readonly refreshToken: string;
}

/** A session ends, and both its tokens with it. */
export class LogOut {
  readonly #unitOfWork: UnitOfWork;
  readonly #tokens: AccessTokens;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, tokens: AccessTokens, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  /** @throws RefreshTokenExpired, RefreshTokenInvalid, also for one of another session */
  async execute({ actor, session, refreshToken }: LogOutCommand): Promise<void> {
    const subject = await verifyRefreshToken(this.#tokens, refreshToken, this.#clock.now());
    if (subject.session !== session || !actor.is(subject.userId)) throw new RefreshTokenInvalid();

    await this.#unitOfWork.run(async ({ sessions }) => {
      const ended = await sessions.findForUpdate(session);
      if (ended) await sessions.delete(ended.state.id);
    });
  }
}
