import { pages } from '@online-cinema/http/pages/routes';
import type { Guarded } from '@online-cinema/http/plugins/rate-limits';
import type { Routes, Server } from '@online-cinema/http/type-provider';
import type { InjectOptions } from 'fastify';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aServer, aServerSettings } from './support/a-server.ts';
import { anApi, PASSWORD } from './support/an-api.ts';
import { readDocument } from './support/document.ts';

const detail = 'Too many requests. Please try again later.';

let app: Server;
let close: () => Promise<void>;
/** What got past the limits. */
let asked: string[];
beforeEach(() => {
  asked = [];
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-31T12:00:00Z') });
});
afterEach(async () => {
  vi.useRealTimers();
  await close();
});

const body = Type.Object({ email: Type.String() }, { additionalProperties: false });

/** Two guarded endpoints and an open one. */
const endpoints: Routes = async (api) => {
  const guarded = ['login', 'register'] as const satisfies readonly Guarded[];
  for (const limited of guarded) {
    api.post(`/${limited}/`, { config: { who: 'anyone', limited }, schema: { body } }, async (request) => {
      asked.push(request.body.email);
      return {};
    });
  }
  api.post('/open/', { config: { who: 'anyone' }, schema: { body } }, async () => ({}));
};

async function limitedTo(perAddress: number, perAccount: number, trustedProxies: readonly string[] = []) {
  const settings = { ...aServerSettings, rateLimits: { perAddress, perAccount }, trustedProxies };
  await serve({ settings, api: [endpoints] });
}

async function serve(needs: Parameters<typeof aServer>[0]) {
  ({ app } = await aServer(needs));
  close = () => app.close();
}

type Ask = Partial<{ email: string; from: string; at: string; headers: Readonly<Record<string, string>> }>;

async function ask({ email = 'ann@example.com', from = '192.0.2.1', at = 'login', headers = {} }: Ask = {}) {
  const payload = { email };
  return app.inject({ method: 'POST', url: `/api/v1/${at}/`, payload, remoteAddress: from, headers });
}

/** The statuses of so many tries, one after another. */
async function statusesOf(count: number, nth: (number: number) => Ask = () => ({})): Promise<number[]> {
  const statuses: number[] = [];
  for (let number = 0; number < count; number += 1) statuses.push((await ask(nth(number))).statusCode);
  return statuses;
}

const someoneElse = (number: number) => ({ email: `person${number}@example.com` });
const elsewhere = (number: number) => ({ from: `198.51.100.${number}` });

describe('tries from one network address', () => {
  test('are refused beyond the limit, with the time to wait, and pass again once it is over', async () => {
    await limitedTo(3, 0);
    expect(await statusesOf(3, someoneElse)).toEqual([200, 200, 200]);
    vi.advanceTimersByTime(12_300);
    const refused = await ask();
    expect([refused.statusCode, refused.json(), refused.headers['retry-after']]).toEqual([429, { detail }, '48']);
    expect(asked).toHaveLength(3);

    vi.advanceTimersByTime(48_000);
    expect(await statusesOf(4)).toEqual([200, 200, 200, 429]);
  });

  test('do not count for other addresses', async () => {
    await limitedTo(1, 0);
    expect(await statusesOf(2)).toEqual([200, 429]);
    expect((await ask({ from: '192.0.2.2' })).statusCode).toBe(200);
  });

  test('count together for the /64 of IPv6, and as IPv4 where one is mapped into the other', async () => {
    await limitedTo(1, 0);
    expect((await ask({ from: '2001:db8:0:1::1' })).statusCode).toBe(200);
    expect((await ask({ from: '2001:db8:0:1:ffff:ffff:ffff:ffff' })).statusCode).toBe(429);
    expect((await ask({ from: '2001:db8:0:2::1' })).statusCode).toBe(200);
    expect((await ask({ from: '192.0.2.1' })).statusCode).toBe(200);
    expect((await ask({ from: '::ffff:192.0.2.1' })).statusCode).toBe(429);
    expect((await ask({ from: '::ffff:192.0.2.2' })).statusCode).toBe(200);
  });

  test('go by X-Forwarded-For only where a trusted proxy says it', async () => {
    await limitedTo(1, 0, ['10.0.0.1']);
    const forwarded = (from: string, client: string) => ask({ from, headers: { 'x-forwarded-for': client } });
    expect((await forwarded('10.0.0.1', '192.0.2.1')).statusCode).toBe(200);
    expect((await forwarded('10.0.0.1', '192.0.2.2')).statusCode).toBe(200);
    expect((await forwarded('10.0.0.1', '192.0.2.2')).statusCode).toBe(429);
    expect((await forwarded('203.0.113.9', '192.0.2.3')).statusCode).toBe(200);
    expect((await forwarded('203.0.113.9', '192.0.2.4')).statusCode).toBe(429);
  });
});

