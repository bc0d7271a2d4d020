import { User } from '@online-cinema/domain/accounts';
import { days, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

describe('POST /accounts/login/', () => {
  const logIn = (email: string, password: string) => api.anyone().post('/accounts/login/', { email, password });

  test('gives the tokens of a session, to an address in any case', async () => {
    const email = await api.anAccount();
    const { status, body } = await logIn(email.toUpperCase(), PASSWORD);
    expect([status, body]).toEqual([
      201,
      { access_token: expect.any(String), refresh_token: expect.any(String), token_type: 'bearer' },
    ]);
  });

  test('lets nobody in with a wrong password, nor who is unknown', async () => {
    const email = await api.anAccount();
    for (const [address, password] of [
      [email, 'Wr0ng!pass'],
      ['nobody@example.com', PASSWORD],
      ['%', PASSWORD],
      ['', ''],
    ] as const) {
      const answer = await logIn(address, password);
      expect([answer.status, answer.body]).toEqual([401, { detail: 'Invalid email or password.' }]);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  test('tells who is not activated or was deactivated only where the password is right', async () => {
    const waiting = await api.anAccount({ isActive: false });
    const banned = await api.anAccount({ isActive: false, deactivatedAt: api.clock.now() });
    expect(await logIn(waiting, PASSWORD)).toMatchObject({
      status: 403,
      body: { detail: 'User account is not activated.' },
    });
    expect(await logIn(banned, PASSWORD)).toMatchObject({
      status: 403,
      body: { detail: 'User account has been deactivated.' },
    });
    for (const email of [waiting, banned]) expect((await logIn(email, 'Wr0ng!pass')).status).toBe(401);
  });

  test('begins another session each time, also within one second', async () => {
    const email = await api.anAccount();
    const [one, other] = await Promise.all([logIn(email, PASSWORD), logIn(email, PASSWORD)]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.body.access_token).not.toBe(other.body.access_token);
  });
});

describe('POST /accounts/refresh/', () => {
  const refresh = (refresh_token: string) => api.anyone().post('/accounts/refresh/', { refresh_token });

  test('gives a new access token, which works', async () => {
    const user = await api.aUser();
    const { status, body } = await refresh(user.refreshToken ?? '');
    expect([status, body]).toEqual([200, { access_token: expect.any(String), token_type: 'bearer' }]);
    user.accessToken = body.access_token;
    expect((await user.get('/accounts/me/')).status).toBe(200);
  });

  test('refuses what is no refresh token of ours', async () => {
    const user = await api.aUser();
    const [head, , signature] = (user.refreshToken ?? '').split('.');
    for (const token of ['', 'x', user.accessToken ?? '', `${head}.e30.${signature}`]) {
      expect(await refresh(token)).toMatchObject({ status: 400, body: { detail: 'Invalid token.' } });
    }
  });

  test('refuses one that has expired, and one that was logged out', async () => {
    const user = await api.aUser();
    await user.post('/accounts/logout/', { refresh_token: user.refreshToken });
    expect(await refresh(user.refreshToken ?? '')).toMatchObject({
      status: 401,
      body: { detail: 'Refresh token not found.' },
    });
    api.clock.advance(days(7));
    expect(await refresh(user.refreshToken ?? '')).toMatchObject({
      status: 400,
      body: { detail: 'Token has expired.' },
    });
  });
});

describe('POST /accounts/logout/', () => {
  test('ends the session and both of its tokens', async () => {
    const user = await api.aUser();
    const answer = await user.post('/accounts/logout/', { refresh_token: user.refreshToken });
    expect([answer.status, answer.body]).toEqual([200, { message: 'Logged out successfully.' }]);
    expect(await user.get('/accounts/me/')).toMatchObject({ status: 401, body: { detail: 'Token has been revoked.' } });
  });

  test('refuses the refresh token of another session', async () => {
    const user = await api.aUser();
    const elsewhere = (await api.anyone().logIn(user.email, PASSWORD)).body.refresh_token;
    const other = await api.aUser();
    for (const refresh_token of [elsewhere, other.refreshToken, 'x']) {
      const answer = await user.post('/accounts/logout/', { refresh_token });
      expect([answer.status, answer.body]).toEqual([400, { detail: 'Invalid token.' }]);
    }
    expect((await user.get('/accounts/me/')).status).toBe(200);
  });
});

describe('/accounts/sessions/', () => {
  test('lists where a user is logged in, and ends one', async () => {
    const user = await api.aUser();
    api.clock.advance(minutes(1));
    const phone = api.anyone();
    await phone.logIn(user.email, PASSWORD);

    const { status, body } = await user.get('/accounts/sessions/');
    expect(status).toBe(200);
    expect(body.sessions).toMatchObject([{ current: false }, { current: true, ip_address: '127.0.0.1' }]);

    const ended = await user.delete(`/accounts/sessions/${body.sessions[0].id}/`);
    expect([ended.status, ended.body]).toEqual([204, '']);
    expect((await phone.get('/accounts/me/')).body).toEqual({ detail: 'Token has been revoked.' });
    expect((await user.get('/accounts/me/')).status).toBe(200);
  });

  test('does not know another’s session, nor one that is not there', async () => {
    const user = await api.aUser();
    const other = await api.aUser();
    const [{ id }] = (await other.get('/accounts/sessions/')).body.sessions;
    for (const unknown of [id, 0, -1, '99999999999999999999']) {
      const answer = await user.delete(`/accounts/sessions/${unknown}/`);
      expect([answer.status, answer.body]).toEqual([404, { detail: 'Session with the given ID was not found.' }]);
    }
    expect((await other.get('/accounts/me/')).status).toBe(200);
  });

  test('ends all the others at once', async () => {
    const user = await api.aUser();
    const phone = api.anyone();
    await phone.logIn(user.email, PASSWORD);
    expect((await user.delete('/accounts/sessions/')).status).toBe(204);
    expect((await phone.get('/accounts/me/')).status).toBe(401);
    expect((await user.get('/accounts/sessions/')).body.sessions).toMatchObject([{ current: true }]);
  });
});

describe('GET /accounts/me/', () => {
  test('shows the account', async () => {
    const moderator = await api.aUser('moderator');
    const { status, body } = await moderator.get('/accounts/me/');
    expect([status, body]).toEqual([
      200,
      {
        id: expect.any(Number),
        email: moderator.email,
        group: 'moderator',
        is_active: true,
        created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
        profile: null,
      },
    ]);
  });

  test('needs a token that is good and not an hour old', async () => {
    const user = await api.aUser();
    expect(await api.anyone().get('/accounts/me/')).toMatchObject({
      status: 401,
      body: { detail: 'Authorization header is missing' },
    });
    const [head, claims, signature] = (user.accessToken ?? '').split('.');
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${claims}.`;
    const others = `${head}.${Buffer.from('{"user_id":1}').toString('base64url')}.${signature}`;
    for (const forged of [none, others, user.refreshToken, 'x.y.z', `${user.accessToken}x`]) {
      const answer = await api.anyone().get('/accounts/me/', { authorization: `Bearer ${forged}` });
      expect([answer.status, answer.body]).toEqual([401, { detail: 'Invalid token.' }]);
    }
    api.clock.advance(minutes(60));
    expect((await user.get('/accounts/me/')).body).toEqual({ detail: 'Token has expired.' });
  });

  test('shuts who was deactivated out at once', async () => {
    const user = await api.aUser();
    await api.ports.unitOfWork.run(async ({ users }) => {
      const found = await users.findByEmailForUpdate(user.email);
      if (found) await users.save(User.restore({ ...found.state, deactivatedAt: api.clock.now() }));
    });
    expect(await user.get('/accounts/me/')).toMatchObject({
      status: 401,
      body: { detail: 'User not found or not active.' },
    });
  });
});
