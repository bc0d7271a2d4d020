import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Caller, Method } from './support/caller.ts';
import { examplesOf, mediaOf, type Operation, readDocument, takesForm } from './support/document.ts';

let api: AnApi;
let admin: Caller;
/** The operations that take JSON, and an example of it. */
let writing: readonly (readonly [operation: Operation, example: Readonly<Record<string, unknown>>])[];
beforeAll(async () => {
  api = await anApi();
  admin = await api.aUser('admin');
  const operations = await readDocument(api.app);
  writing = operations
    .filter((operation) => mediaOf(operation.requestBody) !== undefined && !takesForm(operation))
    // The gateway's body is read byte for byte, and its signature is looked at first.
    .filter(({ name }) => !name.endsWith('/webhook/'))
    .map((operation) => [operation, Object(examplesOf(operation.requestBody)[0])]);
  expect(writing.length).toBeGreaterThan(12);
});
afterAll(() => api.close());

/** Texts of a form of their own, which what is not to be stored spoils first. */
const OF_A_FORM = ['group', 'movie_uuid', 'date', 'price', 'value'];

/** Sends a text to an operation. */
function send({ method, path }: Operation, body: string) {
  return admin.call(method as Method, path.replace('/api/v1', '').replace(/\{\w+\}/g, '4711'), body);
}

/** JSON of an object with one more field, which need not be one that JavaScript would write. */
function joined(example: object, field: string): string {
  const fields = JSON.stringify(example).slice(1, -1);
  return `{${[fields, field].filter((each) => each !== '').join(',')}}`;
}

type Fault = Readonly<{ type: string; loc: readonly (string | number)[]; msg: string }>;

