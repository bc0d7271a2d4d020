import { MikroOrmOrderingQueries } from '@online-cinema/adapters/mikro-orm';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { Cart, type Offer, Order, OrderNotFound, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import { CheckoutSession } from '@online-cinema/domain/payments';
import { Actor, later, minutes, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASES,
  type DatabaseStore,
  HUGE_PAGES,
  openDatabaseStore,
  openStore,
  STORES,
  type Store,
} from '../support/database.ts';
import { aCheckoutDraft, anOrderDraft, NOW, usd } from '../support/drafts.ts';
import { twoPeopleTwoFilms } from '../support/two-people-two-films.ts';

let store: Store;
let ann: number;
let bob: number;
let heat: Offer;
let alien: Offer;

/** Two people, and two films of 9.99 and 5.00. */
async function furnish(): Promise<void> {
  ({ ann, bob, heat, alien } = await twoPeopleTwoFilms(store));
}

const place = (...order: Parameters<typeof anOrderDraft>) =>
  store.unitOfWork.run(({ orders }) => orders.add(anOrderDraft(...order)));
const find = (id: number) => store.unitOfWork.run(({ orders }) => orders.findForUpdate(id));
const fill = (userId: number, ...movieIds: number[]) =>
  store.unitOfWork.run(async ({ carts }) => {
    const cart = await carts.findForUpdate(userId);
    const items = movieIds.map((movieId, index) => ({ movieId, addedAt: later(NOW, index) }));
    await carts.save(Cart.restore({ ...cart.state, items }));
  });

describe.each(STORES)('carts, orders and purchases %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('give a user one cart, made at need, also when two need it at the same moment', async () => {
    const carts = await Promise.all([1, 2, 3].map(() => store.unitOfWork.run(({ carts }) => carts.findForUpdate(ann))));

    expect(new Set(carts.map(({ state }) => state.id)).size).toBe(1);
    expect(carts[0]?.state).toMatchObject({ userId: ann, items: [] });
  });

  it('give no cart to a user who is gone', async () => {
    await fill(ann, heat.movie.id);
    await store.unitOfWork.run(({ users }) => users.delete(ann));
    const { id } = heat.movie;
    await expect(store.unitOfWork.run(({ carts }) => carts.findForUpdate(ann))).rejects.toThrow(UserNotFoundOrInactive);
    await expect(store.unitOfWork.run(({ carts }) => carts.findForAdding(ann, { id }))).rejects.toThrow(
      UserNotFoundOrInactive,
    );
    await expect(store.unitOfWork.run(({ carts }) => carts.take(ann))).rejects.toThrow(UserNotFoundOrInactive);
  });

  it('keep what is in a cart in the order in which it was added', async () => {
    await fill(ann, alien.movie.id);
    await store.unitOfWork.run(async ({ carts }) => {
      const cart = await carts.findForUpdate(ann);
      cart.add(heat, { purchased: false, inPendingOrder: false }, later(NOW, seconds(1)));
      await carts.save(cart);
    });

    const cart = await store.unitOfWork.run(({ carts }) => carts.findForUpdate(ann));
    expect(cart.state.items).toEqual([
      { movieId: alien.movie.id, addedAt: NOW },
      { movieId: heat.movie.id, addedAt: later(NOW, seconds(1)) },
    ]);
  });

  it('let a cart be emptied, in part or whole, without touching another one', async () => {
    await fill(ann, heat.movie.id, alien.movie.id);
    await fill(bob, heat.movie.id, alien.movie.id);

    await fill(ann, alien.movie.id);
    expect((await store.unitOfWork.run(({ carts }) => carts.findForUpdate(ann))).movieIds).toEqual([alien.movie.id]);
    await fill(ann);

    expect((await store.unitOfWork.run(({ carts }) => carts.findForUpdate(ann))).isEmpty).toBe(true);
    expect((await store.unitOfWork.run(({ carts }) => carts.findForUpdate(bob))).movieIds).toHaveLength(2);
  });

  it('give an order back as it was placed', async () => {
    const order = await place(ann, [heat, alien]);

    expect(order.state).toEqual({
      id: order.id,
      userId: ann,
      status: 'pending',
      createdAt: NOW,
      items: [
        { id: expect.any(Number), movie: heat.movie, priceAtOrder: usd(999) },
        { id: expect.any(Number), movie: alien.movie, priceAtOrder: usd(500) },
      ],
    });
    expect((await find(order.id))?.state).toEqual(order.state);
  });

  it('keep an order without its person', async () => {
    const { id } = await place(null, [heat], { status: 'paid' });

    expect((await find(id))?.state).toMatchObject({ userId: null, status: 'paid' });
  });

  it('keep the prices that a customer accepted, and the end of an order', async () => {
    const order = await place(ann, [heat, alien]);
    order.accept([{ movie: heat.movie, priceAtOrder: usd(999), price: usd(1299) }]);
    order.cancel();
    await store.unitOfWork.run(({ orders }) => orders.save(order));

    const found = await find(order.id);
    expect(found?.status).toBe('cancelled');
    expect(found?.total).toEqual(usd(1799));
    expect(found?.state).toEqual(order.state);
  });

  it('refuse a second pending order of one user, however close together', async () => {
    const both = await Promise.allSettled([place(ann, [heat]), place(ann, [alien])]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(place(ann, [alien])).rejects.toBeInstanceOf(UnpaidOrderExists);
    await expect(place(ann, [alien], { status: 'paid' })).resolves.toBeInstanceOf(Order);
    await expect(place(bob, [alien])).resolves.toBeInstanceOf(Order);
  });

  it('know what is pending', async () => {
    await place(ann, [alien], { status: 'cancelled' });
    const { id } = await place(ann, [heat]);
    await place(bob, [alien], { status: 'paid' });

    await store.unitOfWork.run(async ({ orders }) => {
      expect(await orders.findPendingId(ann)).toBe(id);
      expect(await orders.findPendingId(bob)).toBeUndefined();
    });
  });

  it('find no order by an id that none has', async () => {
    expect(await find(99_999_999_999)).toBeUndefined();
    expect(await find(0)).toBeUndefined();
  });

  describe('when orders are overdue', () => {
    const placedBefore = NOW;
    const openingBefore = later(NOW, -seconds(30));
    const overdue = (limit = 10) =>
      store.unitOfWork.run(({ orders }) => orders.findOverdueIds({ placedBefore, openingBefore, limit }));
    const old = { createdAt: later(NOW, -minutes(1)) };

    it('name those, the oldest first, as many as asked for', async () => {
      const newer = await place(ann, [heat], { createdAt: NOW });
      const older = await place(bob, [heat], old);

      expect(await overdue()).toEqual([older.id, newer.id]);
      expect(await overdue(1)).toEqual([older.id]);
    });

    it('leave out what is too young, paid or cancelled', async () => {
      await place(ann, [heat], { createdAt: later(NOW, 1) });
      await place(bob, [heat], { ...old, status: 'paid' });
      await place(bob, [heat], { ...old, status: 'cancelled' });

      expect(await overdue()).toEqual([]);
    });

    it('leave out what somebody is about to pay', async () => {
      const order = await place(ann, [heat], old);
      const add = (createdAt: Date) =>
        store.unitOfWork.run(({ checkoutSessions }) =>
          checkoutSessions.add({ ...aCheckoutDraft(order.id), createdAt }),
        );

      const session = await add(later(openingBefore, 1));
      expect(await overdue()).toEqual([]);

      session.opened({ externalId: 'cs_1', url: 'https://pay.example/1' });
      await store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.save(session));
      expect(await overdue()).toEqual([]);

      session.expired();
      await store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.save(session));
      expect(await overdue()).toEqual([order.id]);
    });

    it('name one whose session has been opening for too long', async () => {
      const order = await place(ann, [heat], old);
      const stuck = { ...aCheckoutDraft(order.id), createdAt: openingBefore };
      await store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.add(stuck));

      expect(await overdue()).toEqual([order.id]);
      expect(CheckoutSession.restore({ ...stuck, id: 1 }).isStuck(NOW)).toBe(true);
    });
  });

  it('grant a purchase once', async () => {
    const purchase = { userId: ann, movieId: heat.movie.id, purchasedAt: NOW };
    await store.unitOfWork.run(({ purchases }) => purchases.grant([purchase]));
    await store.unitOfWork.run(({ purchases }) =>
      purchases.grant([purchase, { ...purchase, movieId: alien.movie.id }]),
    );

    await store.unitOfWork.run(async ({ purchases }) => {
      expect(await purchases.among(bob, [heat.movie.id])).toEqual([]);
      expect(await purchases.among(ann, [alien.movie.id, 12_345, heat.movie.id])).toEqual([
        alien.movie.id,
        heat.movie.id,
      ]);
      expect(await purchases.among(ann, [])).toEqual([]);
      await purchases.grant([]);
    });
  });
});

