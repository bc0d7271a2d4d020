import { Database } from '@online-cinema/adapters/mikro-orm';
import { AddToCart, PlaceOrder } from '@online-cinema/application/ordering';
import { Cart, MovieInPendingOrder, type Offer, type Order } from '@online-cinema/domain/ordering';
import { CheckoutSession } from '@online-cinema/domain/payments';
import { Actor, later } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { openStore, STORES, type Store } from '../support/database.ts';
import { aCheckoutDraft, anOrderDraft, aUserDraft, NOW, usd } from '../support/drafts.ts';

let store: Store;
let ann: number;
let bob: number;
let heat: Offer;
let alien: Offer;
let solaris: Offer;

/** Two people, and three films. */
async function furnish(): Promise<void> {
  await store.empty();
  const films = ['Heat', 'Alien', 'Solaris'].map((name) => aFilm({ name, price: usd(999) }));
  await store.unitOfWork.run(async ({ users, movies, offers }) => {
    ann = (await users.add(aUserDraft('ann@cinema.example'))).id;
    bob = (await users.add(aUserDraft('bob@cinema.example'))).id;
    await movies.addAll(films);
    const [first, second, third] = await Promise.all(films.map(({ uuid }) => offers.find({ uuid })));
    if (!first || !second || !third) throw new Error('The films were not added');
    [heat, alien, solaris] = [first, second, third];
  });
}

const fill = (userId: number, ...films: readonly Offer[]) =>
  store.unitOfWork.run(async ({ carts }) => {
    const cart = await carts.findForUpdate(userId);
    const items = films.map(({ movie }, index) => ({ movieId: movie.id, addedAt: later(NOW, index) }));
    await carts.save(Cart.restore({ ...cart.state, items }));
  });
const cartOf = async (userId: number) =>
  (await store.unitOfWork.run(({ carts }) => carts.findForUpdate(userId))).movieIds;
const place = (...order: Parameters<typeof anOrderDraft>) =>
  store.unitOfWork.run(({ orders }) => orders.add(anOrderDraft(...order)));
const grant = (userId: number, { movie }: Offer) =>
  store.unitOfWork.run(({ purchases }) => purchases.grant([{ userId, movieId: movie.id, purchasedAt: NOW }]));
const reprice = (film: Offer, minor: number | null) =>
  store.unitOfWork.run(async ({ movies }) => {
    const movie = await movies.findForUpdate({ id: film.movie.id });
    if (!movie) throw new Error('The film is gone');
    movie.change({ price: minor === null ? null : usd(minor) }, NOW);
    await movies.save(movie);
  });

