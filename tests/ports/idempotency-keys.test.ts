import type { Outcome } from '@online-cinema/application/ports';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { IdempotencyKey, type IdempotencyKeyDraft, type KeptAnswer } from '@online-cinema/domain/ordering';
import { hours, later, seconds } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore, STORES, type Store } from '../support/database.ts';
import { aUserDraft, NOW } from '../support/drafts.ts';

let store: Store;
let ann: number;
let bob: number;

const aDraft = (changes: Partial<IdempotencyKeyDraft> = {}): IdempotencyKeyDraft => ({
  ...IdempotencyKey.claim({ userId: ann, key: 'a key', request: 'a request', now: NOW }),
  ...changes,
});
const add = (draft = aDraft()) => store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.add(draft));
const find = (key = 'a key', userId = ann) =>
  store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.findForUpdate(userId, key));

async function added(draft = aDraft()): Promise<IdempotencyKey> {
  const key = await add(draft);
  if (!key) throw new Error('The key was not added');
  return key;
}

async function keep(key: IdempotencyKey, answer: KeptAnswer): Promise<void> {
  key.answered(answer);
  await store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.save(key));
}

describe.each(STORES)('idempotency keys %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(async () => {
    await store.empty();
    await store.unitOfWork.run(async ({ users }) => {
      ann = (await users.add(aUserDraft('ann@cinema.example'))).id;
      bob = (await users.add(aUserDraft('bob@cinema.example'))).id;
    });
  });
  afterAll(() => store.stop());

  it('are given back as they were claimed, by their name and by their id', async () => {
    const key = await added();
    expect(key.state).toEqual({ ...aDraft(), id: key.id });
    expect((await find())?.state).toEqual(key.state);
    const byId = await store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.findByIdForUpdate(key.id));
    expect(byId?.state).toEqual(key.state);
  });

  it('are one of each name and user', async () => {
    const key = await added();
    expect(await add(aDraft({ request: 'another request' }))).toBeUndefined();
    expect((await find())?.state).toEqual(key.state);
    expect(await add(aDraft({ userId: bob }))).toBeDefined();
    expect(await add(aDraft({ key: 'A key' }))).toBeDefined();
    expect(await add(aDraft({ key: 'a key ' }))).toBeDefined();
  });

  it('are one also when several come at the same moment', async () => {
    const keys = await Promise.all([1, 2, 3, 4].map((which) => add(aDraft({ request: `request ${which}` }))));
    const [first, ...others] = keys.filter((key) => key !== undefined);
    expect(others).toEqual([]);
    expect((await find())?.state).toEqual(first?.state);
  });

  it('leave the rest of the transaction as it is where somebody was quicker', async () => {
    await added();
    const later = await store.unitOfWork.run(async ({ idempotencyKeys }) => {
      expect(await idempotencyKeys.add(aDraft())).toBeUndefined();
      return idempotencyKeys.add(aDraft({ key: 'another key' }));
    });
    expect((await find('another key'))?.id).toBe(later?.id);
  });

  it('are not for a user who is gone', async () => {
    await store.unitOfWork.run(({ users }) => users.delete(ann));
    await expect(add()).rejects.toThrow(UserNotFoundOrInactive);
  });

  it('are taken over, released and answered', async () => {
    const key = await added();
    for (const change of [
      () => key.takeOver(later(NOW, seconds(30))),
      () => key.released(),
      () => key.answered({ status: 201, body: '{}' }),
    ]) {
      change();
      await store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.save(key));
      expect((await find())?.state).toEqual(key.state);
    }
  });

  it('keep answers of any text', async () => {
    const key = await added();
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }).filter((body) => !body.includes('\0')),
      fc.constantFrom('', '"', "'", '\\', '{"name":"Amélie 💙 \u2028"}', '%_$1?:name@x'),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 200, max: 499 }), async (body, status) => {
        await keep(key, { status, body });
        expect((await find())?.state.answer).toEqual({ status, body });
      }),
      { numRuns: 25 },
    );
  });

  it('keep an answer of a megabyte', async () => {
    const key = await added();
    const body = JSON.stringify({ items: 'ä💙 '.repeat(200_000) });
    await keep(key, { status: 201, body });
    expect((await find())?.state.answer?.body === body).toBe(true);
  });

  it('keep names as long as the contract lets them be, and of any characters', async () => {
    for (const name of ['ÿ'.repeat(255), '"', "'; drop table x; --", '%', '\t']) {
      const key = await added(aDraft({ key: name }));
      expect((await find(name))?.id).toBe(key.id);
    }
    expect(await find('_')).toBeUndefined();
  });

  it('remember what was done, beside whatever else is saved', async () => {
    const outcome: Outcome = {
      orderId: 7,
      excluded: [
        { movie: { id: 1, uuid: '10000000-0000-4000-8000-000000000001', name: 'Amélie' }, reason: 'purchased' },
      ],
    };
    const key = await added();
    const outcomeOf = (id: number) => store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.findOutcome(id));
    expect(await outcomeOf(key.id)).toBeUndefined();
    await store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.note(key.id, outcome));
    await keep(key, { status: 201, body: '{}' });
    key.takeOver(later(NOW, 1));
    await store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.save(key));
    expect(await outcomeOf(key.id)).toEqual(outcome);
    expect(await outcomeOf(key.id + 1)).toBeUndefined();
    expect((await find())?.state.answer).toEqual({ status: 201, body: '{}' });
  });

  it('forget what was done with a transaction that failed', async () => {
    const key = await added();
    const failing = store.unitOfWork.run(async ({ idempotencyKeys }) => {
      await idempotencyKeys.note(key.id, { orderId: 7, excluded: [] });
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    const outcome = store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.findOutcome(key.id));
    expect(await outcome).toBeUndefined();
  });

  it('are deleted, with what was done under them, and may then be given anew', async () => {
    const key = await added();
    await store.unitOfWork.run(async ({ idempotencyKeys }) => {
      await idempotencyKeys.note(key.id, { orderId: 7, excluded: [] });
      await idempotencyKeys.delete(key.id);
      await idempotencyKeys.delete(key.id);
    });
    expect(await find()).toBeUndefined();
    const next = await added(aDraft({ request: 'another request' }));
    const outcome = store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.findOutcome(next.id));
    expect(await outcome).toBeUndefined();
  });

  it('are deleted by their age, to the millisecond', async () => {
    const day = later(NOW, -hours(24));
    await added(aDraft({ key: 'older', createdAt: later(day, -1) }));
    await added(aDraft({ key: 'old', createdAt: day }));
    await added(aDraft({ key: 'young', createdAt: later(day, 1) }));
    const forget = () => store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.deleteMadeBefore(day, 1));
    expect(await forget()).toBe(1);
    expect(await forget()).toBe(1);
    expect(await forget()).toBe(0);
    expect([await find('older'), await find('old')]).toEqual([undefined, undefined]);
    expect(await find('young')).toBeDefined();
  });

  it('go with their user, and nobody else’s do', async () => {
    const key = await added();
    await added(aDraft({ userId: bob }));
    await store.unitOfWork.run(({ users }) => users.delete(ann));
    const byId = store.unitOfWork.run(({ idempotencyKeys }) => idempotencyKeys.findByIdForUpdate(key.id));
    expect(await byId).toBeUndefined();
    expect(await find('a key', bob)).toBeDefined();
  });
});
