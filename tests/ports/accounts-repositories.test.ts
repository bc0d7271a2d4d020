import { MikroOrmAccountQueries } from '@online-cinema/adapters/mikro-orm';
import { ActivationToken, EmailAlreadyTaken, User, UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { Actor, days, GROUPS, later, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASES,
  type DatabaseStore,
  openDatabaseStore,
  openStore,
  STORES,
  type Store,
} from '../support/database.ts';
import { aSessionDraft, aUserDraft, NOW } from '../support/drafts.ts';

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

  it('have one activation token, the last one asked for', async () => {
    const issue = (tokenHash: string) =>
      ActivationToken.issue({ userId: ann.id, tokenHash, requestedAt: NOW, now: later(NOW, 5) });
    await store.unitOfWork.run(async ({ activationTokens }) => {
      await activationTokens.replace(issue('a'.repeat(64)));
      await activationTokens.replace(issue('b'.repeat(64)));
    });

    const found = await store.unitOfWork.run(({ activationTokens }) => activationTokens.findOf(ann.id));
    expect(found?.state).toEqual(issue('b'.repeat(64)).state);

    await store.unitOfWork.run(({ activationTokens }) => activationTokens.deleteOf(ann.id));
    expect(await store.unitOfWork.run(({ activationTokens }) => activationTokens.findOf(ann.id))).toBeUndefined();
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
});

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

  it('is their own account, if there is one', async () => {
    expect(await queries.account(Actor.user(ann.id, 'user'))).toEqual({
      id: ann.id,
      email: 'ann@cinema.example',
      group: 'user',
      isActive: false,
      createdAt: NOW,
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
});
