import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Answer, Caller } from './support/caller.ts';
import { aForm, type Part } from './support/form.ts';

let api: AnApi;
let admin: Caller;
beforeAll(async () => {
  api = await anApi();
  admin = await api.aUser('admin');
});
afterAll(() => api.close());

const ann = {
  first_name: 'Ann',
  last_name: 'Lee',
  gender: 'woman',
  date_of_birth: '1990-02-03',
  info: 'Silent films, mostly.',
};
const stored = { ...ann, first_name: 'ann', last_name: 'lee', avatar: null };

const plain = ({ status, body }: Answer) => [status, body];
const forbidden = [403, { detail: "You don't have permission to edit this profile." }];
const goneOrInactive = [401, { detail: 'User not found or not active.' }];
const notFound = [404, { detail: 'Profile not found.' }];

const pathOf = (userId: number | string) => `/profiles/users/${userId}/profile/`;
const post = (caller: Caller, userId: number | string, fields: Readonly<Record<string, Part>> = ann) =>
  caller.send('POST', pathOf(userId), aForm(fields));
const patch = (caller: Caller, userId: number | string, fields: Readonly<Record<string, Part>>) =>
  caller.send('PATCH', pathOf(userId), aForm(fields));

/** Every one of the four ways to a profile. */
const ways = {
  POST: (caller: Caller, userId: number | string) => post(caller, userId),
  PATCH: (caller: Caller, userId: number | string) => patch(caller, userId, { info: 'New.' }),
  GET: (caller: Caller, userId: number | string) => caller.get(pathOf(userId)),
  DELETE: (caller: Caller, userId: number | string) => caller.delete(`${pathOf(userId)}avatar/`),
};

/** Somebody who is logged in and has a profile. */
async function someoneWithProfile() {
  const user = await api.aUser();
  const id = await user.ownId();
  const { body } = await post(user, id);
  return { user, id, profile: body };
}

describe('POST a profile', () => {
  test('makes it, its names in lower case', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    const answer = await post(user, id);
    expect(plain(answer)).toEqual([201, { ...stored, id: expect.any(Number), user_id: id }]);
    expect(plain(await user.get(pathOf(id)))).toEqual([200, answer.body]);
    expect((await user.get('/accounts/me/')).body.profile).toEqual(answer.body);
  });

  test('makes one a user, also where two are asked for at once', async () => {
    const { user, id } = await someoneWithProfile();
    const second = [400, { detail: 'User already has a profile.' }];
    expect(plain(await post(user, id))).toEqual(second);

    const other = await api.aUser();
    const othersId = await other.ownId();
    const answers = await Promise.all([post(other, othersId), post(other, othersId)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400]);
  });

  test('needs every field but the picture, and names all that are missing', async () => {
    const user = await api.aUser();
    const { status, body } = await post(user, await user.ownId(), {});
    const missing = (field: string) => ({ type: 'missing', loc: ['body', field], msg: 'Field required', input: {} });
    expect([status, body.detail]).toEqual([422, Object.keys(ann).map(missing)]);
  });

  test('takes any writing in the info, and a field given twice as it was given last', async () => {
    const user = await api.aUser();
    const info = 'Немое кино — 無声映画 💥\r\n"\'<b>';
    const fields = [...Object.entries({ ...ann, info: 'First.' }), ['info', info]] as const;
    const { status, body } = await user.send('POST', pathOf(await user.ownId()), aForm(fields));
    expect([status, body.info]).toEqual([201, info]);
  });
});

describe('PATCH a profile', () => {
  test('changes what is sent and nothing else', async () => {
    const { user, id, profile } = await someoneWithProfile();
    expect(plain(await patch(user, id, { first_name: 'Bea', gender: 'man' }))).toEqual([
      200,
      { ...profile, first_name: 'bea', gender: 'man' },
    ]);
    expect(plain(await patch(user, id, {}))).toEqual([200, { ...profile, first_name: 'bea', gender: 'man' }]);
  });

  test('finds no profile where there is none', async () => {
    const user = await api.aUser();
    expect(plain(await patch(user, await user.ownId(), { info: 'New.' }))).toEqual(notFound);
  });
});

