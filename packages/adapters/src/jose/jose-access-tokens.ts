import { randomUUID } from 'node:crypto';
import type { AccessTokens, TokenSubject, TokenUse } from '@online-cinema/application/ports';
import { TokenExpired, TokenInvalid } from '@online-cinema/domain/accounts';
import { inSeconds } from '@online-cinema/domain/shared';
import { JOSEError, JWTExpired } from 'jose/errors';
import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';
import { KeyRing, type TokenAlgorithm } from './key-ring.ts';

export type { TokenAlgorithm };

interface TokenSettings {
  /** Fixed by us, for signing and verifying; what a token says of itself is never believed. */
  readonly algorithm: TokenAlgorithm;
  /** At least one key each, and none in both; the first signs, all verify. */
  readonly accessKeys: readonly string[];
  readonly refreshKeys: readonly string[];
}

/** JWTs (RFC 7519) signed with HMAC, by jose. */
export class JoseAccessTokens implements AccessTokens {
  readonly #algorithm: TokenAlgorithm;
  readonly #keys: Readonly<Record<TokenUse, KeyRing>>;

  /** @throws RangeError if a use has no key */
  constructor({ algorithm, accessKeys, refreshKeys }: TokenSettings) {
    this.#algorithm = algorithm;
    this.#keys = { access: new KeyRing(accessKeys, algorithm), refresh: new KeyRing(refreshKeys, algorithm) };
  }

  async issue(use: TokenUse, subject: TokenSubject, validity: { now: Date; expiresAt: Date }): Promise<string> {
    const { kid, key } = this.#keys[use].signing;
    return new SignJWT({ user_id: subject.userId, sid: subject.session, use })
      .setProtectedHeader({ alg: this.#algorithm, kid, typ: 'JWT' })
      .setJti(randomUUID())
      .setIssuedAt(inSeconds(validity.now))
      .setExpirationTime(inSeconds(validity.expiresAt))
      .sign(key);
  }

  async verify(use: TokenUse, token: string, now: Date): Promise<TokenSubject> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyFor(use, kid), {
        algorithms: [this.#algorithm],
        typ: 'JWT',
        requiredClaims: ['user_id', 'sid', 'jti', 'iat', 'exp', 'use'],
        currentDate: now,
      });
      return subjectOf(payload, use);
    } catch (error) {
      if (error instanceof JWTExpired) throw new TokenExpired();
      if (error instanceof JOSEError) throw new TokenInvalid();
      throw error;
    }
  }

  #keyFor(use: TokenUse, kid: string | undefined) {
    const key = this.#keys[use].find(kid);
    if (key === undefined) throw new TokenInvalid();
    return key;
  }
}

function subjectOf(claims: Readonly<Record<string, unknown>>, use: TokenUse): TokenSubject {
  const { user_id: userId, sid: session, use: statedUse } = claims;
  if (statedUse !== use || typeof session !== 'string') throw new TokenInvalid();
  if (typeof userId !== 'number' || !Number.isSafeInteger(userId) || userId < 1) throw new TokenInvalid();
  return { userId, session };
}
