import {
  EmailAlreadyTaken,
  type LinkToken,
  Profile,
  type ProfileDraft,
  ProfileExists,
  User,
  type UserDraft,
} from '@online-cinema/domain/accounts';
import { days, GROUPS, later, minutes, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DatabaseStore, openDatabaseStore, openStore, STORES, type Store } from '../support/database.ts';
import { aLinkToken, aProfileDraft, aSessionDraft, aUserDraft, NOW } from '../support/drafts.ts';

describe.each(STORES)('accounts %s', (name) => {
  let store: Store;
  let ann: User;
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(async () => {
    await store.empty();
    ann = await store.unitOfWork.run(({ users }) => users.add(aUserDraft('ann@cinema.example')));
  });
  afterAll(() => store.stop());

  it('come back as they were stored', async () => {
    const found = await store.unitOfWork.run(({ users }) => users.findForUpdate(ann.id));

    expect(found?.state).toEqual({ ...aUserDraft('ann@cinema.example'), id: ann.id });
  });

  it.each(GROUPS)('keep every change, as a member of %s', async (group) => {
    const changed = { ...ann.state, group, isActive: true, deactivatedAt: later(NOW, 1), updatedAt: later(NOW, 2) };
    await store.unitOfWork.run(({ users }) => users.save(User.restore(changed)));

    const found = await store.unitOfWork.run(({ users }) => users.findByEmailForUpdate('ann@cinema.example'));
    expect(found?.state).toEqual(changed);
  });

  it('have one address each', async () => {
    const again = store.unitOfWork.run(({ users }) => users.add(aUserDraft('ann@cinema.example')));

    await expect(again).rejects.toThrow(new EmailAlreadyTaken('ann@cinema.example'));
  });

  it('keep addresses apart that differ in a quote, a backslash or an accent only', async () => {
    const addresses = [
      "o'hara@cinema.example",
      'o\\hara@cinema.example',
      'ohara@cinema.example',
      'öhara@cinema.example',
    ];
    await store.unitOfWork.run(async ({ users }) => {
      for (const email of addresses) await users.add(aUserDraft(email));
    });

    for (const email of addresses) {
      const found = await store.unitOfWork.run(({ users }) => users.findByEmailForUpdate(email));
      expect(found?.email).toBe(email);
    }
  });

  it('are not found by an id or an address that nobody has', async () => {
    await store.unitOfWork.run(async ({ users }) => {
      for (const id of [0, -1, 99_999_999_999]) expect(await users.findForUpdate(id)).toBeUndefined();
      expect(await users.findByEmailForUpdate('nobody@cinema.example')).toBeUndefined();
    });
  });

  it('are there or not there at all', async () => {
    expect(await store.unitOfWork.run(({ users }) => users.any())).toBe(true);
    await store.empty();
    expect(await store.unitOfWork.run(({ users }) => users.any())).toBe(false);
  });

  it('go, and leave the others where they are', async () => {
    const bob = await store.unitOfWork.run(({ users }) => users.add(aUserDraft('bob@cinema.example')));
    await store.unitOfWork.run(({ users }) => users.delete(ann.id));

    await store.unitOfWork.run(async ({ users }) => {
      expect(await users.findForUpdate(ann.id)).toBeUndefined();
      expect((await users.findForUpdate(bob.id))?.email).toBe('bob@cinema.example');
    });
  });

  describe.each(['activationTokens', 'passwordResetTokens'] as const)('have %s that', (tokens) => {
    const replace = (token: LinkToken) => store.unitOfWork.run((transaction) => transaction[tokens].replace(token));
    const find = (userId: number) => store.unitOfWork.run((transaction) => transaction[tokens].findOf(userId));
    const spend = (userId: number) => store.unitOfWork.run((transaction) => transaction[tokens].spendOf(userId));

    it('come back as they were stored, with every recent asking', async () => {
      const recentRequests = [later(NOW, -minutes(59)), later(NOW, -1), NOW];
      const token = aLinkToken(ann.id, { tokenHash: 'b'.repeat(64), recentRequests });
      await replace(token);

      expect((await find(ann.id))?.state).toEqual(token.state);
    });

    it('are one a user, the last one stored', async () => {
      const last = aLinkToken(ann.id, {
        tokenHash: 'b'.repeat(64),
        requestedAt: later(NOW, 1),
        recentRequests: [],
        expiresAt: later(NOW, days(2)),
      });
      await replace(aLinkToken(ann.id));
      await replace(last);

      expect((await find(ann.id))?.state).toEqual(last.state);
    });

    it('are spent for one user alone, and still counted', async () => {
      const bob = await store.unitOfWork.run(({ users }) => users.add(aUserDraft('bob@cinema.example')));
      await replace(aLinkToken(ann.id));
      await replace(aLinkToken(bob.id));
      await spend(ann.id);
      await spend(ann.id);
      await spend(4711);

      const { tokenHash, recentRequests } = aLinkToken(ann.id).state;
      expect((await find(ann.id))?.accepts(tokenHash, NOW)).toBe(false);
      expect((await find(ann.id))?.state.recentRequests).toEqual(recentRequests);
      expect((await find(bob.id))?.state.tokenHash).toBe(tokenHash);
    });
  });

  it('keep the two kinds of link apart', async () => {
    await store.unitOfWork.run(({ passwordResetTokens }) => passwordResetTokens.replace(aLinkToken(ann.id)));

    expect(await store.unitOfWork.run(({ activationTokens }) => activationTokens.findOf(ann.id))).toBeUndefined();
  });

  describe('have a profile that', () => {
    const add = (draft: ProfileDraft) => store.unitOfWork.run(({ profiles }) => profiles.add(draft));
    const find = (userId: number) => store.unitOfWork.run(({ profiles }) => profiles.findForUpdate(userId));
    const empty = { firstName: null, lastName: null, gender: null, dateOfBirth: null, info: null, avatar: null };

    it('comes back as it was stored', async () => {
      const { state } = await add(aProfileDraft(ann.id));

      expect(state).toEqual({ ...aProfileDraft(ann.id), id: expect.any(Number) });
      expect((await find(ann.id))?.state).toEqual(state);
      expect(await find(ann.id + 1)).toBeUndefined();
    });

    it('names its picture among others', async () => {
      const { state } = await add(aProfileDraft(ann.id));
      const among = (keys: readonly string[]) =>
        store.unitOfWork.run(({ profiles }) => profiles.findAvatarsAmong(keys));

      expect(await among(['avatars/none.jpg', String(state.avatar), 'avatars/none.jpg'])).toEqual([state.avatar]);
      expect(await among(['avatars/none.jpg'])).toEqual([]);
      expect(await among([])).toEqual([]);
    });

    it('may say nothing at all', async () => {
      await add({ userId: ann.id, ...empty });

      expect((await find(ann.id))?.state).toMatchObject(empty);
    });

    it('keeps every change, of what was said and of what was not', async () => {
      const { state } = await add(aProfileDraft(ann.id));
      const said = { firstName: 'anna', lastName: 'smith', gender: 'man', dateOfBirth: '1900-01-01' } as const;
      const changed = { ...state, ...said, info: 'Ünïcödé\n'.repeat(1_000), avatar: 'avatars/1_b_avatar.jpg' };
      await store.unitOfWork.run(({ profiles }) => profiles.save(Profile.restore(changed)));
      expect((await find(ann.id))?.state).toEqual(changed);

      await store.unitOfWork.run(({ profiles }) => profiles.save(Profile.restore({ ...changed, ...empty })));
      expect((await find(ann.id))?.state).toEqual({ ...changed, ...empty });
    });

    it('is the only one they have, however close together two are made', async () => {
      const both = await Promise.allSettled([add(aProfileDraft(ann.id)), add(aProfileDraft(ann.id))]);

      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(add(aProfileDraft(ann.id))).rejects.toThrow(ProfileExists);
    });
  });

  it('have sessions that are found by their key and remember when they were used', async () => {
    const draft = aSessionDraft(ann.id);
    const session = await store.unitOfWork.run(({ sessions }) => sessions.add(draft));
    session.touch(later(NOW, seconds(9)));
    await store.unitOfWork.run(({ sessions }) => sessions.save(session));

    const found = await store.unitOfWork.run(({ sessions }) => sessions.findForUpdate(draft.key));
    expect(found?.state).toEqual({ ...draft, id: session.state.id, lastUsedAt: later(NOW, seconds(9)) });
  });

  it('have sessions without a named device as well', async () => {
    const draft = { ...aSessionDraft(ann.id), userAgent: null, ipAddress: null };
    await store.unitOfWork.run(({ sessions }) => sessions.add(draft));

    const found = await store.unitOfWork.run(({ sessions }) => sessions.findForUpdate(draft.key));
    expect(found?.state).toMatchObject({ userAgent: null, ipAddress: null });
  });

  it('end one session, their own only, or all but one', async () => {
    const drafts = [aSessionDraft(ann.id), aSessionDraft(ann.id), aSessionDraft(ann.id), aSessionDraft(ann.id)];
    const ids: number[] = [];
    await store.unitOfWork.run(async ({ sessions }) => {
      for (const draft of drafts) ids.push((await sessions.add(draft)).state.id);
    });
    const [first = 0, second = 0] = ids;
    const stranger = ann.id + 1;

    await store.unitOfWork.run(async ({ sessions }) => {
      await sessions.delete(first);
      expect(await sessions.deleteOne(stranger, second)).toBe(false);
      expect(await sessions.deleteOne(ann.id, 99_999_999_999)).toBe(false);
      expect(await sessions.deleteOne(ann.id, second)).toBe(true);
      expect(await sessions.deleteOne(ann.id, second)).toBe(false);
      await sessions.deleteOthers(ann.id, drafts[3]?.key ?? '');
    });

    const left = await store.unitOfWork.run(({ sessions }) =>
      Promise.all(drafts.map(async ({ key }) => (await sessions.findForUpdate(key)) !== undefined)),
    );
    expect(left).toEqual([false, false, false, true]);
  });

  it('end every session of one user', async () => {
    const bob = await store.unitOfWork.run(({ users }) => users.add(aUserDraft('bob@cinema.example')));
    const drafts = [aSessionDraft(ann.id), aSessionDraft(ann.id), aSessionDraft(bob.id)];
    await store.unitOfWork.run(async ({ sessions }) => {
      for (const draft of drafts) await sessions.add(draft);
      await sessions.deleteAll(ann.id);
    });

    const left = await store.unitOfWork.run(({ sessions }) =>
      Promise.all(drafts.map(async ({ key }) => (await sessions.findForUpdate(key)) !== undefined)),
    );
    expect(left).toEqual([false, false, true]);
  });

  describe('among whom are admins', () => {
    const count = () => store.unitOfWork.run(({ users }) => users.countActiveAdminsForUpdate());
    const anAdmin = (email: string, changes: Partial<UserDraft> = {}) =>
      store.unitOfWork.run(({ users }) =>
        users.add({ ...aUserDraft(email), group: 'admin', isActive: true, ...changes }),
      );

    it('count those that are active', async () => {
      expect(await count()).toBe(0);
      await anAdmin('one@cinema.example');
      await anAdmin('two@cinema.example');
      await anAdmin('shut-out@cinema.example', { isActive: false, deactivatedAt: NOW });
      await anAdmin('moderator@cinema.example', { group: 'moderator' });

      expect(await count()).toBe(2);
    });

    it('see who went before when two want to go at the same moment', async () => {
      const admins = [await anAdmin('one@cinema.example'), await anAdmin('two@cinema.example')];
      const leave = ({ id }: User) =>
        store.unitOfWork.run(async ({ users }) => {
          const active = await users.countActiveAdminsForUpdate();
          const user = await users.findForUpdate(id);
          if (user) await users.save(User.restore({ ...user.state, isActive: false }));
          return active;
        });

      expect((await Promise.all(admins.map(leave))).sort()).toEqual([1, 2]);
    });
  });
});

