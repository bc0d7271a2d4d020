import { TooBusyToHash } from '@online-cinema/application/ports';
import { hours, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

const NEW = 'N3w!password';

const logIn = (email: string, password: string) => api.anyone().logIn(email, password);
const subjectsTo = (email: string) => api.mailer.sent.filter(({ to }) => to === email).map(({ subject }) => subject);

/** What is said of a password that breaks every rule but that of a lower-case letter. */
function faultsOfWeak(field: string) {
  const fault = { type: 'value_error', loc: ['body', field], input: '**********' };
  return [
    { ...fault, msg: 'Password must contain at least 8 characters.' },
    { ...fault, msg: 'Password must contain at least one uppercase letter.' },
    { ...fault, msg: 'Password must contain at least one digit.' },
    { ...fault, msg: 'Password must contain at least one special character: @, $, !, %, *, ?, #, &.' },
  ];
}

/** None of these sessions is of use any more, in neither of its tokens. */
async function expectEnded(...callers: readonly Caller[]) {
  for (const caller of callers) {
    const access = await caller.get('/accounts/me/');
    expect([access.status, access.body]).toEqual([401, { detail: 'Token has been revoked.' }]);
    const refresh = await api.anyone().post('/accounts/refresh/', { refresh_token: caller.refreshToken });
    expect([refresh.status, refresh.body]).toEqual([401, { detail: 'Refresh token not found.' }]);
  }
}

async function onAnotherDevice({ email }: Caller): Promise<Caller> {
  const phone = api.anyone();
  await phone.logIn(email, PASSWORD);
  return phone;
}

describe('POST /accounts/change-password/', () => {
  const change = (user: Caller, old_password: unknown, new_password: unknown) =>
    user.post('/accounts/change-password/', { old_password, new_password });

  test('changes the password, and ends every session, this one too', async () => {
    const user = await api.aUser();
    const phone = await onAnotherDevice(user);
    const { status, body } = await change(user, PASSWORD, NEW);
    expect([status, body]).toEqual([200, { message: 'Password has been changed successfully!' }]);
    await expectEnded(user, phone);
    expect((await logIn(user.email, PASSWORD)).status).toBe(401);
    expect((await logIn(user.email, NEW)).status).toBe(201);
  });

  test('leaves other people’s sessions alone', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    await change(user, PASSWORD, NEW);
    expect((await other.get('/accounts/me/')).status).toBe(200);
  });

  test('refuses a wrong old password, and changes nothing', async () => {
    const user = await api.aUser();
    for (const wrong of ['Wr0ng!pass', '', 'x'.repeat(1000), '💥']) {
      const { status, body } = await change(user, wrong, NEW);
      expect([status, body]).toEqual([400, { detail: 'Old password is incorrect.' }]);
    }
    expect((await user.get('/accounts/me/')).status).toBe(200);
    expect((await logIn(user.email, PASSWORD)).status).toBe(201);
  });

  test('refuses the password that it is, but tells only who knows it', async () => {
    const user = await api.aUser();
    const same = await change(user, PASSWORD, PASSWORD);
    expect([same.status, same.body]).toEqual([409, { detail: 'New password cannot be same as the old one.' }]);
    const guess = await change(user, 'Wr0ng!pass', PASSWORD);
    expect([guess.status, guess.body]).toEqual([400, { detail: 'Old password is incorrect.' }]);
  });

  test('names every rule that the new password breaks, and echoes neither', async () => {
    const user = await api.aUser();
    const { status, body } = await change(user, 'hunter2', 'weak');
    expect([status, body]).toEqual([422, { detail: faultsOfWeak('new_password') }]);
    expect((await change(user, PASSWORD, `Aa1!${'x'.repeat(125)}`)).body.detail).toMatchObject([
      { loc: ['body', 'new_password'], msg: 'Password must contain at most 128 characters.' },
    ]);
    expect((await change(user, PASSWORD, `Aa1!${'x'.repeat(124)}`)).status).toBe(200);
  });

  test('tells what is missing together with the rules that the rest breaks', async () => {
    const user = await api.aUser();
    const { status, body } = await user.post('/accounts/change-password/', { new_password: 'weak' });
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([
      { type: 'missing', loc: ['body', 'old_password'] },
      ...faultsOfWeak('new_password'),
    ]);
  });

  test('makes a link to a new password, asked for before, worthless', async () => {
    const user = await api.aUser();
    const token = await askedFor(user.email);
    await change(user, PASSWORD, NEW);
    const { status, body } = await complete({ email: user.email, token, password: 'An0ther!pass' });
    expect([status, body]).toEqual([400, { detail: 'Invalid email or token.' }]);
    expect((await logIn(user.email, NEW)).status).toBe(201);
  });

  test('of two changes at once one is carried out', async () => {
    const user = await api.aUser();
    const answers = await Promise.all([change(user, PASSWORD, NEW), change(user, PASSWORD, 'An0ther!pass')]);
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const password = answers[0]?.status === 200 ? NEW : 'An0ther!pass';
    expect((await logIn(user.email, password)).status).toBe(201);
  });
});

