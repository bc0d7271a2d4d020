import { createHmac } from 'node:crypto';
import { JoseAccessTokens, type TokenAlgorithm } from '@online-cinema/adapters/jose';
import { TokenExpired, TokenInvalid } from '@online-cinema/domain/accounts';
import { later, minutes, seconds } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00.000Z');
const validity = { now, expiresAt: later(now, minutes(60)) };
const subject = { userId: 7, session: '6f1d9a34-1111-4222-8333-444455556666' };
const accessKey = 'a'.repeat(32);
const refreshKey = 'r'.repeat(32);

function someTokens(changes: { algorithm?: TokenAlgorithm; accessKeys?: string[]; refreshKeys?: string[] } = {}) {
  return new JoseAccessTokens({
    algorithm: 'HS256',
    accessKeys: [accessKey],
    refreshKeys: [refreshKey],
    ...changes,
  });
}

/** A part of a token, as what it says. */
function decoded(token: string, part: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());
}

/** A token made by hand. */
function forged(header: object, claims: object, key = accessKey, hash = 'sha256'): string {
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${parts}.${createHmac(hash, key).update(parts).digest('base64url')}`;
}

async function goodParts() {
  const token = await someTokens().issue('access', subject, validity);
  return { token, header: decoded(token, 0), claims: decoded(token, 1) };
}

describe('access tokens', () => {
  it.each(['HS256', 'HS384', 'HS512'] as const)('verify what they issued with %s', async (algorithm) => {
    const tokens = someTokens({ algorithm });
    for (const use of ['access', 'refresh'] as const) {
      const token = await tokens.issue(use, subject, validity);
      expect(decoded(token, 0)['alg']).toBe(algorithm);
      expect(await tokens.verify(use, token, now)).toEqual(subject);
    }
  });

  it('say whom they speak for, on which session, for what use and how long', async () => {
    const { claims } = await goodParts();
    expect(claims).toEqual({
      user_id: 7,
      sid: subject.session,
      use: 'access',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: now.getTime() / 1000,
      exp: now.getTime() / 1000 + 3600,
    });
  });

  it('differ also when they are issued in the same second', async () => {
    const tokens = someTokens();
    const issued = await Promise.all(Array.from({ length: 50 }, () => tokens.issue('access', subject, validity)));
    expect(new Set(issued).size).toBe(50);
  });

  it('name their key by the first 16 hex digits of HMAC-SHA256(key, "kid")', async () => {
    const { header } = await goodParts();
    expect(header['kid']).toBe(createHmac('sha256', accessKey).update('kid').digest('hex').slice(0, 16));
  });

  it('are good to the last millisecond of their time, and then expired', async () => {
    const { token } = await goodParts();
    expect(await someTokens().verify('access', token, later(validity.expiresAt, -1))).toEqual(subject);
    await expect(someTokens().verify('access', token, validity.expiresAt)).rejects.toThrow(TokenExpired);
    await expect(someTokens().verify('access', token, later(validity.expiresAt, seconds(9)))).rejects.toThrow(
      TokenExpired,
    );
  });

  it('are not good for the other use', async () => {
    const tokens = someTokens();
    const access = await tokens.issue('access', subject, validity);
    const refresh = await tokens.issue('refresh', subject, validity);
    await expect(tokens.verify('refresh', access, now)).rejects.toThrow(TokenInvalid);
    await expect(tokens.verify('access', refresh, now)).rejects.toThrow(TokenInvalid);
  });

  it('are not good for the other use even where both uses share a key', async () => {
    const tokens = someTokens({ refreshKeys: [accessKey] });
    const refresh = await tokens.issue('refresh', subject, validity);
    await expect(tokens.verify('access', refresh, now)).rejects.toThrow(TokenInvalid);
  });

  it('stay good while their key is being replaced, and no longer', async () => {
    const { token } = await goodParts();
    const newKey = 'n'.repeat(32);
    const during = someTokens({ accessKeys: [newKey, accessKey] });
    expect(await during.verify('access', token, now)).toEqual(subject);
    const fresh = await during.issue('access', subject, validity);
    expect(await someTokens({ accessKeys: [newKey] }).verify('access', fresh, now)).toEqual(subject);
    await expect(someTokens({ accessKeys: [newKey] }).verify('access', token, now)).rejects.toThrow(TokenInvalid);
  });

  it('take keys as they are, whatever characters they are made of', async () => {
    const tokens = someTokens({ accessKeys: ['ключ, который длиннее тридцати двух знаков'] });
    const token = await tokens.issue('access', subject, validity);
    expect(await tokens.verify('access', token, now)).toEqual(subject);
  });

  it('cannot be made without a key', () => {
    expect(() => someTokens({ accessKeys: [] })).toThrow(RangeError);
  });

  it('are known to be forged by hand only by their signature: a good one by hand is good', async () => {
    const { header, claims } = await goodParts();
    expect(await someTokens().verify('access', forged(header, claims), now)).toEqual(subject);
  });

  it.each<[string, object, string, string]>([
    ['alg none', { alg: 'none' }, accessKey, 'sha256'],
    ['another HMAC', { alg: 'HS512' }, accessKey, 'sha512'],
    ['a public-key algorithm', { alg: 'RS256' }, accessKey, 'sha256'],
    ['no kid', { kid: undefined }, accessKey, 'sha256'],
    ['a strange kid', { kid: '__proto__' }, accessKey, 'sha256'],
    ['a kid that is no text', { kid: { $ne: '' } }, accessKey, 'sha256'],
    ['a key in its own header', { jwk: { kty: 'oct', k: 'AAAA' } }, 'AAAA', 'sha256'],
    ['an extension that must be understood', { crit: ['exp2'], exp2: 1 }, accessKey, 'sha256'],
    ['an unencoded payload', { b64: false, crit: ['b64'] }, accessKey, 'sha256'],
    ['another type', { typ: 'at+jwt' }, accessKey, 'sha256'],
    ['another key', {}, 'b'.repeat(32), 'sha256'],
  ])('with %s are not ours', async (_, change, key, hash) => {
    const { header, claims } = await goodParts();
    await expect(
      someTokens().verify('access', forged({ ...header, ...change }, claims, key, hash), now),
    ).rejects.toThrow(TokenInvalid);
  });

  it.each<[string, object]>([
    ['user_id', { user_id: undefined }],
    ['user_id as text', { user_id: '7' }],
    ['user_id zero', { user_id: 0 }],
    ['user_id with a fraction', { user_id: 7.5 }],
    ['sid', { sid: undefined }],
    ['sid as a number', { sid: 1 }],
    ['jti', { jti: undefined }],
    ['iat', { iat: undefined }],
    ['exp', { exp: undefined }],
    ['exp as text', { exp: '9999999999' }],
    ['use', { use: undefined }],
    ['use of another kind', { use: 'refresh' }],
  ])('with a wrong or missing %s are not ours, however well signed', async (_, change) => {
    const { header, claims } = await goodParts();
    await expect(someTokens().verify('access', forged(header, { ...claims, ...change }), now)).rejects.toThrow(
      TokenInvalid,
    );
  });

  it('with an empty signature are not ours', async () => {
    const { token } = await goodParts();
    await expect(someTokens().verify('access', token.replace(/[^.]+$/, ''), now)).rejects.toThrow(TokenInvalid);
  });

  it('with any character changed are not ours', async () => {
    const { token } = await goodParts();
    const tokens = someTokens();
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'ABxy09-_.'), async (position, character) => {
        const changed = token.slice(0, position) + character + token.slice(position + 1);
        // The last character of a base64url text has bits that say nothing; the text is another all the same.
        fc.pre(changed !== token && position !== token.length - 1);
        await expect(tokens.verify('access', changed, now)).rejects.toThrow(TokenInvalid);
      }),
    );
  });

  it('are never made of arbitrary text', async () => {
    const tokens = someTokens();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `${text}.${text}.${text}`),
        ),
        async (text) => {
          await expect(tokens.verify('access', text, now)).rejects.toThrow(TokenInvalid);
        },
      ),
    );
  });
});
