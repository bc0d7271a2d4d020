import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Answer, Caller } from './support/caller.ts';

let api: AnApi;
let admin: Caller;
beforeAll(async () => {
  api = await anApi();
  admin = await api.aUser('admin');
});
afterAll(() => api.close());

const plain = ({ status, body }: Answer) => [status, body];
const notFound = [404, { detail: 'User with given ID was not found.' }];
const lastAdmin = [409, { detail: 'The last admin cannot be removed.' }];

/** Ids that nobody has, each in its own way. */
const nobodys = ['4711', '0', '-1', '99999999999999999999'];

describe('POST /admin/users/{id}/activate/', () => {
  const activate = (id: number | string) => admin.post(`/admin/users/${id}/activate/`);
  const done = [200, { message: 'User account activated successfully by admin.' }];
  const already = [200, { message: 'User account is already active.' }];

  test('lets in who never followed the link, and makes the link worthless', async () => {
    const email = 'waiting@example.com';
    const { body } = await api.anyone().post('/accounts/register/', { email, password: PASSWORD });
    await api.carryOutJobs();
    const link = new URL(/https:\S+/.exec(api.mailer.sent.findLast(({ to }) => to === email)?.text ?? '')?.[0] ?? '');
    expect(plain(await activate(body.id))).toEqual(done);
    expect((await api.anyone().logIn(email, PASSWORD)).status).toBe(201);
    const late = await api.anyone().post('/accounts/activate/', { email, token: link.searchParams.get('token') });
    expect(late.status).toBe(400);
    expect(plain(await activate(body.id))).toEqual(already);
  });

  test('lets in again who was shut out', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    await admin.post(`/admin/users/${id}/deactivate/`);
    expect(plain(await activate(id))).toEqual(done);
    expect((await admin.get(`/admin/users/${id}/`)).body).toMatchObject({ is_active: true, deactivated_at: null });
    // What had ended stays ended.
    expect((await user.get('/accounts/me/')).body).toEqual({ detail: 'Token has been revoked.' });
    expect((await user.logIn(user.email, PASSWORD)).status).toBe(201);
  });

  test('changes nothing for who is in', async () => {
    const user = await api.aUser();
    expect(plain(await activate(await user.ownId()))).toEqual(already);
    expect((await user.get('/accounts/me/')).status).toBe(200);
  });

  test('knows nobody who is not there', async () => {
    for (const id of nobodys) expect(plain(await activate(id))).toEqual(notFound);
  });
});

describe('POST /admin/users/{id}/deactivate/', () => {
  const deactivate = (id: number | string) => admin.post(`/admin/users/${id}/deactivate/`);
  const done = [200, { message: 'User account deactivated successfully by admin.' }];

  test('shuts a user out at once: their sessions, their links, their password', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    expect(plain(await deactivate(id))).toEqual(done);
    expect(plain(await user.get('/accounts/me/'))).toEqual([401, { detail: 'User not found or not active.' }]);
    const refresh = await api.anyone().post('/accounts/refresh/', { refresh_token: user.refreshToken });
    expect(plain(refresh)).toEqual([401, { detail: 'Refresh token not found.' }]);
    expect(plain(await user.logIn(user.email, PASSWORD))).toEqual([
      403,
      { detail: 'User account has been deactivated.' },
    ]);
    const mails = api.mailer.sent.length;
    await api.anyone().post('/accounts/resend-activation/', { email: user.email });
    await api.anyone().post('/accounts/password-reset/request/', { email: user.email });
    await api.carryOutJobs();
    expect(api.mailer.sent).toHaveLength(mails);
  });

  test('remembers when a user was shut out first', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    await deactivate(id);
    const before = (await admin.get(`/admin/users/${id}/`)).body;
    expect(plain(await deactivate(id))).toEqual(done);
    expect((await admin.get(`/admin/users/${id}/`)).body).toEqual(before);
  });

  test('keeps out who never activated: the link of the first mail no longer helps', async () => {
    const email = 'newcomer@example.com';
    const { body } = await api.anyone().post('/accounts/register/', { email, password: PASSWORD });
    await api.carryOutJobs();
    const link = new URL(/https:\S+/.exec(api.mailer.sent.findLast(({ to }) => to === email)?.text ?? '')?.[0] ?? '');
    await deactivate(body.id);
    const tried = await api.anyone().post('/accounts/activate/', { email, token: link.searchParams.get('token') });
    expect(plain(tried)).toEqual([400, { detail: 'Invalid or expired activation token.' }]);
  });

  test('knows nobody who is not there', async () => {
    for (const id of nobodys) expect(plain(await deactivate(id))).toEqual(notFound);
  });

  test('spares the last admin, and does not count those who are out', async () => {
    const alone = await anApi();
    const last = await alone.aUser('admin');
    await alone.anAccount({ group: 'admin', isActive: false });
    const id = await last.ownId();
    expect(plain(await last.post(`/admin/users/${id}/deactivate/`))).toEqual(lastAdmin);

    const other = await alone.aUser('admin');
    expect(plain(await last.post(`/admin/users/${id}/deactivate/`))).toEqual(done);
    expect(plain(await last.get('/accounts/me/'))).toEqual([401, { detail: 'User not found or not active.' }]);
    const answer = await other.post(`/admin/users/${await other.ownId()}/deactivate/`);
    expect(plain(answer)).toEqual(lastAdmin);
    await alone.close();
  });

  test('of two admins who shut each other out at once, one stays', async () => {
    const duel = await anApi();
    const [one, other] = [await duel.aUser('admin'), await duel.aUser('admin')];
    const [ones, others] = [await one.ownId(), await other.ownId()];
    const answers = await Promise.all([
      one.post(`/admin/users/${others}/deactivate/`),
      other.post(`/admin/users/${ones}/deactivate/`),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await Promise.all([one.get('/admin/users/'), other.get('/admin/users/')]);
    expect(left.filter(({ status }) => status === 200)).toHaveLength(1);
    await duel.close();
  });
});