const request = (email: unknown) => api.anyone().post('/accounts/password-reset/request/', { email });
const complete = (body: unknown) => api.anyone().post('/accounts/reset-password/complete/', body);

/** Asks for the link and gives the token that it carries; none if no mail came. */
async function askedFor(email: string): Promise<string> {
  const before = api.mailer.sent.length;
  await request(email);
  await api.carryOutJobs();
  const mail = api.mailer.sent.slice(before).find(({ to, subject }) => to === email && /Reset Request/.test(subject));
  const link = /https:\S+/.exec(mail?.text ?? '')?.[0];
  return link === undefined ? '' : (new URL(link).searchParams.get('token') ?? '');
}

describe('POST /accounts/password-reset/request/', () => {
  const message = 'If you are registered, you will receive an email with instructions.';

  test('mails a link with the address and a token to who is active', async () => {
    const email = await api.anAccount();
    const { status, body } = await request(email.toUpperCase());
    expect([status, body]).toEqual([200, { message }]);
    await api.carryOutJobs();
    const mail = api.mailer.sent.find(({ to }) => to === email);
    expect(mail?.subject).toBe('Password Reset Request');
    const link = new URL(
      /<a\b[^>]*\bid="link"[^>]*\bhref="([^"]+)"|$/.exec(mail?.html ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '',
    );
    expect(link.href).toMatch(/^https:\/\/cinema\.example\/reset-password\?/);
    expect(link.searchParams.get('email')).toBe(email);
    expect(link.searchParams.get('token')).toMatch(/./);
  });

  test('says the same to everybody, and mails nothing to who is unknown, waits or was shut out', async () => {
    const waiting = await api.anAccount({ isActive: false });
    const banned = await api.anAccount({ isActive: false, deactivatedAt: api.clock.now() });
    for (const email of [waiting, banned, 'nobody@example.com']) {
      const { status, body } = await request(email);
      expect([status, body]).toEqual([200, { message }]);
      await api.carryOutJobs();
      expect(subjectsTo(email)).toEqual([]);
    }
  });

  test.each(['ann', '', 'ann@example.com\r\nBcc: eve@example.com', 'ann@example.com\0', '"<script>"@example.com'])(
    'refuses %j, which is no address',
    async (email) => {
      const { status, body } = await request(email);
      expect([status, body.detail[0].loc]).toEqual([422, ['body', 'email']]);
    },
  );

  test('an address gets five such mails an hour, and the same answer to the sixth', async () => {
    const email = await api.anAccount();
    for (let asked = 0; asked < 7; asked += 1) {
      api.clock.advance(minutes(1));
      expect((await request(email)).body).toEqual({ message });
      await api.carryOutJobs();
    }
    expect(subjectsTo(email)).toHaveLength(5);
  });
});