describe('counting admins on PostgreSQL', () => {
  let store: DatabaseStore;
  beforeAll(async () => {
    store = await openDatabaseStore('PostgreSQL');
  });
  afterAll(() => store.stop());

  /** How many transactions wait for a row that another holds. */
  const waiting = async () => {
    const rows: readonly unknown[] = await store.database.orm.em.execute(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length;
  };

  it('makes whoever counts second wait until the first is through, and then count anew', async () => {
    const anAdmin = (email: string): UserDraft => ({ ...aUserDraft(email), group: 'admin', isActive: true });
    const one = await store.unitOfWork.run(async ({ users }) => {
      await users.add(anAdmin('two@cinema.example'));
      return users.add(anAdmin('one@cinema.example'));
    });
    const counted = Promise.withResolvers<void>();
    const mayGoOn = Promise.withResolvers<void>();

    const first = store.unitOfWork.run(async ({ users }) => {
      const active = await users.countActiveAdminsForUpdate();
      counted.resolve();
      await mayGoOn.promise;
      await users.save(User.restore({ ...one.state, group: 'user' }));
      return active;
    });
    await counted.promise;
    const second = store.unitOfWork.run(({ users }) => users.countActiveAdminsForUpdate());
    try {
      await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: 5_000, interval: 5 });
    } finally {
      mayGoOn.resolve();
    }

    expect(await Promise.all([first, second])).toEqual([2, 1]);
  });
});