describe('tries at one account', () => {
  test('are refused beyond the limit, in whatever spelling, whether or not there is such an account', async () => {
    await limitedTo(0, 3);
    const spellings = ['ann@example.com', 'ANN@example.com', ' Ann@Example.com ', 'ａｎｎ@example.com'];
    const statuses = await statusesOf(4, (number) => ({ email: spellings[number] ?? '' }));
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await ask({ email: 'bob@example.com' })).statusCode).toBe(200);
  });

  test('from one address do not lock out its owner elsewhere', async () => {
    await limitedTo(0, 2);
    expect((await statusesOf(200)).filter((status) => status === 200)).toHaveLength(2);
    expect((await ask({ from: '192.0.2.2' })).statusCode).toBe(200);
  });

  test('from everywhere are refused beyond twenty times the limit', async () => {
    await limitedTo(0, 2);
    const statuses = await statusesOf(42, (number) => elsewhere(number));
    expect(statuses).toEqual([...Array(40).fill(200), 429, 429]);
    expect((await ask({ email: 'bob@example.com' })).statusCode).toBe(200);
  });

  test('that its network address has no right to do not count', async () => {
    await limitedTo(1, 1);
    expect(await statusesOf(30, someoneElse)).toEqual([200, ...Array(29).fill(429)]);
    expect(await statusesOf(20, (number) => ({ ...someoneElse(7), ...elsewhere(number) }))).not.toContain(429);
  });
});

describe('a limit', () => {
  test('is of one endpoint', async () => {
    await limitedTo(1, 1);
    expect(await statusesOf(2)).toEqual([200, 429]);
    expect(await statusesOf(2, () => ({ at: 'register' }))).toEqual([200, 429]);
    expect(await statusesOf(3, () => ({ at: 'open' }))).toEqual([200, 200, 200]);
  });

  test('counts no input that is refused', async () => {
    await limitedTo(1, 1);
    const bad: InjectOptions = { method: 'POST', url: '/api/v1/login/', payload: { email: 5 } };
    for (let number = 0; number < 5; number += 1) expect((await app.inject(bad)).statusCode).toBe(422);
    expect((await ask({ from: '127.0.0.1' })).statusCode).toBe(200);
  });

  test('of 0 is none', async () => {
    await limitedTo(0, 0);
    expect(await statusesOf(300)).not.toContain(429);
  });

  test('holds for tries that come at once', async () => {
    await limitedTo(0, 5);
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask()));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(5);
  });

  test('forgets the account that was tried longest ago rather than grow without end', async () => {
    const crowd: Routes = async (api) => {
      api.post('/crowd/', { config: { who: 'anyone' }, schema: { body } }, async (request, reply) => {
        const tries = Array.from({ length: 50_000 }, (_, number) => ({ at: 'login', ...someoneElse(number) }) as const);
        for (const another of tries) await request.countTry(reply, another);
        return {};
      });
    };
    const settings = { ...aServerSettings, rateLimits: { perAddress: 0, perAccount: 1 } };
    await serve({ settings, api: [endpoints, crowd] });
    expect(await statusesOf(2)).toEqual([200, 429]);
    expect((await ask({ at: 'crowd' })).statusCode).toBe(200);
    expect((await ask()).statusCode).toBe(200);
    expect((await ask(someoneElse(49_999))).statusCode).toBe(429);
  });
});

describe('the API', () => {
  const guarded = [
    ['/accounts/register/', { email: 'new@example.com', password: PASSWORD }],
    ['/accounts/resend-activation/', { email: 'new@example.com' }],
    ['/accounts/login/', { email: 'new@example.com', password: PASSWORD }],
    ['/accounts/password-reset/request/', { email: 'new@example.com' }],
    ['/accounts/reset-password/complete/', { email: 'new@example.com', token: 'token', password: PASSWORD }],
  ] as const;

  async function limitedApi() {
    vi.useRealTimers();
    const api = await anApi({ rateLimits: { perAddress: 0, perAccount: 2 } });
    ({ app, close } = api);
    return api;
  }

  test.each(guarded)('limits tries at %s, and the document says so', async (path, body) => {
    const api = await limitedApi();
    const allowed = [await api.anyone().post(path, body), await api.anyone().post(path, body)];
    expect(allowed.map(({ status }) => status)).not.toContain(429);
    const refused = await api.anyone().post(path, body);
    expect([refused.status, refused.body]).toEqual([429, { detail }]);
    expect(String(refused.headers['retry-after'])).toMatch(/^([1-9]|[1-5]\d|60)$/);
  });

  test('limits nothing else', async () => {
    await limitedApi();
    const limited = (await readDocument(app)).filter(({ responses }) => '429' in responses);
    expect(limited.map(({ name }) => name).toSorted()).toEqual(
      guarded.map(([path]) => `POST /api/v1${path}`).toSorted(),
    );
  });

  test('counts no password that breaks the rules', async () => {
    const api = await limitedApi();
    const register = (password: string) =>
      api.anyone().post('/accounts/register/', { email: 'new@example.com', password });
    for (const weak of ['a', 'b', 'c']) expect((await register(weak)).status).toBe(422);
    expect((await register(PASSWORD)).status).toBe(201);
  });
});