describe('POST /accounts/reset-password/complete/', () => {
  test('sets the password, ends every session, and says so in a mail', async () => {
    const user = await api.aUser();
    const phone = await onAnotherDevice(user);
    const token = await askedFor(user.email);
    const { status, body } = await complete({ email: user.email, token, password: NEW });
    expect([status, body]).toEqual([200, { message: 'Password reset successfully.' }]);
    await expectEnded(user, phone);
    expect((await logIn(user.email, PASSWORD)).status).toBe(401);
    expect((await logIn(user.email, NEW)).status).toBe(201);
    await api.carryOutJobs();
    expect(subjectsTo(user.email)).toEqual(['Password Reset Request', 'Your Password Has Been Successfully Reset']);
  });

  const refusal = { detail: 'Invalid email or token.' };

  test('takes a token once, and a wrong try spends it', async () => {
    const email = await api.anAccount();
    const token = await askedFor(email);
    expect((await complete({ email, token, password: NEW })).status).toBe(200);
    expect(await complete({ email, token, password: NEW })).toMatchObject({ status: 400, body: refusal });

    const next = await askedFor(email);
    expect(await complete({ email, token: `${next}x`, password: NEW })).toMatchObject({ status: 400, body: refusal });
    expect(await complete({ email, token: next, password: NEW })).toMatchObject({ status: 400, body: refusal });
  });

  test('a try that never was one, for a weak password, spends nothing', async () => {
    const email = await api.anAccount();
    const token = await askedFor(email);
    const { status, body } = await complete({ email, token, password: 'weak' });
    expect([status, body]).toEqual([422, { detail: faultsOfWeak('password') }]);
    expect((await complete({ email, token, password: NEW })).status).toBe(200);
  });

  test('refuses another’s token, an unknown address and a token after 24 hours alike', async () => {
    const [email, other] = [await api.anAccount(), await api.anAccount()];
    const [token, others] = [await askedFor(email), await askedFor(other)];
    const tries = [
      { email, token: others },
      { email: 'nobody@example.com', token },
      { email: 'no address', token },
      { email: '%', token },
    ];
    for (const attempt of tries) {
      expect(await complete({ ...attempt, password: NEW })).toMatchObject({ status: 400, body: refusal });
    }
    api.clock.advance(hours(24));
    expect(await complete({ email: other, token: others, password: NEW })).toMatchObject({
      status: 400,
      body: refusal,
    });
  });

  test('a later link takes the place of an earlier one', async () => {
    const email = await api.anAccount();
    const first = await askedFor(email);
    api.clock.advance(minutes(1));
    const second = await askedFor(email);
    expect(second).not.toBe(first);
    expect((await complete({ email, token: second, password: NEW })).status).toBe(200);
  });

  test('lets nobody back in who was shut out meanwhile', async () => {
    const user = await api.aUser();
    const token = await askedFor(user.email);
    const admin = await api.aUser('admin');
    await admin.post(`/admin/users/${await user.ownId()}/deactivate/`);
    expect(await complete({ email: user.email, token, password: NEW })).toMatchObject({ status: 400, body: refusal });
    expect((await logIn(user.email, PASSWORD)).body).toEqual({ detail: 'User account has been deactivated.' });
  });

  test('names all that is missing and all that is wrong', async () => {
    const { status, body } = await complete({ password: 'weak', code: 1 });
    expect(status).toBe(422);
    expect(body.detail.map(({ type, loc }: { type: string; loc: string[] }) => [type, loc[1]])).toEqual(
      expect.arrayContaining([
        ['missing', 'email'],
        ['missing', 'token'],
        ['extra_forbidden', 'code'],
        ['value_error', 'password'],
      ]),
    );
  });
});

describe('when something of our own fails', () => {
  test.each([
    ['/accounts/register/', 'An error occurred during user creation.'],
    ['/accounts/login/', 'An error occurred while processing the request.'],
    ['/accounts/reset-password/complete/', 'An error occurred while resetting the password.'],
  ])('POST %s says what the contract has it say, and nothing of the inside', async (path, detail) => {
    const broken = new Error('secret plans');
    const hash = vi.spyOn(api.ports.hasher, 'hash').mockRejectedValue(broken);
    const verify = vi.spyOn(api.ports.hasher, 'verify').mockRejectedValue(broken);
    const whole = { email: 'some@example.com', password: NEW };
    const answer = await api.anyone().post(path, path.includes('complete') ? { ...whole, token: 'x' } : whole);
    hash.mockRestore();
    verify.mockRestore();
    expect([answer.status, answer.body]).toEqual([500, { detail }]);
  });
});

describe('while more passwords wait to be hashed than the machine can take on', () => {
  test.each([
    ['POST', '/accounts/register/', { email: 'some@example.com', password: NEW }],
    ['POST', '/accounts/login/', { email: 'some@example.com', password: NEW }],
    ['POST', '/accounts/change-password/', { old_password: PASSWORD, new_password: NEW }],
    ['POST', '/accounts/reset-password/complete/', { email: 'some@example.com', token: 'x', password: NEW }],
    ['DELETE', '/accounts/me/', { password: PASSWORD }],
  ] as const)('%s %s says when to come back, and does nothing', async (method, path, body) => {
    const user = await api.aUser();
    const hash = vi.spyOn(api.ports.hasher, 'hash').mockRejectedValue(new TooBusyToHash());
    const verify = vi.spyOn(api.ports.hasher, 'verify').mockRejectedValue(new TooBusyToHash());
    const answer = await user.call(method, path, body);
    hash.mockRestore();
    verify.mockRestore();
    const detail = 'The service is temporarily unavailable. Please try again later.';
    expect([answer.status, answer.body]).toEqual([503, { detail }]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await logIn(user.email, PASSWORD)).status).toBe(201);
  });
});

test('no password, old or new, and no link ever reaches the log', async () => {
  const user = await api.aUser();
  const token = await askedFor(user.email);
  await complete({ email: user.email, token, password: NEW });
  await user.logIn(user.email, NEW);
  await user.post('/accounts/change-password/', { old_password: NEW, new_password: PASSWORD });
  await complete(`{"email": "${user.email}", "password": "${NEW}"`);
  const log = api.log.lines.join('\n');
  for (const secret of [PASSWORD, NEW, token]) expect(log).not.toContain(secret);
});
