import { MikroOrmAccountQueries } from '@online-cinema/adapters/mikro-orm';
import type { UserFilter } from '@online-cinema/application/ports';
import {
  emailAddress,
  User,
  type UserDraft,
  UserNotFound,
  UserNotFoundOrInactive,
} from '@online-cinema/domain/accounts';
import { Actor, days, later, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, type DatabaseStore, HUGE_PAGES, openDatabaseStore } from '../support/database.ts';
import { aProfileDraft, aSessionDraft, aUserDraft, NOW } from '../support/drafts.ts';

describe.each(DATABASES)('what is asked about accounts on %s', (name) => {
  let store: DatabaseStore;
  let queries: MikroOrmAccountQueries;
  let ann: User;
  beforeAll(async () => {
    store = await openDatabaseStore(name);
    queries = new MikroOrmAccountQueries(store.database);
  });
  beforeEach(async () => {
    await store.empty();
    ann = await store.unitOfWork.run(({ users }) => users.add(aUserDraft('ann@cinema.example')));
  });
  afterAll(() => store.stop());

  it('is the standing of a user and one of their sessions, dead or alive', async () => {
    const { key, expiresAt } = aSessionDraft(ann.id);
    await store.unitOfWork.run(({ sessions }) => sessions.add({ ...aSessionDraft(ann.id), key }));

    const standing = { userId: ann.id, group: 'user', isActive: false, deactivatedAt: null };
    expect(await queries.standing({ userId: ann.id, session: key })).toEqual({
      ...standing,
      sessionExpiresAt: expiresAt,
    });
    expect(await queries.standing({ userId: ann.id, session: 'another' })).toEqual({
      ...standing,
      sessionExpiresAt: null,
    });
    expect(await queries.standing({ userId: ann.id + 1, session: key })).toBeUndefined();
  });

  it('is what a password is compared with', async () => {
    expect(await queries.credentials('ann@cinema.example')).toEqual({ userId: ann.id, hashedPassword: 'hashed' });
    expect(await queries.credentials('ANN@cinema.example')).toBeUndefined();
  });

  it('is what the password of someone signed in is compared with', async () => {
    expect(await queries.credentialsOf(ann.id)).toEqual({ userId: ann.id, hashedPassword: 'hashed' });
    expect(await queries.credentialsOf(ann.id + 1)).toBeUndefined();
  });

  it('is a profile, if there is one', async () => {
    expect(await queries.profile(ann.id)).toBeNull();
    const { state } = await store.unitOfWork.run(({ profiles }) => profiles.add(aProfileDraft(ann.id)));

    expect(await queries.profile(ann.id)).toEqual(state);
    for (const id of [ann.id + 1, 0, 99_999_999_999]) expect(await queries.profile(id)).toBeNull();
  });

  it('is a profile that says nothing', async () => {
    const nothing = { firstName: null, lastName: null, gender: null, dateOfBirth: null, info: null, avatar: null };
    await store.unitOfWork.run(({ profiles }) => profiles.add(aProfileDraft(ann.id, nothing)));

    expect(await queries.profile(ann.id)).toEqual({ id: expect.any(Number), userId: ann.id, ...nothing });
  });

  it('is their own account, if there is one', async () => {
    expect(await queries.account(Actor.user(ann.id, 'user'))).toEqual({
      id: ann.id,
      email: 'ann@cinema.example',
      group: 'user',
      isActive: false,
      createdAt: NOW,
      updatedAt: NOW,
    });
    await expect(queries.account(Actor.user(ann.id + 1, 'user'))).rejects.toBeInstanceOf(UserNotFoundOrInactive);
  });

  it('is which of their sessions live, the one used last first', async () => {
    const early = aSessionDraft(ann.id);
    const late = { ...aSessionDraft(ann.id), lastUsedAt: later(NOW, seconds(1)) };
    const over = { ...aSessionDraft(ann.id), expiresAt: later(NOW, seconds(2)) };
    await store.unitOfWork.run(async ({ sessions }) => {
      for (const draft of [early, late, over]) await sessions.add(draft);
    });

    const sessions = await queries.sessions(Actor.user(ann.id, 'user'), later(NOW, seconds(2)));

    expect(sessions.map(({ key }) => key)).toEqual([late.key, early.key]);
    expect(sessions[1]).toMatchObject({
      createdAt: NOW,
      lastUsedAt: NOW,
      userAgent: 'Browser 1',
      ipAddress: '192.0.2.7',
    });
    expect(await queries.sessions(Actor.user(ann.id, 'user'), later(NOW, days(8)))).toEqual([]);
  });

  describe('by an admin', () => {
    const everyone = { page: 1, perPage: 100 };
    const add = (email: string, changes: Partial<UserDraft> = {}) =>
      store.unitOfWork.run(({ users }) => users.add({ ...aUserDraft(email), ...changes }));
    const emails = async (filter: UserFilter) =>
      (await queries.users(filter, everyone)).items.map(({ email }) => email);

    it('is a user, active or not', async () => {
      const admin = await add('admin@cinema.example', { group: 'admin', isActive: true });
      const shutOut = await add('bob@cinema.example', { deactivatedAt: later(NOW, 1) });

      expect(await queries.user(admin.id)).toEqual({
        id: admin.id,
        email: 'admin@cinema.example',
        group: 'admin',
        isActive: true,
        deactivatedAt: null,
        createdAt: NOW,
        updatedAt: NOW,
      });
      expect(await queries.user(shutOut.id)).toMatchObject({ isActive: false, deactivatedAt: later(NOW, 1) });
      for (const id of [shutOut.id + 1, 0, 99_999_999_999]) {
        await expect(queries.user(id)).rejects.toBeInstanceOf(UserNotFound);
      }
    });

    it('is everyone, by id, page by page', async () => {
      // Changed, so that PostgreSQL finds the first one last.
      await add('bob@cinema.example');
      await add('carl@cinema.example');
      await store.unitOfWork.run(({ users }) => users.save(User.restore({ ...ann.state, isActive: true })));

      const first = await queries.users({}, { page: 1, perPage: 2 });
      const second = await queries.users({}, { page: 2, perPage: 2 });
      const beyond = await queries.users({}, { page: 3, perPage: 2 });

      expect(first.items.map(({ email }) => email)).toEqual(['ann@cinema.example', 'bob@cinema.example']);
      expect(first.items[0]).toEqual(await queries.user(ann.id));
      expect(second.items.map(({ email }) => email)).toEqual(['carl@cinema.example']);
      expect(beyond.items).toEqual([]);
      expect([first, second, beyond].map(({ totalItems }) => totalItems)).toEqual([3, 3, 3]);
    });

    it.each(HUGE_PAGES)('is nobody on page %d', async (page) => {
      expect(await queries.users({ isActive: false }, { page, perPage: 100 })).toEqual({ items: [], totalItems: 1 });
    });

    it('is whose address has a part, in any case', async () => {
      await add('bob@cinema.example');
      await add('joann@theatre.example');

      expect(await emails({ email: 'aNN@' })).toEqual(['ann@cinema.example', 'joann@theatre.example']);
      expect(await emails({ email: ' CINEMA.example ' })).toEqual(['ann@cinema.example', 'bob@cinema.example']);
      expect(await emails({ email: 'bob@cinema.example' })).toEqual(['bob@cinema.example']);
      expect(await emails({ email: 'nobody' })).toEqual([]);
      expect(await emails({ email: '' })).toHaveLength(3);
    });

    it.each(['%', '_', '!', '!%', "'", '\\', '*', '?'])(
      'is whose address has %s in it, to the letter',
      async (sign) => {
        await add(`a${sign}b@cinema.example`);
        await add('a+b@cinema.example');

        expect(await emails({ email: sign })).toEqual([`a${sign}b@cinema.example`]);
        expect(await emails({ email: `a${sign}B` })).toEqual([`a${sign}b@cinema.example`]);
      },
    );

    it.each(['Ünal@cinema.example', 'ﬁnn@cinema.example', 'İpek@cinema.example'])(
      'is whose address is %s, however that is written',
      async (written) => {
        const stored = emailAddress(written);
        await add(stored);
        const part = written.slice(0, written.indexOf('@') + 1);

        for (const email of [written, stored, part, written.normalize('NFD')]) {
          expect(await emails({ email })).toEqual([stored]);
        }
      },
    );

    it('is who is in a group, active or not, and all of that at once', async () => {
      await add('bob@cinema.example', { group: 'moderator', isActive: true });
      await add('carl@cinema.example', { group: 'moderator' });
      await add('dora@theatre.example', { group: 'moderator', isActive: true });
      await add('emma@cinema.example', { group: 'admin', isActive: true });

      expect(await emails({ group: 'user' })).toEqual(['ann@cinema.example']);
      expect(await emails({ group: 'admin' })).toEqual(['emma@cinema.example']);
      expect(await emails({ isActive: false })).toEqual(['ann@cinema.example', 'carl@cinema.example']);
      expect(await emails({ isActive: true })).toEqual([
        'bob@cinema.example',
        'dora@theatre.example',
        'emma@cinema.example',
      ]);
      const filter = { group: 'moderator', isActive: true, email: 'CINEMA' } as const;
      expect(await queries.users(filter, { page: 2, perPage: 1 })).toEqual({ items: [], totalItems: 1 });
      expect(await emails(filter)).toEqual(['bob@cinema.example']);
    });
  });
});
