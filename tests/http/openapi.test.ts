import { ServiceUnavailable } from '@online-cinema/application/ports';
import { Compile } from 'typebox/schema';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Caller, Method } from './support/caller.ts';
import { examplesOf, type Operation, readDocument, takesForm } from './support/document.ts';
import { aForm } from './support/form.ts';

let api: AnApi;
let operations: readonly Operation[];
beforeAll(async () => {
  api = await anApi();
  operations = await readDocument(api.app);
});
afterAll(() => api.close());

/** The paths of http-api.md that are there by now, and who may use them. */
const contract = {
  'POST /accounts/register/': 'anyone',
  'POST /accounts/activate/': 'anyone',
  'POST /accounts/resend-activation/': 'anyone',
  'POST /accounts/login/': 'anyone',
  'POST /accounts/refresh/': 'anyone',
  'POST /accounts/logout/': 'user',
  'GET /accounts/sessions/': 'user',
  'DELETE /accounts/sessions/': 'user',
  'DELETE /accounts/sessions/{id}/': 'user',
  'GET /accounts/me/': 'user',
  'DELETE /accounts/me/': 'user',
  'GET /accounts/me/export/': 'user',
  'POST /accounts/change-password/': 'user',
  'POST /accounts/password-reset/request/': 'anyone',
  'POST /accounts/reset-password/complete/': 'anyone',
  'POST /profiles/users/{user_id}/profile/': 'user',
  'PATCH /profiles/users/{user_id}/profile/': 'user',
  'GET /profiles/users/{user_id}/profile/': 'user',
  'DELETE /profiles/users/{user_id}/profile/avatar/': 'user',
  'GET /admin/users/': 'admin',
  'GET /admin/users/{id}/': 'admin',
  'POST /admin/users/{id}/activate/': 'admin',
  'POST /admin/users/{id}/deactivate/': 'admin',
  'POST /admin/users/{id}/change-group/': 'admin',
  'GET /theater/movies/': 'anyone',
  'POST /theater/movies/': 'moderator',
  'GET /theater/movies/{movie}/': 'anyone',
  'PATCH /theater/movies/{movie}/': 'moderator',
  'DELETE /theater/movies/{movie}/': 'moderator',
  ...ofList('genres'),
  ...ofList('actors'),
  ...ofList('stars'),
  ...ofList('directors'),
  ...ofList('languages'),
  ...ofList('countries'),
  ...ofList('certifications'),
  'PUT /theater/movies/{movie}/reaction/': 'user',
  'DELETE /theater/movies/{movie}/reaction/': 'user',
  'PUT /theater/movies/{movie}/rating/': 'user',
  'DELETE /theater/movies/{movie}/rating/': 'user',
  'PUT /theater/movies/{movie}/favorite/': 'user',
  'DELETE /theater/movies/{movie}/favorite/': 'user',
  'GET /favorites/': 'user',
  'GET /theater/movies/{movie}/comments/': 'anyone',
  'POST /theater/movies/{movie}/comments/': 'user',
  'POST /comments/{id}/replies/': 'user',
  'PATCH /comments/{id}/': 'user',
  'DELETE /comments/{id}/': 'user',
  'PUT /comments/{id}/like/': 'user',
  'DELETE /comments/{id}/like/': 'user',
  'GET /notifications/': 'user',
  'POST /notifications/read/': 'user',
  'GET /cart/': 'user',
  'POST /cart/items/': 'user',
  'DELETE /cart/items/': 'user',
  'DELETE /cart/items/{movie}/': 'user',
  'POST /orders/': 'user',
  'GET /orders/': 'user',
  'GET /orders/{id}/': 'user',
  'POST /orders/{id}/checkout/': 'user',
  'POST /orders/{id}/cancel/': 'user',
  'POST /orders/{id}/refund/': 'user',
  'POST /payments/webhook/': 'anyone',
  'GET /payments/': 'user',
  'GET /payments/{id}/': 'user',
  'GET /payments/success/': 'anyone',
  'GET /payments/cancel/': 'anyone',
  'GET /purchases/': 'user',
  'GET /admin/carts/{user_id}/': 'moderator',
  'GET /admin/orders/': 'moderator',
  'GET /admin/payments/': 'moderator',
  'GET /admin/sales/': 'moderator',
};

function ofList(list: string) {
  return {
    [`GET /theater/${list}/`]: 'anyone',
    [`POST /theater/${list}/`]: 'moderator',
    [`GET /theater/${list}/{id}/`]: 'anyone',
    [`PATCH /theater/${list}/{id}/`]: 'moderator',
    [`DELETE /theater/${list}/{id}/`]: 'moderator',
  };
}

