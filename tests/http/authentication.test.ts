import type { Routes, Server } from '@online-cinema/http/type-provider';
import { Type } from 'typebox';
import { beforeAll, describe, expect, test } from 'vitest';
import { aServer } from './support/a-server.ts';

const groups = ['anyone', 'user', 'moderator', 'admin'] as const;

const aRouteForEach: Routes = async (api) => {
  for (const who of groups) {
    api.post(
      `/${who}/`,
      { config: { who }, schema: { body: Type.Object({ name: Type.String() }) } },
      async ({ actor }) => ({
        isSignedIn: actor.isSignedIn,
      }),
    );
  }
};

let app: Server;
beforeAll(async () => {
  ({ app } = await aServer({ api: [aRouteForEach] }));
});

async function ask(who: (typeof groups)[number], authorization?: string, payload: object = { name: 'Alien' }) {
  const headers = authorization === undefined ? {} : { authorization };
  const answer = await app.inject({ method: 'POST', url: `/api/v1/${who}/`, payload, headers });
  return { status: answer.statusCode, ...answer.json(), challenge: answer.headers['www-authenticate'] };
}

const refused = (status: 401 | 403, detail: string) => ({
  status,
  detail,
  challenge: status === 401 ? 'Bearer' : undefined,
});

describe('who may', () => {
  test.each([
    ['anyone', undefined, 200],
    ['anyone', 'user', 200],
    ['user', 'user', 200],
    ['user', 'moderator', 200],
    ['user', 'admin', 200],
    ['moderator', 'moderator', 200],
    ['moderator', 'admin', 200],
    ['admin', 'admin', 200],
  ] as const)('a route for %s takes %s', async (who, group, status) => {
    expect((await ask(who, group && `Bearer ${group}`)).status).toBe(status);
  });

  test('a route for moderators does not take a user', async () => {
    expect(await ask('moderator', 'Bearer user')).toMatchObject(
      refused(403, 'Access denied. Moderator or admin required.'),
    );
  });

  test.each(['user', 'moderator'])('a route for admins does not take a %s', async (group) => {
    expect(await ask('admin', `Bearer ${group}`)).toMatchObject(
      refused(403, 'Access denied. Admin privileges required.'),
    );
  });
});

describe('a token', () => {
  test.each(['user', 'moderator', 'admin'] as const)('is needed where only a %s may', async (who) => {
    expect(await ask(who)).toMatchObject(refused(401, 'Authorization header is missing'));
  });

  test.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Token x', 'user', 'Bearer a b', ''])('is not %j', async (header) => {
    const detail = "Invalid Authorization header format. Expected 'Bearer <token>'";
    expect(await ask('user', header)).toMatchObject(refused(401, detail));
  });

  test.each([
    ['expired', 'Token has expired.'],
    ['forged', 'Invalid token.'],
    ['gone', 'User not found or not active.'],
  ])('that is %s is refused, also where none is needed', async (token, detail) => {
    for (const who of groups) expect(await ask(who, `Bearer ${token}`)).toMatchObject(refused(401, detail));
  });

  test('may be announced in any case', async () => {
    expect((await ask('user', 'bearer  user')).status).toBe(200);
  });
});

describe('what is looked at first', () => {
  test('a token that is not ours is refused before the input is looked at', async () => {
    expect(await ask('user', 'Bearer forged', { nam: 1 })).toMatchObject(refused(401, 'Invalid token.'));
    expect(await ask('user', undefined, { nam: 1 })).toMatchObject({ status: 401 });
  });

  test('input is refused before the user is looked up', async () => {
    expect(await ask('user', 'Bearer gone', { nam: 1 })).toMatchObject({ status: 422 });
    expect(await ask('admin', 'Bearer user', { nam: 1 })).toMatchObject({ status: 422 });
  });
});
