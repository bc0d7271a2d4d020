import type { Offer } from '@online-cinema/domain/ordering';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASES,
  type DatabaseStore,
  openDatabaseStore,
  openStore,
  STORES,
  type Store,
} from '../support/database.ts';
import {
  aCheckoutDraft,
  aLinkToken,
  anOrderDraft,
  aProfileDraft,
  aSessionDraft,
  aUserDraft,
  NOW,
  usd,
} from '../support/drafts.ts';
import { twoPeopleTwoFilms } from '../support/two-people-two-films.ts';

let store: Store;
let ann: number;
let bob: number;
let heat: Offer;
let alien: Offer;

/** Two people who have all that people can have; only one of them bought the second film. */
async function furnish(): Promise<void> {
  ({ ann, bob, heat, alien } = await twoPeopleTwoFilms(store));
  await settleDown(ann, [heat.movie.id, alien.movie.id]);
  await settleDown(bob, [heat.movie.id]);
}

async function settleDown(userId: number, bought: readonly number[]): Promise<void> {
  await store.unitOfWork.run(async (transaction) => {
    await transaction.activationTokens.replace(aLinkToken(userId));
    await transaction.passwordResetTokens.replace(aLinkToken(userId));
    await transaction.profiles.add(aProfileDraft(userId));
    await transaction.sessions.add({ ...aSessionDraft(userId), key: keyOf(userId) });
    const cart = await transaction.carts.findForUpdate(userId);
    cart.add(alien, { purchased: false, inPendingOrder: false }, NOW);
    await transaction.carts.save(cart);
    await transaction.purchases.grant(bought.map((movieId) => ({ userId, movieId, purchasedAt: NOW })));
  });
}

const keyOf = (userId: number) => `the session of ${userId}`;
const erase = (userId: number) => store.unitOfWork.run(({ users }) => users.delete(userId));

/** What is there of a user. */
const holdings = (userId: number) =>
  store.unitOfWork.run(async (transaction) => ({
    user: (await transaction.users.findForUpdate(userId)) !== undefined,
    activationToken: (await transaction.activationTokens.findOf(userId)) !== undefined,
    passwordResetToken: (await transaction.passwordResetTokens.findOf(userId)) !== undefined,
    profile: (await transaction.profiles.findForUpdate(userId)) !== undefined,
    session: (await transaction.sessions.findForUpdate(keyOf(userId))) !== undefined,
    purchases: (await transaction.purchases.among(userId, [heat.movie.id, alien.movie.id])).length,
  }));

describe.each(STORES)('a user who is erased %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('leaves nothing behind that is theirs alone, and takes nothing of another along', async () => {
    const others = await holdings(bob);
    expect(others).toEqual({
      user: true,
      activationToken: true,
      passwordResetToken: true,
      profile: true,
      session: true,
      purchases: 1,
    });

    await erase(ann);

    expect(await holdings(ann)).toEqual({
      user: false,
      activationToken: false,
      passwordResetToken: false,
      profile: false,
      session: false,
      purchases: 0,
    });
    expect(await holdings(bob)).toEqual(others);
    expect((await store.unitOfWork.run(({ carts }) => carts.findForUpdate(bob))).movieIds).toEqual([alien.movie.id]);
  });

  it('stays in the books as nobody, in what was ordered and paid', async () => {
    const { order, session, payment } = await store.unitOfWork.run(async ({ orders, checkoutSessions, payments }) => {
      const order = await orders.add(anOrderDraft(ann, [heat, alien], { status: 'paid' }));
      const session = await checkoutSessions.add(aCheckoutDraft(order.id));
      const payment = await payments.add({
        userId: ann,
        orderId: order.id,
        amount: usd(1499),
        status: 'successful',
        externalPaymentId: 'pi_1',
        createdAt: NOW,
        refundedAt: null,
        items: order.state.items.map(({ id, priceAtOrder }) => ({ orderItemId: id, priceAtPayment: priceAtOrder })),
      });
      if (!payment) throw new Error('The payment was not taken');
      return { order, session, payment };
    });
    const others = await store.unitOfWork.run(({ orders }) => orders.add(anOrderDraft(bob, [alien])));

    await erase(ann);

    await store.unitOfWork.run(async ({ orders, checkoutSessions, payments }) => {
      expect((await orders.findForUpdate(order.id))?.state).toEqual({ ...order.state, userId: null });
      expect((await payments.findForUpdate(payment.id))?.state).toEqual({ ...payment.state, userId: null });
      expect((await checkoutSessions.find(session.state.id))?.state).toEqual(session.state);
      expect((await orders.findForUpdate(others.id))?.state).toEqual(others.state);
    });
  });

  it('can come back as somebody new', async () => {
    await erase(ann);
    const { id } = await store.unitOfWork.run(({ users }) => users.add(aUserDraft('ann@cinema.example')));

    expect(id).not.toBe(ann);
    expect(await holdings(id)).toMatchObject({ user: true, profile: false, purchases: 0 });
  });
});

describe.each(DATABASES)('a user who is erased on %s', (name) => {
  let databaseStore: DatabaseStore;
  beforeAll(async () => {
    databaseStore = await openDatabaseStore(name);
    store = databaseStore;
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  const counts = async () => {
    const stats = await databaseStore.database.read((reader) =>
      reader.selectFrom('movie_stats').select('purchases').orderBy('movie_id').execute(),
    );
    return stats.map(({ purchases }) => purchases);
  };

  it('is no longer counted among those who bought a film', async () => {
    expect(await counts()).toEqual([2, 1]);
    await erase(ann);
    expect(await counts()).toEqual([1, 0]);
    await erase(ann);
    expect(await counts()).toEqual([1, 0]);
  });

  it('is counted on if the erasure fails', async () => {
    const failing = store.unitOfWork.run(async ({ users }) => {
      await users.delete(ann);
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');

    expect(await counts()).toEqual([2, 1]);
    expect(await holdings(ann)).toMatchObject({ user: true, profile: true, purchases: 2 });
  });

  it('leaves a cart and its films to nobody', async () => {
    await erase(ann);

    const carts = await databaseStore.database.read((reader) => reader.selectFrom('carts').select('user_id').execute());
    const items = await databaseStore.database.read((reader) => reader.selectFrom('cart_items').select('id').execute());
    expect(carts).toEqual([{ user_id: bob }]);
    expect(items).toHaveLength(1);
  });
});