test('the document is OpenAPI 3.1 and has every path of the contract, with who may use it', async () => {
  const document = (await api.app.inject('/openapi.json')).json();
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Online Cinema' } });
  const found = operations.map((operation) => [operation.name.replace('/api/v1', ''), operation['x-who']]);
  expect(Object.fromEntries(found)).toEqual(contract);
});

describe('every operation', () => {
  test('says what it is for, and among what', () => {
    for (const { name, summary, description, tags } of operations) {
      expect(summary, name).toMatch(/^[A-Z].{3,}[^.]$/);
      expect(description, name).toMatch(/^[A-Z].{3,}\.$/s);
      expect(tags, name).toHaveLength(1);
    }
    expect(new Set(operations.map(({ summary }) => summary)).size).toBe(operations.length);
  });

  test('has a name of its own that generated clients can call it by', () => {
    for (const { name, operationId } of operations) expect(operationId, name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const named = Object.fromEntries(operations.map(({ name, operationId }) => [operationId, name]));
    expect(named).toMatchObject({
      placeOrder: 'POST /api/v1/orders/',
      getMovie: 'GET /api/v1/theater/movies/{movie}/',
      listCertifications: 'GET /api/v1/theater/certifications/',
    });
  });

  test('describes each answer, with an example that keeps to its schema', () => {
    for (const { name, responses } of operations) {
      for (const [status, answer] of Object.entries(responses)) {
        expect(answer.description, `${name} ${status}`).toMatch(/\S/);
        if (!['204', '304'].includes(status)) expectExamples(`${name} ${status}`, answer);
      }
    }
  });

  test('shows a body by an example that keeps to its schema', () => {
    const withBody = operations.filter(({ requestBody }) => requestBody !== undefined);
    expect(withBody.length).toBeGreaterThan(5);
    for (const { name, requestBody } of withBody) expectExamples(name, requestBody);
  });

  test('lists the errors that its kind may answer', () => {
    for (const { name, method, parameters, responses, 'x-who': who } of operations) {
      const expected = ['401', '500', '503'];
      if (method !== 'GET') expected.push('413', '415', '422');
      if (parameters?.length) expected.push('422');
      if (who === 'moderator' || who === 'admin') expected.push('403');
      expect(Object.keys(responses), name).toEqual(expect.arrayContaining(expected));
    }
  });

  test('asks for a token where it needs one, and takes one where it tells more', () => {
    const tellingMore = ['getMovie', 'listComments'];
    for (const { name, operationId = '', security, 'x-who': who } of operations) {
      const ofAnyone = tellingMore.includes(operationId) ? [{}, { bearer: [] }] : [];
      expect(security, name).toEqual(who === 'anyone' ? ofAnyone : [{ bearer: [] }]);
    }
  });

  test('requires the body that it requires, and no other', () => {
    const required = (name: string) =>
      operations.find((one) => one.name === `POST /api/v1${name}`)?.requestBody?.required;
    expect(required('/accounts/login/')).toBe(true);
    expect(required('/orders/{id}/checkout/')).toBe(false);
    expect(required('/orders/{id}/cancel/')).toBe(false);
  });
});

function expectExamples(name: string, content: Operation['responses'][string] | undefined): void {
  const schema = content?.content?.['application/json']?.schema ?? {};
  const validator = Compile(schema);
  const examples = examplesOf(content);
  expect(examples, name).not.toEqual([]);
  for (const example of examples)
    expect(validator.Errors(example), `${name} ${JSON.stringify(example)}`).toEqual([true, []]);
}

describe('each operation, tried by each group,', () => {
  const rank = { anyone: 0, user: 1, moderator: 2, admin: 3 };
  const tryIt = async (caller: Caller, operation: Operation, userId = 4711) => {
    const method = operation.method as Method;
    const path = operation.path
      .replace('/api/v1', '')
      .replace('{user_id}', `${userId}`)
      .replace(/\{\w+\}/g, '4711');
    const [body] = examplesOf(operation.requestBody);
    return takesForm(operation)
      ? caller.send(method, path, aForm(Object.entries(body ?? {})))
      : caller.call(method, path, body);
  };

  // Every operation there is takes its time on a busy machine.
  test.each(['user', 'moderator', 'admin'] as const)(
    'lets a %s do what is theirs',
    { timeout: 60_000 },
    async (group) => {
      for (const operation of operations) {
        // Each has a session of their own to end.
        const caller = await api.aUser(group);
        const { status, body } = await tryIt(caller, operation, await caller.ownId());
        const who = operation['x-who'] ?? 'admin';
        const isShutOut = status === 403 && /^Access denied/.test(body.detail);
        expect([operation.name, isShutOut]).toEqual([operation.name, rank[group] < rank[who]]);
        // What the contract says of a password.
        if (operation.name !== 'POST /api/v1/accounts/login/')
          expect([operation.name, status]).not.toEqual([operation.name, 401]);
      }
    },
  );

  test('wants a token wherever one is needed', async () => {
    for (const operation of operations) {
      const { status, body } = await tryIt(api.anyone(), operation);
      const isAsked = status === 401 && body.detail === 'Authorization header is missing';
      expect([operation.name, isAsked]).toEqual([operation.name, operation['x-who'] !== 'anyone']);
    }
  });

  test('is answered 503 while the database is down', async () => {
    const caller = await api.aUser('admin');
    const down = new ServiceUnavailable({ cause: new Error('secret plans') });
    const standing = vi.spyOn(api.ports.accountQueries, 'standing').mockRejectedValue(down);
    for (const operation of operations) {
      const { status, headers, body } = await tryIt(caller, operation);
      const detail = 'The service is temporarily unavailable. Please try again later.';
      expect([operation.name, status, body]).toEqual([operation.name, 503, { detail }]);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    standing.mockRestore();
  });

  test('refuses a token that is not good, also where none is needed', async () => {
    for (const operation of operations) {
      const caller = api.anyone();
      caller.accessToken = 'not.a.token';
      expect([operation.name, (await tryIt(caller, operation)).status]).toEqual([operation.name, 401]);
    }
  });
});

describe('/docs', () => {
  test('is a page that needs nothing from elsewhere', async () => {
    const page = await api.app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    const [, ...files] = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file).not.toMatch(/^(https?:)?\/\//);
      const at = new URL(file ?? '', 'http://cinema/docs/').pathname;
      const answer = await api.app.inject(at.replace('/docs/docs/', '/docs/'));
      expect([at, answer.statusCode]).toEqual([at, 200]);
    }
    expect((await api.app.inject('/docs/json')).json().openapi).toBe('3.1.0');
    expect((await api.app.inject('/docs/nothing')).statusCode).toBe(404);
  });

  test('is as wide as a phone, has a word to those without scripts, and reads the one document there is', async () => {
    for (const url of ['/docs', '/docs/', '/docs/?x=1']) {
      const { body } = await api.app.inject(url);
      expect(body).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
      expect(body).toMatch(/<noscript>.*href="\/openapi\.json"/);
    }
    const start = await api.app.inject('/docs/static/swagger-initializer.js');
    expect(start.body).toContain("url: '/openapi.json'");
  });

  test.each(['/docs', '/openapi.json'])('%s is for those whom DOCS_ACCESS names', async (url) => {
    const guarded = await anApi({ docsAccess: 'admin' });
    const admin = await guarded.anAccount({ group: 'admin' });
    const user = await guarded.anAccount();
    const basic = (email: string, password: string) =>
      `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
    const ask = async (authorization?: string) => {
      const answer = await guarded.app.inject({ url, headers: authorization === undefined ? {} : { authorization } });
      return [answer.statusCode, answer.headers['www-authenticate']];
    };
    const challenge = ['Bearer', 'Basic realm="Online Cinema", charset="UTF-8"'];
    const payload = { email: admin, password: PASSWORD };
    const tokens = await guarded.app.inject({ method: 'POST', url: '/api/v1/accounts/login/', payload });

    expect(await ask()).toEqual([401, challenge]);
    expect(await ask(basic(`${admin}\0`, PASSWORD))).toEqual([401, challenge]);
    expect(await ask('Digest x')).toEqual([401, challenge]);
    expect(await ask('Bearer x')).toEqual([401, challenge]);
    expect(await ask(basic(admin, 'Wr0ng!pass'))).toEqual([401, challenge]);
    expect(await ask(basic('nobody@example.com', PASSWORD))).toEqual([401, challenge]);
    expect(await ask(basic(user, PASSWORD))).toEqual([403, undefined]);
    expect(await ask(basic(admin, PASSWORD))).toEqual([200, undefined]);
    expect(await ask(`Bearer ${tokens.json().access_token}`)).toEqual([200, undefined]);
    await guarded.close();
  });
});