describe('POST /admin/users/{id}/change-group/', () => {
  const change = (id: number | string, group: unknown) => admin.post(`/admin/users/${id}/change-group/`, { group });

  test('moves a user up and down, on the session that they have', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    expect((await user.get('/admin/users/')).status).toBe(403);
    expect(plain(await change(id, 'admin'))).toEqual([200, { message: 'User group successfully changed to admin.' }]);
    expect((await user.get('/admin/users/')).status).toBe(200);
    expect((await user.get('/accounts/me/')).body.group).toBe('admin');
    expect(plain(await change(id, 'user'))).toEqual([200, { message: 'User group successfully changed to user.' }]);
    expect(plain(await user.get('/admin/users/'))).toEqual([
      403,
      { detail: 'Access denied. Admin privileges required.' },
    ]);
  });

  test('says so where a user belongs to the group already', async () => {
    const id = await (await api.aUser('moderator')).ownId();
    expect(plain(await change(id, 'moderator'))).toEqual([
      200,
      { message: 'User already belongs to group moderator.' },
    ]);
  });

  test('lets nobody move themselves, not even to where they are', async () => {
    const id = await admin.ownId();
    for (const group of ['user', 'moderator', 'admin']) {
      expect(plain(await change(id, group))).toEqual([
        403,
        { detail: 'Prevent changing the group of a user with the same ID as you.' },
      ]);
    }
    expect((await admin.get('/admin/users/')).status).toBe(200);
  });

  test('knows nobody who is not there', async () => {
    for (const id of nobodys) expect(plain(await change(id, 'user'))).toEqual(notFound);
  });

  test.each([
    ['owner', "Input should be 'user', 'moderator' or 'admin'"],
    ['', "Input should be 'user', 'moderator' or 'admin'"],
    [null, "Input should be 'user', 'moderator' or 'admin'"],
    [['admin'], "Input should be 'user', 'moderator' or 'admin'"],
  ])('refuses %j, which is no group', async (group, msg) => {
    const { status, body } = await change(await admin.ownId(), group);
    expect([status, body.detail]).toMatchObject([422, [{ type: 'literal_error', loc: ['body', 'group'], msg }]]);
  });

  test('spares the last admin, also where who asks was shut out while the answer was on its way', async () => {
    const race = await anApi();
    const [boss, other] = [await race.aUser('admin'), await race.aUser('admin')];
    const [bossId, othersId] = [await boss.ownId(), await other.ownId()];
    const run = race.ports.unitOfWork.run.bind(race.ports.unitOfWork);
    vi.spyOn(race.ports.unitOfWork, 'run').mockImplementationOnce(async (work) => {
      await run(async ({ users }) => {
        const own = await users.findForUpdate(bossId);
        own?.shutOut({ activeAdmins: 2, now: race.clock.now() });
        if (own) await users.save(own);
      });
      return run(work);
    });
    expect(plain(await boss.post(`/admin/users/${othersId}/change-group/`, { group: 'user' }))).toEqual(lastAdmin);
    expect((await other.get('/accounts/me/')).body.group).toBe('admin');
    await race.close();
  });
});

describe('the administration of users', () => {
  const routes = [
    ['GET', '/admin/users/'],
    ['GET', '/admin/users/1/'],
    ['POST', '/admin/users/1/activate/'],
    ['POST', '/admin/users/1/deactivate/'],
    ['POST', '/admin/users/1/change-group/'],
  ] as const;

  test.each(routes)('%s %s is for admins alone', async (method, path) => {
    const body = path.endsWith('change-group/') ? { group: 'admin' } : undefined;
    const stranger = await api.anyone().call(method, path, body);
    expect(plain(stranger)).toEqual([401, { detail: 'Authorization header is missing' }]);
    expect(stranger.headers['www-authenticate']).toBe('Bearer');
    for (const group of ['user', 'moderator'] as const) {
      const answer = await (await api.aUser(group)).call(method, path, body);
      expect(plain(answer)).toEqual([403, { detail: 'Access denied. Admin privileges required.' }]);
    }
  });

  test.each(routes)('%s %s takes its path without the last slash too', async (method, path) => {
    const body = path.endsWith('change-group/') ? { group: 'user' } : undefined;
    const answer = await admin.call(method, path.replace(/1\/?/, '4711/').replace(/\/$/, ''), body);
    expect([200, 404]).toContain(answer.status);
    expect(answer.body.detail ?? notFound[1]).not.toBe('Not Found');
  });
});