describe('a page', () => {
  test('says in words that there were too many tries, and counts them for its form alone', async () => {
    const activated: string[] = [];
    const activateAccount = {
      async execute({ email }: { email: string }) {
        activated.push(email);
        return { userId: 1 };
      },
    };
    const settings = { ...aServerSettings, rateLimits: { perAddress: 0, perAccount: 1 } };
    const completePasswordReset = { execute: async () => ({ userId: 1 }) };
    await serve({ settings, pages: [pages({ activateAccount, completePasswordReset, hasMailbox: false })] });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = 'email=ann%40example.com&token=token';
    const press = () => app.inject({ method: 'POST', url: '/activate', headers, payload });

    expect((await press()).statusCode).toBe(200);
    const refused = await press();
    expect(refused.statusCode).toBe(429);
    expect(refused.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'retry-after': '60' });
    expect(refused.body).toContain(detail);
    expect(activated).toEqual(['ann@example.com']);
    expect((await app.inject(`/activate?${payload}`)).statusCode).toBe(200);
  });
});

describe('the docs', () => {
  const basic = (email: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`,
  });

  /** Whose document nobody can read without a password, so that answers are not held against it. */
  async function limitedDocs() {
    vi.useRealTimers();
    const api = await anApi({ docsAccess: 'authenticated', rateLimits: { perAddress: 0, perAccount: 2 } });
    ({ app, close } = api);
    return api;
  }

  const post = (path: string, payload: object, headers = {}) =>
    app.inject({ method: 'POST', url: `/api/v1/accounts/${path}/`, payload, headers });

  test('take passwords under the limits of login', async () => {
    const api = await limitedDocs();
    const email = await api.anAccount();
    expect((await post('login', { email, password: 'Wr0ng!pass' })).statusCode).toBe(401);
    const tries = [];
    for (const password of ['Wr0ng!pass', PASSWORD]) {
      tries.push(await app.inject({ url: '/docs', headers: basic(email, password) }));
    }
    expect(tries.map(({ statusCode }) => statusCode)).toEqual([401, 429]);
    expect(Number(tries[1]?.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('take a reader’s many requests for one try, until the password is another', async () => {
    const api = await limitedDocs();
    const email = await api.anAccount();
    const headers = basic(email, PASSWORD);
    for (let number = 0; number < 9; number += 1) {
      expect((await app.inject({ url: '/openapi.json', headers })).statusCode).toBe(200);
    }
    const { access_token } = (await post('login', { email, password: PASSWORD })).json();
    const change = { old_password: PASSWORD, new_password: 'An0ther!pass' };
    expect((await post('change-password', change, { authorization: `Bearer ${access_token}` })).statusCode).toBe(200);
    expect((await app.inject({ url: '/openapi.json', headers })).statusCode).toBe(401);
  });
});

test('where Redis refuses to count, each process counts by itself, and the log says what Redis said', async () => {
  const refusal = Object.assign(new Error('READONLY You cannot write against a read only replica.'), {
    name: 'ReplyError',
  });
  const count = (...values: readonly unknown[]) => {
    const answer = values.at(-1);
    if (typeof answer === 'function') answer(refusal);
  };
  const sharedCounts = { defineCommand() {}, rateLimit: count };
  const settings = { ...aServerSettings, rateLimits: { perAddress: 1, perAccount: 0 } };
  const { app: server, log } = await aServer({ settings, api: [endpoints], sharedCounts });
  close = () => server.close();
  const login = () => server.inject({ method: 'POST', url: '/api/v1/login/', payload: { email: 'a@b.example' } });
  expect([(await login()).statusCode, (await login()).statusCode]).toEqual([200, 429]);
  const said = log.entries.filter(({ msg }) => msg === 'Redis does not count tries: this process counts by itself');
  expect(said).toMatchObject([{ err: { message: refusal.message } }, { err: { message: refusal.message } }]);
});
