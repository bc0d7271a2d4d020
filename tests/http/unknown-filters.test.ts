import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller, Method } from './support/caller.ts';
import { type Operation, readDocument } from './support/document.ts';

let api: AnApi;
let admin: Caller;
let operations: readonly Operation[];
beforeAll(async () => {
  api = await anApi();
  admin = await api.aUser('admin');
  operations = await readDocument(api.app);
});
afterAll(() => api.close());

const extra = (name: string, input: unknown) => ({
  ...{ type: 'extra_forbidden', loc: ['query', name], msg: 'Extra inputs are not permitted', input },
});

test('a name that the query does not know is refused wherever one administers', async () => {
  const ofStaff = operations.filter(({ path }) => path.startsWith('/api/v1/admin/'));
  expect(ofStaff.length).toBeGreaterThan(8);
  for (const { name, method, path } of ofStaff) {
    const at = path.replace('/api/v1', '').replace(/\{\w+\}/g, '4711');
    const { status, body } = await admin.call(method as Method, `${at}?user=5`);
    expect([name, status, body.detail[0]]).toEqual([name, 422, extra('user', '5')]);
  }
});

test('it is told after the faults of the names that are known, each once', async () => {
  const { body } = await admin.get('/admin/payments/?from=2026-01-01&status=open&from=x&__proto__=1&Status=paid&=');
  expect(body.detail).toMatchObject([
    { type: 'literal_error', loc: ['query', 'status'] },
    extra('from', ['2026-01-01', 'x']),
    extra('__proto__', '1'),
    extra('Status', 'paid'),
    extra('', ''),
  ]);
});

test('a secret that came into the query by mistake is not told again', async () => {
  const { body } = await admin.get('/admin/users/?password=Str0ng!pass');
  expect(body.detail).toEqual([extra('password', '**********')]);
});

test('no more than a hundred of them are told', async () => {
  const names = Array.from({ length: 200 }, (_, count) => `name${count}=x`);
  const { status, body } = await admin.get(`/admin/orders/?${names.join('&')}`);
  expect([status, body.detail.length]).toEqual([422, 100]);
});

test('elsewhere it is passed over, as links carry names of others', async () => {
  await api.aMovie({ name: 'Heat' });
  const lists = ['/theater/movies/', '/theater/genres/', '/orders/', '/payments/', '/cart/'];
  for (const path of lists) expect((await admin.get(`${path}?utm_source=mail`)).status).toBe(200);
});