/** Begins a transaction that goes on, once it holds what it is after, when it is told to. */
function held(work: Parameters<Store['unitOfWork']['run']>[0]) {
  const [holds, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done = store.unitOfWork.run(async (transaction) => {
    const result = await work(transaction);
    holds.resolve();
    await goesOn.promise;
    return result;
  });
  return { holds: holds.promise, goOn: goesOn.resolve, done };
}

/** Resolves once a transaction waits for another's lock; the other stores have their transactions wait in line. */
async function somebodyWaits(): Promise<void> {
  const database = 'database' in store && store.database instanceof Database ? store.database : undefined;
  if (database?.kind !== 'postgresql') return;
  await vi.waitFor(async () => {
    const waiting = await database.orm.em.execute(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(waiting).not.toEqual([]);
  }, 5_000);
}

describe.each(STORES)('buying %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  describe('begins with a cart and a film for it', () => {
    const forAdding = (userId: number, movie: { id: number } | { uuid: string }) =>
      store.unitOfWork.run(({ carts }) => carts.findForAdding(userId, movie));

    it('and makes the cart at need', async () => {
      const found = await forAdding(ann, { id: heat.movie.id });
      expect(found?.cart.state).toEqual({ id: expect.any(Number), userId: ann, items: [] });
      expect(found?.offer).toEqual(heat);
      expect(found?.holdings).toEqual({ purchased: false, inPendingOrder: false });
      expect((await forAdding(ann, { uuid: alien.movie.uuid.toUpperCase() }))?.cart.state.id).toBe(
        found?.cart.state.id,
      );
    });

    it('and shows what is in the cart already, in its order', async () => {
      await fill(ann, solaris, heat);
      await fill(bob, alien);
      for (const film of [heat, alien]) {
        const found = await forAdding(ann, { id: film.movie.id });
        expect(found?.offer).toEqual(film);
        expect(found?.cart.state.items).toEqual([
          { movieId: solaris.movie.id, addedAt: NOW },
          { movieId: heat.movie.id, addedAt: later(NOW, 1) },
        ]);
      }
    });

    it('and says whether the film is bought, or about to be', async () => {
      await grant(ann, heat);
      await grant(bob, solaris);
      await place(ann, [alien]);
      await place(bob, [heat]);
      await place(ann, [solaris], { status: 'cancelled' });
      const holdings = async ({ movie }: Offer) => (await forAdding(ann, { id: movie.id }))?.holdings;
      expect(await holdings(heat)).toEqual({ purchased: true, inPendingOrder: false });
      expect(await holdings(alien)).toEqual({ purchased: false, inPendingOrder: true });
      expect(await holdings(solaris)).toEqual({ purchased: false, inPendingOrder: false });
    });

    it('which may not be there', async () => {
      await fill(ann, heat);
      for (const id of [0, 4711, 99_999_999_999]) expect(await forAdding(ann, { id })).toBeUndefined();
      expect(await forAdding(ann, { uuid: '00000000-0000-4000-8000-000000000000' })).toBeUndefined();
    });

    it('of which each is stored as it is saved, beside what was there', async () => {
      await fill(ann, alien);
      await store.unitOfWork.run(async ({ carts }) => {
        const found = await carts.findForAdding(ann, { id: heat.movie.id });
        if (!found) throw new Error('The film is gone');
        found.cart.add(found.offer, found.holdings, later(NOW, 5));
        await carts.save(found.cart);
        found.cart.remove(alien.movie.id);
        await carts.save(found.cart);
      });
      const cart = await store.unitOfWork.run(({ carts }) => carts.findForUpdate(ann));
      expect(cart.state.items).toEqual([{ movieId: heat.movie.id, addedAt: later(NOW, 5) }]);
    });

    it('and takes a film once, however many tabs add it at the same moment', async () => {
      const add = new AddToCart(store.unitOfWork, store.clock);
      const tries = [heat, heat, alien, heat, alien].map(({ movie }) =>
        add.execute({ actor: Actor.user(ann, 'user'), movie: { id: movie.id } }),
      );
      const ends = await Promise.allSettled(tries);
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason.message)] : []));
      expect(reasons).toEqual(reasons.map(() => 'Movie already in cart.'));
      expect((await cartOf(ann)).toSorted()).toEqual([heat.movie.id, alien.movie.id].toSorted());
    });
  });

  describe('goes on with all that is in the cart', () => {
    const take = (userId: number) => store.unitOfWork.run(({ carts }) => carts.take(userId));

    it('which is empty then, and another’s is not', async () => {
      await fill(ann, solaris, heat);
      await fill(bob, heat);
      const { state } = await store.unitOfWork.run(({ carts }) => carts.findForUpdate(ann));
      expect((await take(ann)).state).toEqual(state);
      expect(await cartOf(ann)).toEqual([]);
      expect(await cartOf(bob)).toEqual([heat.movie.id]);
    });

    it('which may be nothing', async () => {
      expect((await take(ann)).isEmpty).toBe(true);
      await fill(ann, heat);
      await fill(ann);
      expect((await take(ann)).state).toEqual({ id: expect.any(Number), userId: ann, items: [] });
    });

    it('which stays there if nothing comes of it', async () => {
      await fill(ann, heat);
      const failing = store.unitOfWork.run(async ({ carts }) => {
        await carts.take(ann);
        throw new Error('No.');
      });
      await expect(failing).rejects.toThrow('No.');
      expect(await cartOf(ann)).toEqual([heat.movie.id]);
    });

    it('which is taken once, whoever else takes or adds at the same moment', async () => {
      await fill(ann, heat, alien);
      const adding = held(async ({ carts }) => {
        const found = await carts.findForAdding(ann, { id: solaris.movie.id });
        if (!found) throw new Error('The film is gone');
        found.cart.add(found.offer, found.holdings, NOW);
        await carts.save(found.cart);
      });
      await adding.holds;
      const takes = [take(ann), take(ann), take(ann)];
      await somebodyWaits();
      adding.goOn();
      await adding.done;
      const taken = (await Promise.all(takes)).flatMap(({ movieIds }) => movieIds);
      const all = [...taken, ...(await cartOf(ann))];
      expect(all.toSorted()).toEqual([heat, alien, solaris].map(({ movie }) => movie.id).toSorted());
    });

    it('and lets nobody add what is being ordered', async () => {
      await fill(ann, heat);
      const ordering = held(async ({ carts, orders }) => {
        await carts.take(ann);
        await orders.add(anOrderDraft(ann, [heat]));
      });
      await ordering.holds;
      const add = new AddToCart(store.unitOfWork, store.clock);
      const adding = add.execute({ actor: Actor.user(ann, 'user'), movie: { id: heat.movie.id } });
      const end = expect(adding).rejects.toThrow(MovieInPendingOrder);
      await somebodyWaits();
      ordering.goOn();
      await ordering.done;
      await end;
    });

    it('and never leaves a film both in the cart and in the order that waits', async () => {
      const actor = Actor.user(ann, 'user');
      const add = (film: Offer) =>
        new AddToCart(store.unitOfWork, store.clock).execute({ actor, movie: { id: film.movie.id } });
      await add(heat);
      const order = () => new PlaceOrder(store.unitOfWork, store.clock).execute({ actor });
      const ends = await Promise.allSettled([order(), add(heat), add(alien), order(), add(heat), add(solaris)]);
      const placed = ends.flatMap((end) => (end.status === 'fulfilled' && end.value ? [end.value.order] : []));
      expect(placed).toHaveLength(1);
      const ordered = placed[0]?.movieIds ?? [];
      expect([...ordered, ...(await cartOf(ann))].toSorted()).toEqual(
        [heat, alien, solaris].map(({ movie }) => movie.id).toSorted(),
      );
    });
  });

  describe('asks what may be ordered', () => {
    const offered = (userId: number, ...movieIds: readonly number[]) =>
      store.unitOfWork.run(({ offers }) => offers.findAllFor(userId, movieIds));

    it('in the order asked for, and what is purchased of it', async () => {
      await grant(ann, heat);
      await grant(bob, alien);
      await place(bob, [alien]);
      expect(await offered(ann, solaris.movie.id, 4711, heat.movie.id, alien.movie.id)).toEqual({
        offers: [solaris, heat, alien],
        purchasedMovieIds: [heat.movie.id],
        hasPendingOrder: false,
      });
    });

    it('and whether an order waits, of whatever films', async () => {
      await place(ann, [solaris], { status: 'paid' });
      await place(ann, [solaris]);
      expect(await offered(ann, heat.movie.id)).toEqual({
        offers: [heat],
        purchasedMovieIds: [],
        hasPendingOrder: true,
      });
      expect((await offered(bob, heat.movie.id)).hasPendingOrder).toBe(false);
    });

    it('of nothing', async () => {
      expect(await offered(ann)).toEqual({ offers: [], purchasedMovieIds: [], hasPendingOrder: false });
    });
  });

  describe('takes an order to its checkout', () => {
    let order: Order;
    const forCheckout = (id = order.id) => store.unitOfWork.run(({ orders }) => orders.findForCheckout(id));
    const addFirst = (draft = aCheckoutDraft(order.id)) =>
      store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.addFirst(draft));
    const saveOpened = (session: CheckoutSession) =>
      store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.saveOpened(session));
    const at = { externalId: 'cs_1', url: 'https://pay.example/1' };
    beforeEach(async () => {
      order = await place(ann, [heat, alien]);
    });

    it('with what its films cost now', async () => {
      await reprice(heat, 1299);
      await reprice(alien, null);
      const found = await forCheckout();
      expect(found?.order.state).toEqual(order.state);
      expect(found?.offers).toEqual([
        { ...heat, price: usd(1299) },
        { ...alien, price: null },
      ]);
      for (const id of [0, 4711, 99_999_999_999]) expect(await forCheckout(id)).toBeUndefined();
    });

    it('with the prices that were agreed on while it was waited for', async () => {
      const accepting = held(async ({ orders }) => {
        const found = await orders.findForCheckout(order.id);
        found?.order.accept([{ movie: heat.movie, priceAtOrder: usd(999), price: usd(1) }]);
        if (found) await orders.save(found.order);
      });
      await accepting.holds;
      const waiting = [
        forCheckout().then((found) => found?.order),
        store.unitOfWork.run(({ orders }) => orders.findForUpdate(order.id)),
      ];
      await somebodyWaits();
      accepting.goOn();
      for (const found of await Promise.all(waiting)) expect(found?.total).toEqual(usd(1000));
      await accepting.done;
    });

    it('and counts the first attempt at it once', async () => {
      const attempts = await Promise.all([addFirst(), addFirst(), addFirst()]);
      const [first, ...others] = attempts.filter((attempt) => attempt !== undefined);
      expect(others).toEqual([]);
      expect(first?.state).toEqual({ ...aCheckoutDraft(order.id), id: expect.any(Number) });
      first?.expired();
      if (first) await store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.save(first));
      expect(await addFirst()).toBeUndefined();
      const stored = store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.findLatest(order.id));
      expect((await stored)?.state).toEqual(first?.state);
    });

    it('and leaves the rest of the transaction as it is where there was an attempt', async () => {
      await addFirst();
      await store.unitOfWork.run(async ({ checkoutSessions, orders }) => {
        expect(await checkoutSessions.addFirst(aCheckoutDraft(order.id))).toBeUndefined();
        order.cancel();
        await orders.save(order);
      });
      expect((await forCheckout())?.order.status).toBe('cancelled');
    });

    it('and opens the session', async () => {
      const session = (await addFirst()) ?? CheckoutSession.restore({ ...aCheckoutDraft(order.id), id: 0 });
      session.opened(at);
      expect(await saveOpened(session)).toBe(true);
      const stored = store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.find(session.state.id));
      expect((await stored)?.state).toEqual(session.state);
      expect(await saveOpened(session)).toBe(false);
    });

    it.each(['given up', 'cancelled'])('but not one that was %s meanwhile, even at the same moment', async (how) => {
      const attempt = (await addFirst()) ?? CheckoutSession.restore({ ...aCheckoutDraft(order.id), id: 0 });
      const opened = CheckoutSession.restore(attempt.state);
      opened.opened(at);
      const meanwhile = held(async ({ orders, checkoutSessions }) => {
        const locked = await orders.findForUpdate(order.id);
        if (how === 'cancelled') {
          locked?.cancel();
          if (locked) await orders.save(locked);
        } else {
          attempt.abandoned();
          await checkoutSessions.save(attempt);
        }
      });
      await meanwhile.holds;
      const saved = saveOpened(opened);
      await somebodyWaits();
      meanwhile.goOn();
      await meanwhile.done;
      expect(await saved).toBe(false);
      const stored = store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.find(attempt.state.id));
      expect((await stored)?.state).toEqual(attempt.state);
    });

    it('and finds it again by the session’s name', async () => {
      const session = (await addFirst()) ?? CheckoutSession.restore({ ...aCheckoutDraft(order.id), id: 0 });
      const find = (orderId: number, externalId: string) =>
        store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.findWithOrder({ orderId, externalId }));
      expect(await find(order.id, 'cs_1')).toBeUndefined();
      session.opened(at);
      await saveOpened(session);
      const found = await find(order.id, 'cs_1');
      expect(found?.order.state).toEqual(order.state);
      expect(found?.attempt.state).toEqual(session.state);
      const others = await place(bob, [heat]);
      for (const [orderId, externalId] of [
        [order.id, 'cs_2'],
        [others.id, 'cs_1'],
        [4711, 'cs_1'],
        [99_999_999_999, 'cs_1'],
      ] as const) {
        expect(await find(orderId, externalId)).toBeUndefined();
      }
    });

    it('and sees what became of both while it waited for them', async () => {
      const session = (await addFirst()) ?? CheckoutSession.restore({ ...aCheckoutDraft(order.id), id: 0 });
      session.opened(at);
      await saveOpened(session);
      const settling = held(async ({ orders, checkoutSessions }) => {
        const found = await checkoutSessions.findWithOrder({ orderId: order.id, externalId: 'cs_1' });
        if (!found) throw new Error('The session is gone');
        found.attempt.completed();
        await checkoutSessions.save(found.attempt);
        found.order.settle();
        await orders.save(found.order);
      });
      await settling.holds;
      const waiting = store.unitOfWork.run(({ checkoutSessions }) =>
        checkoutSessions.findWithOrder({ orderId: order.id, externalId: 'cs_1' }),
      );
      await somebodyWaits();
      settling.goOn();
      await settling.done;
      const found = await waiting;
      expect([found?.order.status, found?.attempt.status]).toEqual(['paid', 'completed']);
    });
  });
});
