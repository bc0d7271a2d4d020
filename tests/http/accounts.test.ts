import { hours, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

let newcomers = 0;
function aNewAddress(): string {
  newcomers += 1;
  return `newcomer${newcomers}@example.com`;
}

/** Registers somebody and gives what the e-mail's link carries. */
async function registered(email = aNewAddress()): Promise<{ email: string; token: string }> {
  await api.anyone().post('/accounts/register/', { email, password: PASSWORD });
  return { email, token: await tokenFor(email) };
}

async function tokenFor(email: string): Promise<string> {
  await api.carryOutJobs();
  const mail = api.mailer.sent.findLast(({ to, subject }) => to === email && subject === 'Account Activation');
  const link = /https:\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  return new URL(link).searchParams.get('token') ?? '';
}

describe('POST /accounts/register/', () => {
  const register = (body: unknown) => api.anyone().post('/accounts/register/', body);

  test('opens an account, its address in lower case, and sends the link', async () => {
    const { status, body } = await register({ email: 'Ann@Example.COM', password: PASSWORD });
    expect([status, body]).toEqual([201, { id: expect.any(Number), email: 'ann@example.com' }]);
    expect(await tokenFor('ann@example.com')).not.toBe('');
  });

  test('takes an address once, in whatever case', async () => {
    const { email } = await registered();
    const { status, body } = await register({ email: email.toUpperCase(), password: PASSWORD });
    expect([status, body]).toEqual([409, { detail: `A user with this email ${email} already exists.` }]);
  });

  test('names every rule that the password breaks, and does not echo it', async () => {
    const { status, body } = await register({ email: aNewAddress(), password: 'ÿÿ' });
    expect(status).toBe(422);
    const fault = { type: 'value_error', loc: ['body', 'password'], input: '**********' };
    expect(body.detail).toEqual([
      { ...fault, msg: 'Password must contain at least 8 characters.' },
      { ...fault, msg: 'Password must contain at least one uppercase letter.' },
      { ...fault, msg: 'Password must contain at least one digit.' },
      { ...fault, msg: 'Password must contain at least one special character: @, $, !, %, *, ?, #, &.' },
    ]);
  });

  test.each(['ann', 'ann@', '@example.com', 'ann@example', 'a b@example.com', 'ann@exa mple.com', ''])(
    'refuses %j, which is no address',
    async (email) => {
      const { status, body } = await register({ email, password: PASSWORD });
      expect(status).toBe(422);
      expect(body.detail).toMatchObject(
        [
          { type: 'value_error', loc: ['body', 'email'], msg: /^value is not a valid email address: /, input: email },
        ].map((fault) => ({ ...fault, msg: expect.stringMatching(fault.msg) })),
      );
    },
  );

  test('refuses a body with fields missing, wrong and unknown, all named', async () => {
    const { status, body } = await register({ email: 5, admin: true });
    expect(status).toBe(422);
    expect(body.detail.map(({ type, loc }: { type: string; loc: string[] }) => [type, loc[1]])).toEqual([
      ['string_type', 'email'],
      ['missing', 'password'],
      ['extra_forbidden', 'admin'],
    ]);
  });
});

describe('POST /accounts/activate/', () => {
  const activate = (body: unknown) => api.anyone().post('/accounts/activate/', body);

  test('activates the account, once', async () => {
    const link = await registered();
    const { status, body } = await activate(link);
    expect([status, body]).toEqual([200, { message: 'User account activated successfully.' }]);
    const again = await activate(link);
    expect([again.status, again.body]).toEqual([400, { detail: 'Invalid or expired activation token.' }]);
    await api.carryOutJobs();
    expect(api.mailer.sent.filter(({ to }) => to === link.email).map(({ subject }) => subject)).toEqual([
      'Account Activation',
      'Account Activated Successfully',
    ]);
  });

  test('refuses a wrong token, another’s and an unknown address alike', async () => {
    const link = await registered();
    const other = await registered();
    const tries = [
      { ...link, token: 'wrong' },
      { ...link, token: other.token },
      { ...link, email: 'nobody@example.com' },
    ];
    for (const attempt of tries) {
      const { status, body } = await activate(attempt);
      expect([status, body]).toEqual([400, { detail: 'Invalid or expired activation token.' }]);
    }
  });

  test('refuses a token after 24 hours', async () => {
    const link = await registered();
    api.clock.advance(hours(24));
    expect((await activate(link)).status).toBe(400);
  });

  test('says so if somebody else was quicker', async () => {
    const link = await registered();
    await api.ports.unitOfWork.run(async ({ users }) => {
      const user = await users.findByEmailForUpdate(link.email);
      user?.activateByLink(api.clock.now());
      if (user) await users.save(user);
    });
    const { status, body } = await activate(link);
    expect([status, body]).toEqual([400, { detail: 'User account is already active.' }]);
  });
});

describe('POST /accounts/resend-activation/', () => {
  const message = 'If the account exists and is not active, you will receive an email with a new activation link.';
  const resend = (email: string) => api.anyone().post('/accounts/resend-activation/', { email });

  test('sends a new link in the place of the old one', async () => {
    const { email, token } = await registered();
    api.clock.advance(minutes(1));
    expect(await resend(email)).toMatchObject({ status: 200, body: { message } });
    const next = await tokenFor(email);
    expect(next).not.toBe(token);
    expect((await api.anyone().post('/accounts/activate/', { email, token })).status).toBe(400);
    expect((await api.anyone().post('/accounts/activate/', { email, token: next })).status).toBe(200);
  });

  test('says the same to everybody, and sends nothing to those who need nothing', async () => {
    const active = await api.anAccount();
    for (const email of [active, 'nobody@example.com']) {
      expect(await resend(email)).toMatchObject({ status: 200, body: { message } });
    }
    await api.carryOutJobs();
    expect(api.mailer.sent.filter(({ to }) => to === active || to === 'nobody@example.com')).toEqual([]);
  });
});

test('no password, token or link ever reaches the log', async () => {
  const { email, token } = await registered();
  await api.anyone().post('/accounts/activate/', { email, token });
  const caller = api.anyone();
  await caller.logIn(email, PASSWORD);
  await caller.post('/accounts/refresh/', { refresh_token: caller.refreshToken });
  await caller.post('/accounts/login/', `{"email": "${email}", "password": "${PASSWORD}"`);
  const log = api.log.lines.join('\n');
  for (const secret of [PASSWORD, token, caller.accessToken, caller.refreshToken]) expect(log).not.toContain(secret);
});
