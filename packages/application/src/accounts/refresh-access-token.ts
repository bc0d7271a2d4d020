import { RefreshTokenNotFound } from '@online-cinema/domain/accounts';
import { later } from '@online-cinema/domain/shared';
import type { AccessTokens, Clock, SecretGenerator, UnitOfWork } from '../ports/index.ts';
import { ACCESS_TOKEN_LIFE } from './access-token-life.ts';
import { verifyRefreshToken } from './verify-refresh-token.ts';

/** A session goes on: a new access token for a refresh token. */
export class RefreshAccessToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #tokens: AccessTokens;
  readonly #secrets: SecretGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, tokens: AccessTokens, secrets: SecretGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#tokens = tokens;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** @throws RefreshTokenExpired, RefreshTokenInvalid, RefreshTokenNotFound */
  async execute(command: { refreshToken: string }): Promise<{ accessToken: string }> {
    const now = this.#clock.now();
    const subject = await verifyRefreshToken(this.#tokens, command.refreshToken, now);
    const tokenHash = this.#secrets.hash(command.refreshToken);

    await this.#unitOfWork.run(async ({ users, sessions }) => {
      const user = await users.findForUpdate(subject.userId);
      const session = await sessions.findForUpdate(subject.session);
      if (!user?.state.isActive || !session?.accepts(tokenHash, now)) throw new RefreshTokenNotFound();
      session.touch(now);
      await sessions.save(session);
    });
    const accessToken = await this.#tokens.issue('access', subject, { now, expiresAt: later(now, ACCESS_TOKEN_LIFE) });
    return { accessToken };
  }
}