describe('every operation that takes JSON', () => {
  test('refuses 10 MB of it, and goes on', async () => {
    for (const [operation, example] of writing) {
      const { status, body } = await send(operation, joined(example, `"x": "${'x'.repeat(10_000_000)}"`));
      expect([operation.name, status, body]).toEqual([operation.name, 413, { detail: 'Payload Too Large' }]);
    }
    expect((await admin.get('/accounts/me/')).status).toBe(200);
  });

  test('refuses fields that every object has, as it does any that it does not know', async () => {
    for (const [operation, example] of writing) {
      for (const name of ['__proto__', 'constructor', 'toString', 'is_active', 'naïve']) {
        const { status, body } = await send(operation, joined(example, `${JSON.stringify(name)}: {"group": "admin"}`));
        const told = status === 422 && body.detail.find(({ loc }: Fault) => loc[1] === name);
        expect([operation.name, told]).toMatchObject([operation.name, { type: 'extra_forbidden' }]);
      }
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('refuses texts that are not to be stored: with a null character or half a pair of surrogates', async () => {
    for (const [operation, example] of writing) {
      for (const [field, value] of Object.entries(example)) {
        if (typeof value !== 'string') continue;
        for (const [unstorable, type] of [
          ['\\u0000', 'value_error'],
          ['\\ud800', 'string_unicode'],
          ['\\udc00\\ud800', 'string_unicode'],
        ] as const) {
          const text = JSON.stringify({ ...example, [field]: 'THE TEXT' }).replace('THE TEXT', `${value}${unstorable}`);
          const { status, body } = await send(operation, text);
          const found = status === 422 && body.detail.find(({ loc }: Fault) => loc[1] === field);
          const types = OF_A_FORM.includes(field) ? expect.any(String) : type;
          expect([operation.name, field, found.type]).toEqual([operation.name, field, types]);
        }
      }
    }
  });

  test('takes of a field given twice the last', async () => {
    const email = await api.anAccount();
    const twice = (first: string, last: string) =>
      `{"email": ${JSON.stringify(email)}, "password": ${JSON.stringify(first)}, "password": ${JSON.stringify(last)}}`;
    expect((await api.anyone().post('/accounts/login/', twice('Wr0ng!pass', PASSWORD))).status).toBe(201);
    expect((await api.anyone().post('/accounts/login/', twice(PASSWORD, 'Wr0ng!pass'))).status).toBe(401);
  });
});

describe('an e-mail address', () => {
  const injections = [
    'ann@example.com\r\nBcc: eve@example.com',
    'ann@example.com\nBcc: eve@example.com',
    'ann@example.com\r\n\r\n<html>',
    'ann@example.com%0d%0aBcc: eve@example.com',
    'ann@example.com, eve@example.com',
    'ann@example.com; eve@example.com',
    'ann@example.com <eve@example.com>',
    '"ann <eve@example.com>"@example.com',
    'ann(eve@example.com)@example.com',
    'ann@example.com\u2028Bcc: eve@example.com',
    'ann@example.com\0@example.org',
    'ann@[127.0.0.1]',
    'ann@exam\u202eple.com',
    '<script>alert(1)</script>@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ann@${'a.'.repeat(130)}com`,
  ];

  test.each(['/accounts/register/', '/accounts/resend-activation/', '/accounts/password-reset/request/'])(
    'that would say more in the head of a mail is none, at %s',
    async (path) => {
      const password = path.includes('register') ? { password: PASSWORD } : {};
      for (const email of injections) {
        const { status, body } = await api.anyone().post(path, { email, ...password });
        expect([email, status, body.detail?.[0]?.loc]).toEqual([email, 422, ['body', 'email']]);
      }
      await api.carryOutJobs();
      expect(api.mailer.sent).toEqual([]);
    },
  );

  test.each(['/accounts/login/', '/accounts/activate/', '/accounts/reset-password/complete/'])(
    'that is none is nobody’s, at %s',
    async (path) => {
      for (const email of injections.filter((each) => !each.includes('\0'))) {
        const more = path.includes('login') ? {} : { token: 'x' };
        const whole = { email, ...(path.includes('activate') ? {} : { password: PASSWORD }), ...more };
        const { status, body } = await api.anyone().post(path, whole);
        expect([email, status, typeof body.detail]).toEqual([email, path.includes('login') ? 401 : 400, 'string']);
      }
    },
  );
});

describe('all faults are told together', () => {
  const told = (detail: readonly Fault[]) => detail.map(({ type, loc, msg }) => [type, loc.join('.'), msg]);

  test('what is missing, what nobody asked for, and what the rest does not keep to', async () => {
    const { status, body } = await api.anyone().post('/accounts/register/', { password: 'weak', admin: true });
    expect(status).toBe(422);
    expect(told(body.detail).toSorted()).toEqual(
      [
        ['missing', 'body.email', 'Field required'],
        ['extra_forbidden', 'body.admin', 'Extra inputs are not permitted'],
        ['value_error', 'body.password', 'Password must contain at least 8 characters.'],
        ['value_error', 'body.password', 'Password must contain at least one uppercase letter.'],
        ['value_error', 'body.password', 'Password must contain at least one digit.'],
        [
          'value_error',
          'body.password',
          'Password must contain at least one special character: @, $, !, %, *, ?, #, &.',
        ],
      ].toSorted(),
    );
    expect(JSON.stringify(body)).not.toContain('weak');
  });

  test('what is no address beside what is no password', async () => {
    const { body } = await api.anyone().post('/accounts/register/', { email: 'ann', password: 'WEAKWEAK1!' });
    expect(told(body.detail)).toEqual([
      ['value_error', 'body.email', 'value is not a valid email address: An email address must have an @-sign.'],
      ['value_error', 'body.password', 'Password must contain at least one lower letter.'],
    ]);
  });

  test('but a value of the wrong kind is told once', async () => {
    const { body } = await api.anyone().post('/accounts/register/', { email: 5, password: ['weak'] });
    expect(told(body.detail)).toEqual([
      ['string_type', 'body.email', 'Input should be a valid string'],
      ['string_type', 'body.password', 'Input should be a valid string'],
    ]);
  });

  test('with those of the path', async () => {
    const { body } = await admin.post('/admin/users/me/change-group/', { group: 'owner', why: 'x' });
    expect(body.detail.map(({ loc }: Fault) => loc.join('.'))).toEqual(['path.id', 'body.group', 'body.why']);
  });
});
