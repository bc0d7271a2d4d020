import { RefreshTokenExpired, RefreshTokenInvalid, TokenExpired, TokenInvalid } from '@online-cinema/domain/accounts';
import type { AccessTokens, TokenSubject } from '../ports/index.ts';

/**
 * Verifies a refresh token that came in a body, where a bad one is a bad request.
 * @throws RefreshTokenExpired, RefreshTokenInvalid
 */
export async function verifyRefreshToken(tokens: AccessTokens, refreshToken: string, now: Date): Promise<TokenSubject> {
  try {
    return await tokens.verify('refresh', refreshToken, now);
  } catch (error) {
    if (error instanceof TokenExpired) throw new RefreshTokenExpired();
    if (error instanceof TokenInvalid) throw new RefreshTokenInvalid();
    throw error;
  }
}