describe('what may be said in a profile', () => {
  const faults: readonly (readonly [field: string, value: string, msg: string])[] = [
    ['first_name', 'Анна', 'Анна contains non-english letters'],
    ['first_name', 'Ann Lee', 'Ann Lee contains non-english letters'],
    ['first_name', 'Ann1', 'Ann1 contains non-english letters'],
    ['first_name', '', ' contains non-english letters'],
    ['first_name', 'A'.repeat(101), 'String should have at most 100 characters'],
    ['last_name', 'Müller', 'Müller contains non-english letters'],
    ['last_name', 'Lee\n', 'Lee\n contains non-english letters'],
    ['last_name', 'ﬁn', 'ﬁn contains non-english letters'],
    ['gender', 'other', 'Gender must be one of: man, woman'],
    ['gender', 'Woman', 'Gender must be one of: man, woman'],
    ['gender', '', 'Gender must be one of: man, woman'],
    ['date_of_birth', '1899-12-31', 'Invalid birth date - year must be greater than 1900.'],
    ['date_of_birth', '0001-01-01', 'Invalid birth date - year must be greater than 1900.'],
    // It is 2026-01-15.
    ['date_of_birth', '2008-01-16', 'You must be at least 18 years old to register.'],
    ['date_of_birth', '9999-12-31', 'You must be at least 18 years old to register.'],
    ['date_of_birth', '1990-02-30', 'Input should be a valid date or datetime, day value is outside expected range'],
    ['date_of_birth', '03.02.1990', 'Input should be a valid date or datetime, invalid character in year'],
    ['date_of_birth', '', 'Input should be a valid date or datetime, input is too short'],
    ['info', '', 'Info field cannot be empty or contain only spaces.'],
    ['info', ' \t\n\u3000', 'Info field cannot be empty or contain only spaces.'],
    ['info', 'a\0b', 'Null characters are not allowed'],
    ['nickname', 'annie', 'Extra inputs are not permitted'],
  ];

  test.each(faults)('is not %s %j', async (field, value, msg) => {
    const { user, id, profile } = await someoneWithProfile();
    const newcomer = await api.aUser();
    const expected = [422, [expect.objectContaining({ loc: ['body', field], msg, input: value })]];
    const made = await post(newcomer, await newcomer.ownId(), { ...ann, [field]: value });
    expect([made.status, made.body.detail]).toEqual(expected);
    const changed = await patch(user, id, { [field]: value });
    expect([changed.status, changed.body.detail]).toEqual(expected);
    expect((await user.get(pathOf(id))).body).toEqual(profile);
    expect(plain(await newcomer.get(pathOf(await newcomer.ownId())))).toEqual(notFound);
  });

  test.each([
    ['date_of_birth', '2008-01-15'],
    ['date_of_birth', '1900-01-01'],
    ['date_of_birth', '2004-02-29'],
    ['first_name', 'A'.repeat(100)],
    ['info', '.'],
  ])('is %s %j', async (field, value) => {
    const { user, id } = await someoneWithProfile();
    const { status, body } = await patch(user, id, { [field]: value });
    expect([status, body[field]]).toEqual([200, field === 'first_name' ? value.toLowerCase() : value]);
  });

  test('has all of its faults named together: of the shape, of the rules and of the picture', async () => {
    const user = await api.aUser();
    const { status, body } = await post(user, await user.ownId(), {
      first_name: 'Анна',
      gender: 'x',
      date_of_birth: 'yesterday',
      nickname: 'annie',
      info: ' ',
      avatar: { bytes: Buffer.from('GIF89a and so on'), name: 'me.jpg' },
    });
    expect(status).toBe(422);
    const told = body.detail.map(({ loc, msg }: { loc: string[]; msg: string }) => [loc[1], msg]);
    expect(told.toSorted()).toEqual(
      [
        ['first_name', 'Анна contains non-english letters'],
        ['last_name', 'Field required'],
        ['gender', 'Gender must be one of: man, woman'],
        ['date_of_birth', 'Input should be a valid date or datetime, input is too short'],
        ['info', 'Info field cannot be empty or contain only spaces.'],
        ['nickname', 'Extra inputs are not permitted'],
        ['avatar', 'Unsupported image format: GIF. Use one of next: JPG, JPEG, PNG'],
      ].toSorted(),
    );
  });
});

describe.each(Object.entries(ways))('%s a profile', (method, ask) => {
  test('is for its owner and for admins', async () => {
    const { id } = await someoneWithProfile();
    const stranger = await api.aUser();
    const moderator = await api.aUser('moderator');
    for (const caller of [stranger, moderator]) expect(plain(await ask(caller, id))).toEqual(forbidden);
    const expected = { POST: 400, PATCH: 200, GET: 200, DELETE: 204 }[method];
    expect((await ask(admin, id)).status).toBe(expected);
  });

  test('asks a stranger nothing about who is there', async () => {
    const stranger = await api.aUser();
    for (const nobody of [4711, 0, -1, '99999999999999999999']) {
      expect(plain(await ask(stranger, nobody))).toEqual(forbidden);
    }
  });

  test('tells an admin of a user who is gone or not active', async () => {
    const [waiting, banned] = [
      await api.anAccount({ isActive: false }),
      await api.anAccount({ isActive: false, deactivatedAt: api.clock.now() }),
    ];
    const ids: (number | string)[] = [4711, 0, -1, '99999999999999999999'];
    for (const email of [waiting, banned]) {
      ids.push((await admin.get(`/admin/users/?email=${email}`)).body.users[0].id);
    }
    for (const id of ids) expect([id, ...plain(await ask(admin, id))]).toEqual([id, ...goneOrInactive]);
  });

  test('needs a token, and an id that is one', async () => {
    const answer = await ask(api.anyone(), 1);
    expect(plain(answer)).toEqual([401, { detail: 'Authorization header is missing' }]);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    const { status, body } = await ask(admin, 'me');
    expect([status, body.detail]).toMatchObject([422, [{ type: 'int_parsing', loc: ['path', 'user_id'] }]]);
  });
});

test('an admin makes a profile for a user', async () => {
  const user = await api.aUser();
  const id = await user.ownId();
  expect((await post(admin, id)).body).toMatchObject({ ...stored, user_id: id });
  expect((await user.get(pathOf(id))).status).toBe(200);
});

test('the profile of a user who was shut out is not changed by anyone', async () => {
  const { id } = await someoneWithProfile();
  await admin.post(`/admin/users/${id}/deactivate/`);
  for (const ask of [ways.PATCH, ways.DELETE, ways.POST]) {
    expect(plain(await ask(admin, id))).toEqual(goneOrInactive);
  }
});

test('without a profile there is none to see, to change or to take a picture from', async () => {
  const user = await api.aUser();
  const id = await user.ownId();
  for (const ask of [ways.GET, ways.PATCH, ways.DELETE]) {
    expect(plain(await ask(user, id))).toEqual(notFound);
    expect(plain(await ask(admin, id))).toEqual(notFound);
  }
});