describe.each(DATABASES)('what is asked about carts, orders and purchases on %s', (name) => {
  let databaseStore: DatabaseStore;
  let queries: MikroOrmOrderingQueries;
  const firstPage = { page: 1, perPage: 2 };
  const actor = () => Actor.user(ann, 'user');
  beforeAll(async () => {
    databaseStore = await openDatabaseStore(name);
    store = databaseStore;
    queries = new MikroOrmOrderingQueries(databaseStore.database, 'USD');
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('is a cart with its films, their genres and their prices of today', async () => {
    await fill(ann, alien.movie.id, heat.movie.id);

    const cart = await queries.cart(actor());

    expect(cart.total).toEqual(usd(1499));
    expect(cart.items).toHaveLength(2);
    expect(cart.items[1]).toEqual({
      movie: {
        ...heat.movie,
        year: 1999,
        price: usd(999),
        genres: [
          { id: expect.any(Number), name: 'Crime' },
          { id: expect.any(Number), name: 'Action' },
        ],
      },
      addedAt: later(NOW, 1),
    });
  });

  it('is an empty cart where there is none', async () => {
    expect(await queries.cart(actor())).toEqual({ id: 0, items: [], total: usd(0) });
  });

  it('is one’s own orders, newest first, page by page', async () => {
    const orders: number[] = [];
    for (const films of [[heat], [alien], [heat, alien]]) {
      orders.push((await place(ann, films, { status: 'cancelled' })).id);
    }
    await place(bob, [heat]);

    const first = await queries.orders(actor(), firstPage);
    const second = await queries.orders(actor(), { page: 2, perPage: 2 });
    const beyond = await queries.orders(actor(), { page: 3, perPage: 2 });

    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(orders.reverse());
    expect([first.totalItems, second.totalItems, beyond.totalItems]).toEqual([3, 3, 3]);
    expect(beyond.items).toEqual([]);
    expect(first.items[0]).toMatchObject({ status: 'cancelled', total: usd(1499), createdAt: NOW });
    expect(first.items[0]?.items).toEqual([
      { movie: heat.movie, priceAtOrder: usd(999) },
      { movie: alien.movie, priceAtOrder: usd(500) },
    ]);
  });

  it.each(HUGE_PAGES)('is nothing on page %d of orders or purchases', async (page) => {
    await place(ann, [heat]);
    await store.unitOfWork.run(({ purchases }) =>
      purchases.grant([{ userId: ann, movieId: heat.movie.id, purchasedAt: NOW }]),
    );

    expect(await queries.orders(actor(), { page, perPage: 100 })).toEqual({ items: [], totalItems: 1 });
    expect(await queries.purchases(actor(), { page, perPage: 100 })).toEqual({ items: [], totalItems: 1 });
  });

  it('is an order of one’s own; another’s is not found', async () => {
    const { id } = await place(ann, [heat]);

    expect((await queries.order(actor(), id)).total).toEqual(usd(999));
    for (const [who, which] of [
      [bob, id],
      [ann, id + 1],
      [ann, 99_999_999_999],
    ] as const) {
      await expect(queries.order(Actor.user(who, 'admin'), which)).rejects.toBeInstanceOf(OrderNotFound);
    }
  });

  it('is one’s library, newest first, and counts what was bought', async () => {
    await store.unitOfWork.run(async ({ purchases }) => {
      await purchases.grant([{ userId: ann, movieId: heat.movie.id, purchasedAt: NOW }]);
      await purchases.grant([
        { userId: ann, movieId: alien.movie.id, purchasedAt: later(NOW, 1) },
        { userId: ann, movieId: heat.movie.id, purchasedAt: later(NOW, 1) },
      ]);
    });

    expect(await queries.purchases(actor(), firstPage)).toEqual({
      items: [
        { movie: alien.movie, purchasedAt: later(NOW, 1) },
        { movie: heat.movie, purchasedAt: NOW },
      ],
      totalItems: 2,
    });
    const stats = await databaseStore.database.read((reader) =>
      reader.selectFrom('movie_stats').select('purchases').execute(),
    );
    expect(stats).toEqual([{ purchases: 1 }, { purchases: 1 }]);
  });
});
