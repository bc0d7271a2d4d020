import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
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

/** The id of an account. */
async function idOf(email: string): Promise<number> {
  const { body } = await admin.get(`/admin/users/?email=${encodeURIComponent(email)}`);
  return body.users.find((user: { email: string }) => user.email === email).id;
}

/** Ids that nobody has, each in its own way. */
const nobodys = ['4711', '0', '-1', '99999999999999999999'];

describe('GET /admin/users/', () => {
  const list = async (query: string) => {
    const { status, body } = await admin.get(`/admin/users/?per_page=100&${query}`);
    expect([query, status]).toEqual([query, 200]);
    return body.users.map(({ email }: { email: string }) => email);
  };

  test('shows who there is, by id, with all that an admin may know', async () => {
    const banned = await api.anAccount({ isActive: false, deactivatedAt: api.clock.now(), group: 'moderator' });
    const { status, body } = await admin.get('/admin/users/?per_page=100');
    expect(status).toBe(200);
    const ids = body.users.map(({ id }: { id: number }) => id);
    expect(ids).toEqual(ids.toSorted((one: number, other: number) => one - other));
    expect(body.users.find(({ email }: { email: string }) => email === banned)).toEqual({
      id: expect.any(Number),
      email: banned,
      group: 'moderator',
      is_active: false,
      created_at: '2026-01-15T12:00:00.000Z',
      deactivated_at: '2026-01-15T12:00:00.000Z',
    });
    expect(JSON.stringify(body)).not.toMatch(/password|argon2/);
  });

  test('finds by a part of the address, in any case, and takes it to the letter', async () => {
    const email = await api.anAccount();
    expect(await list(`email=${email.toUpperCase()}`)).toEqual([email]);
    expect(await list(`email=${email.slice(0, 7)}`)).toContain(email);
    for (const nothing of ['%25', '_', '%27%20OR%201=1', '!', '%5C', 'nobody@example.com']) {
      expect(await list(`email=${nothing}`)).toEqual([]);
    }
  });

  test('finds by group and by activity, and by all together', async () => {
    const moderator = await api.anAccount({ group: 'moderator', isActive: false });
    expect(await list('group=moderator')).toContain(moderator);
    expect(await list('group=moderator&is_active=false')).toContain(moderator);
    expect(await list('group=moderator&is_active=true')).not.toContain(moderator);
    expect(await list('group=user')).not.toContain(moderator);
    expect(await list(`group=moderator&is_active=0&email=${moderator}`)).toEqual([moderator]);
    expect(await list(`group=admin&is_active=1&email=${admin.email}`)).toEqual([admin.email]);
  });

  test('comes in pages, whose links keep the filter', async () => {
    for (let more = 0; more < 3; more += 1) await api.anAccount({ group: 'moderator', isActive: true });
    const total = (await list('group=moderator')).length;
    const { body } = await admin.get('/admin/users/?group=moderator&per_page=2&page=1');
    expect(body).toMatchObject({
      users: [{ group: 'moderator' }, { group: 'moderator' }],
      prev_page: null,
      next_page: '/admin/users/?page=2&per_page=2&group=moderator',
      total_pages: Math.ceil(total / 2),
      total_items: total,
    });
    const next = (await admin.get(body.next_page)).body;
    expect(next.prev_page).toBe('/admin/users/?page=1&per_page=2&group=moderator');
    expect(next.users[0].id).toBeGreaterThan(body.users[1].id);
    const beyond = await admin.get('/admin/users/?page=99999999999&per_page=2');
    expect([beyond.status, beyond.body.users, beyond.body.next_page]).toEqual([200, [], null]);
  });

  test.each([
    ['group=owner', 'group', "Input should be 'user', 'moderator' or 'admin'"],
    ['group=', 'group', "Input should be 'user', 'moderator' or 'admin'"],
    ['group=ADMIN', 'group', "Input should be 'user', 'moderator' or 'admin'"],
    ['is_active=perhaps', 'is_active', 'Input should be a valid boolean, unable to interpret input'],
    ['is_active=', 'is_active', 'Input should be a valid boolean, unable to interpret input'],
    ['page=0', 'page', 'Input should be greater than or equal to 1'],
    ['per_page=101', 'per_page', 'Input should be less than or equal to 100'],
    ['page=two', 'page', 'Input should be a valid integer, unable to parse string as an integer'],
    ['email=%00', 'email', 'Null characters are not allowed'],
    [`email=${'x'.repeat(256)}`, 'email', 'String should have at most 255 characters'],
  ])('refuses a malformed filter, %s', async (query, field, msg) => {
    const { status, body } = await admin.get(`/admin/users/?${query}`);
    expect([status, body.detail]).toMatchObject([422, [{ loc: ['query', field], msg }]]);
  });
});

describe('GET /admin/users/{id}/', () => {
  test('shows a user', async () => {
    const email = await api.anAccount();
    const id = await idOf(email);
    expect(plain(await admin.get(`/admin/users/${id}/`))).toEqual([
      200,
      { id, email, group: 'user', is_active: true, created_at: '2026-01-15T12:00:00.000Z', deactivated_at: null },
    ]);
  });

  test('knows nobody who is not there', async () => {
    for (const id of nobodys) expect(plain(await admin.get(`/admin/users/${id}/`))).toEqual(notFound);
  });

  test('refuses what is no id', async () => {
    for (const id of ['me', '1.5', '%00', '1%20or%201']) {
      const { status, body } = await admin.get(`/admin/users/${id}/`);
      expect([status, body.detail]).toMatchObject([422, [{ type: 'int_parsing', loc: ['path', 'id'] }]]);
    }
  });
});
