/** `access` opens the API, `refresh` asks for a new access token; each is signed with a key of its own. */
export type TokenUse = 'access' | 'refresh';

/** Who a token speaks for, and on which session. */
export interface TokenSubject {
  readonly userId: number;
  /** The session's key (`sid`). */
  readonly session: string;
}

/** Signs and verifies JWTs. Claims: `user_id`, `sid`, `jti`, `iat`, `exp`, `use`. */
export interface AccessTokens {
  /** A signed token; two issued in the same second differ (`jti`). */
  issue(use: TokenUse, subject: TokenSubject, validity: { now: Date; expiresAt: Date }): Promise<string>;
  /**
   * Verifies signature, algorithm, use and time; does not ask whether the session lives.
   * @throws TokenExpired, TokenInvalid
   */
  verify(use: TokenUse, token: string, now: Date): Promise<TokenSubject>;
}
