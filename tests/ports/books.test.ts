import { MikroOrmOrderingQueries, MikroOrmPaymentQueries } from '@online-cinema/adapters/mikro-orm';
import type { BooksFilter } from '@online-cinema/application/ports';
import { UserNotFound } from '@online-cinema/domain/accounts';
import { Cart, type Offer, type OrderStatus } from '@online-cinema/domain/ordering';
import { CheckoutSession, type PaymentStatus, Refund, type RefundStatus } from '@online-cinema/domain/payments';
import { Actor, later } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countedReads } from '../support/counted-reads.ts';
import { DATABASES, type DatabaseStore, HUGE_PAGES, openDatabaseStore } from '../support/database.ts';
import { anOrderDraft, aUserDraft, NOW, usd } from '../support/drafts.ts';
import { twoPeopleTwoFilms } from '../support/two-people-two-films.ts';

const firstPage = { page: 1, perPage: 10 };

let store: DatabaseStore;
let ann: number;
let bob: number;
let odd: number;
let heat: Offer;
let alien: Offer;

/** Three people, one of them with an odd address, and two films. */
async function furnish(): Promise<void> {
  ({ ann, bob, heat, alien } = await twoPeopleTwoFilms(store));
  odd = (await store.unitOfWork.run(({ users }) => users.add(aUserDraft('a_b%c!d@cinema.example')))).id;
}

let externalIds = 0;
type Entry = {
  userId?: number | null;
  at?: Date;
  status?: OrderStatus;
  paid?: PaymentStatus;
  refundedAt?: Date | null;
};
/** An order of both films and its payment; gives their ids, which tell their order. */
async function enter(entry: Entry = {}) {
  const { userId = ann, at = NOW, status = 'paid', paid = 'successful', refundedAt = null } = entry;
  externalIds += 1;
  const externalPaymentId = `pi_${externalIds}`;
  return store.unitOfWork.run(async ({ orders, payments }) => {
    const order = await orders.add(anOrderDraft(userId, [heat, alien], { status, createdAt: at }));
    const payment = await payments.add({
      userId,
      orderId: order.id,
      amount: usd(1499),
      status: paid,
      externalPaymentId,
      createdAt: at,
      refundedAt,
      items: order.state.items.map(({ id, priceAtOrder }) => ({ orderItemId: id, priceAtPayment: priceAtOrder })),
    });
    return { order: order.id, payment: payment?.id ?? 0, externalPaymentId };
  });
}

/** Attempts at giving a payment back, the last of them the latest. */
async function tryToRefund(paymentId: number, ...statuses: readonly RefundStatus[]): Promise<void> {
  await store.unitOfWork.run(async ({ refunds }) => {
    for (const [previous, status] of statuses.entries()) {
      await refunds.add({ ...Refund.request({ paymentId, previous, now: NOW }), status });
    }
  });
}

describe.each(DATABASES)('what moderators ask of carts, orders and payments on %s', (name) => {
  let ordering: MikroOrmOrderingQueries;
  let payments: MikroOrmPaymentQueries;
  beforeAll(async () => {
    store = await openDatabaseStore(name);
    ordering = new MikroOrmOrderingQueries(store.database, 'USD');
    payments = new MikroOrmPaymentQueries(store.database);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  /** The orders and the payments that match, which is the same question twice. */
  const matching = async (filter: Omit<BooksFilter<never>, 'status'>) => {
    const orders = (await ordering.allOrders(filter, firstPage)).items.map(({ id }) => id);
    const orderIds = (await payments.allPayments(filter, firstPage)).items.map(({ orderId }) => orderId);
    expect(orderIds).toEqual(orders);
    return orders;
  };

  describe('of a cart', () => {
    it('is what its user sees', async () => {
      await store.unitOfWork.run(async ({ carts }) => {
        const cart = await carts.findForUpdate(ann);
        const items = [alien, heat].map(({ movie }, index) => ({ movieId: movie.id, addedAt: later(NOW, index) }));
        await carts.save(Cart.restore({ ...cart.state, items }));
      });
      const cart = await ordering.cartOf(ann);
      expect(cart.total).toEqual(usd(1499));
      expect(cart.items.map(({ movie }) => [movie.name, movie.genres.map((genre) => genre.name)])).toEqual([
        ['Alien', []],
        ['Heat', ['Crime', 'Action']],
      ]);
    });

    it('is an empty one where none was made', async () => {
      expect(await ordering.cartOf(bob)).toEqual({ id: 0, items: [], total: usd(0) });
    });

    it.each([0, -1, 4711, 99_999_999_999, 1.5])('is nothing of user %d, who is not there', async (id) => {
      await expect(ordering.cartOf(id)).rejects.toBeInstanceOf(UserNotFound);
    });
  });

  it('is everybody’s orders, newest first, with what they hold and whose they are', async () => {
    const first = await enter();
    const second = await enter({ userId: bob, status: 'pending' });
    const page = await ordering.allOrders({}, firstPage);
    expect(page.totalItems).toBe(2);
    expect(page.items.map(({ id }) => id)).toEqual([second.order, first.order]);
    expect(page.items[1]).toEqual({
      id: first.order,
      status: 'paid',
      total: usd(1499),
      createdAt: NOW,
      items: [
        { movie: heat.movie, priceAtOrder: usd(999) },
        { movie: alien.movie, priceAtOrder: usd(500) },
      ],
      customer: { id: ann, email: 'ann@cinema.example' },
      payments: [{ id: first.payment, status: 'successful' }],
      checkouts: [],
    });
  });

  it('is of an order every payment that came for it and every attempt at paying it, the oldest first', async () => {
    const { order, payment } = await enter({ status: 'cancelled', paid: 'refunded' });
    const other = await enter({ status: 'pending', paid: 'cancelled' });
    const [twice, untried] = await store.unitOfWork.run(async ({ orders, payments: money, checkoutSessions }) => {
      const begin = (orderId: number, previous: number) =>
        CheckoutSession.begin({ orderId, previous, amount: usd(1499), now: later(NOW, previous) });
      const opened = { status: 'completed', externalId: 'cs_1', url: 'https://pay.example/1' } as const;
      await checkoutSessions.add({ ...begin(order, 0), status: 'abandoned' });
      await checkoutSessions.add({ ...begin(order, 1), ...opened });
      await checkoutSessions.add(begin(other.order, 0));
      const { id } = await orders.add(anOrderDraft(bob, [heat], { status: 'paid', createdAt: NOW }));
      const again = await money.add({
        ...{ userId: ann, orderId: order, amount: usd(1499), status: 'cancelled', externalPaymentId: 'pi_again' },
        ...{ createdAt: NOW, refundedAt: null, items: [] },
      });
      return [again?.id, id];
    });
    const page = await ordering.allOrders({}, firstPage);
    expect(page.items.map(({ id, payments: money, checkouts }) => ({ id, money, checkouts }))).toEqual([
      { id: untried, money: [], checkouts: [] },
      {
        id: other.order,
        money: [{ id: other.payment, status: 'cancelled' }],
        checkouts: [{ status: 'opening', openedAt: NOW, externalId: null }],
      },
      {
        id: order,
        money: [
          { id: payment, status: 'refunded' },
          { id: twice, status: 'cancelled' },
        ],
        checkouts: [
          { status: 'abandoned', openedAt: NOW, externalId: null },
          { status: 'completed', openedAt: later(NOW, 1), externalId: 'cs_1' },
        ],
      },
    ]);
  });

  it('is everybody’s payments, newest first, with what they bought and whose they are', async () => {
    const first = await enter();
    const second = await enter({ userId: bob, paid: 'refunded' });
    const page = await payments.allPayments({}, firstPage);
    expect(page.totalItems).toBe(2);
    expect(page.items.map(({ id }) => id)).toEqual([second.payment, first.payment]);
    expect(page.items[1]).toEqual({
      id: first.payment,
      orderId: first.order,
      amount: usd(1499),
      status: 'successful',
      createdAt: NOW,
      refundedAt: null,
      items: [
        { movie: heat.movie, priceAtPayment: usd(999) },
        { movie: alien.movie, priceAtPayment: usd(500) },
      ],
      customer: { id: ann, email: 'ann@cinema.example' },
      orderStatus: 'paid',
      externalPaymentId: first.externalPaymentId,
      refund: null,
    });
  });

  it('is of a payment how far its giving back has come', async () => {
    const untouched = await enter();
    const asked = await enter();
    await tryToRefund(asked.payment, 'failed', 'requested');
    const refused = await enter();
    await tryToRefund(refused.payment, 'failed', 'failed');
    const done = { status: 'cancelled', paid: 'refunded', refundedAt: later(NOW, 7) } as const;
    const refunded = await enter(done);
    await tryToRefund(refunded.payment, 'failed', 'succeeded');
    const byHand = await enter(done);
    const untaken = await enter({ status: 'pending', paid: 'cancelled' });
    const givenBack = await enter({ userId: bob, status: 'pending', paid: 'cancelled', refundedAt: later(NOW, 8) });
    const { items } = await payments.allPayments({}, firstPage);
    const seen = items.map(({ id, orderStatus, refund, refundedAt }) => [id, orderStatus, refund, refundedAt]);
    expect(seen.reverse()).toEqual([
      [untouched.payment, 'paid', null, null],
      [asked.payment, 'paid', 'requested', null],
      [refused.payment, 'paid', 'failed', null],
      [refunded.payment, 'cancelled', 'succeeded', later(NOW, 7)],
      [byHand.payment, 'cancelled', 'succeeded', later(NOW, 7)],
      [untaken.payment, 'pending', 'requested', null],
      [givenBack.payment, 'pending', 'succeeded', later(NOW, 8)],
    ]);
    const mine = await payments.payments(Actor.user(bob, 'user'), firstPage);
    expect(mine.items.map(({ refundedAt }) => refundedAt)).toEqual([later(NOW, 8)]);
    expect((await payments.payment(Actor.user(bob, 'user'), givenBack.payment)).refundedAt).toEqual(later(NOW, 8));
  });

  it.each([1, 5])('costs as few statements as one, with %i on the page', async (count) => {
    for (let entered = 0; entered < count; entered += 1) {
      const { payment } = await enter();
      await tryToRefund(payment, 'failed', 'requested');
    }
    const counted = countedReads(store.database);
    const orders = new MikroOrmOrderingQueries(counted.database, 'USD');
    expect(await counted.during(() => orders.allOrders({}, firstPage))).toBe(4);
    const money = new MikroOrmPaymentQueries(counted.database);
    expect(await counted.during(() => money.allPayments({}, firstPage))).toBe(2);
  });

  it('is by status', async () => {
    const pending = await enter({ status: 'pending', paid: 'cancelled' });
    const paid = await enter();
    const cancelled = await enter({ status: 'cancelled', paid: 'refunded' });
    const orders = async (status: OrderStatus) =>
      (await ordering.allOrders({ status }, firstPage)).items.map(({ id }) => id);
    const of = async (status: PaymentStatus) =>
      (await payments.allPayments({ status }, firstPage)).items.map(({ id }) => id);
    expect([await orders('pending'), await orders('paid'), await orders('cancelled')]).toEqual([
      [pending.order],
      [paid.order],
      [cancelled.order],
    ]);
    expect([await of('cancelled'), await of('successful'), await of('refunded')]).toEqual([
      [pending.payment],
      [paid.payment],
      [cancelled.payment],
    ]);
  });

  it('is by the time of the order, from a moment on and before another, to the millisecond', async () => {
    const before = await enter({ at: later(NOW, -1) });
    const now = await enter({ at: NOW });
    const after = await enter({ at: later(NOW, 1) });
    expect(await matching({ createdFrom: NOW })).toEqual([after.order, now.order]);
    expect(await matching({ createdBefore: NOW })).toEqual([before.order]);
    expect(await matching({ createdFrom: NOW, createdBefore: later(NOW, 1) })).toEqual([now.order]);
    expect(await matching({ createdFrom: NOW, createdBefore: NOW })).toEqual([]);
  });

  it('is by moments as far away as dates are written', async () => {
    const { order } = await enter();
    const [first, last] = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'].map((text) => new Date(text));
    if (!first || !last) throw new Error('There is no such date');
    expect(await matching({ createdFrom: first, createdBefore: later(last, 1) })).toEqual([order]);
    expect(await matching({ createdFrom: last })).toEqual([]);
    expect(await matching({ createdBefore: first })).toEqual([]);
  });

  it.each([
    ['ann', ['ann']],
    ['ANN@Cinema.EXAMPLE', ['ann']],
    [' bob ', ['bob']],
    ['@cinema.example', ['odd', 'bob', 'ann']],
    ['%', ['odd']],
    ['_', ['odd']],
    ['!', ['odd']],
    ['a_b%c!d', ['odd']],
    ['a_b', ['odd']],
    ['a%d', []],
    ['ann_', []],
    ["' or 1=1 --", []],
    ['\\', []],
    ['', ['odd', 'bob', 'ann']],
  ])('is by a part of the address: %s', async (email, expected) => {
    const names: Record<string, number> = {
      ann: (await enter({ userId: ann })).order,
      bob: (await enter({ userId: bob })).order,
      odd: (await enter({ userId: odd })).order,
    };
    expect(await matching({ email })).toEqual(expected.map((who) => names[who]));
  });

  it('is by whose they are', async () => {
    const { order } = await enter({ userId: ann });
    await enter({ userId: bob });
    expect(await matching({ userId: ann })).toEqual([order]);
    expect(await matching({ userId: ann, email: 'ann', createdFrom: NOW })).toEqual([order]);
    expect(await matching({ userId: ann, email: 'bob' })).toEqual([]);
    for (const nobody of [0, -1, 4711, 99_999_999_999]) expect(await matching({ userId: nobody })).toEqual([]);
  });

  it('is one order with its payments, by the order’s number', async () => {
    const first = await enter();
    const second = await enter();
    expect(await matching({ orderId: first.order })).toEqual([first.order]);
    expect(await matching({ orderId: second.order, userId: ann })).toEqual([second.order]);
    expect(await matching({ orderId: second.order, userId: bob })).toEqual([]);
    for (const none of [0, -1, 4711, 99_999_999_999, 1.5]) expect(await matching({ orderId: none })).toEqual([]);
    await store.unitOfWork.run(({ users }) => users.delete(ann));
    expect(await matching({ orderId: first.order })).toEqual([first.order]);
  });

  it('is nobody’s once their person is erased', async () => {
    const { order, payment } = await enter();
    await store.unitOfWork.run(({ users }) => users.delete(ann));
    const [found] = (await ordering.allOrders({}, firstPage)).items;
    expect(found).toMatchObject({ id: order, customer: null, items: [{ movie: heat.movie }, { movie: alien.movie }] });
    expect((await payments.allPayments({}, firstPage)).items).toMatchObject([{ id: payment, customer: null }]);
    expect(await matching({ email: 'ann' })).toEqual([]);
    expect(await matching({ userId: ann })).toEqual([]);
    expect(await matching({ createdFrom: NOW })).toEqual([order]);
  });

  it('is page by page', async () => {
    const entered: number[] = [];
    for (let count = 0; count < 5; count += 1) entered.push((await enter({ userId: count % 2 ? bob : ann })).order);
    await enter({ userId: odd });
    const filter = { email: '@cinema', createdBefore: later(NOW, 1) };
    const pages = [1, 2, 3, 4].map((page) => ordering.allOrders(filter, { page, perPage: 2 }));
    const seen = (await Promise.all(pages)).map(({ items, totalItems }) => [items.length, totalItems]);
    expect(seen).toEqual([
      [2, 6],
      [2, 6],
      [2, 6],
      [0, 6],
    ]);
    const anns = await payments.allPayments({ userId: ann }, { page: 2, perPage: 2 });
    expect(anns.items.map(({ orderId }) => orderId)).toEqual([entered[0]]);
    expect(anns.totalItems).toBe(3);
  });

  it.each(HUGE_PAGES)('is nothing on page %d', async (page) => {
    await enter();
    expect(await ordering.allOrders({}, { page, perPage: 100 })).toEqual({ items: [], totalItems: 1 });
    expect(await payments.allPayments({}, { page, perPage: 100 })).toEqual({ items: [], totalItems: 1 });
  });

  it('is what all of the filter’s fields ask for, whichever there are', async () => {
    const statuses = ['paid', 'cancelled'] as const;
    const entries: { order: number; userId: number; at: Date; status: OrderStatus }[] = [];
    for (const userId of [ann, bob]) {
      for (const status of statuses) {
        for (const offset of [0, 1]) {
          const at = later(NOW, offset);
          entries.push({ order: (await enter({ userId, at, status })).order, userId, at, status });
        }
      }
    }
    const emails = new Map([
      [ann, 'ann@cinema.example'],
      [bob, 'bob@cinema.example'],
    ]);
    const filters = fc.record(
      {
        userId: fc.constantFrom(ann, bob, odd),
        email: fc.constantFrom('ANN', 'o', '@', 'nobody'),
        createdFrom: fc.constantFrom(NOW, later(NOW, 1), later(NOW, 2)),
        createdBefore: fc.constantFrom(NOW, later(NOW, 1), later(NOW, 2)),
        status: fc.constantFrom(...statuses),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const { userId, email, createdFrom, createdBefore, status } = filter;
        const expected = entries.filter(
          (entry) =>
            (userId === undefined || entry.userId === userId) &&
            (email === undefined || emails.get(entry.userId)?.includes(email.toLowerCase())) &&
            (createdFrom === undefined || entry.at >= createdFrom) &&
            (createdBefore === undefined || entry.at < createdBefore) &&
            (status === undefined || entry.status === status),
        );
        const found = (await ordering.allOrders(filter, firstPage)).items.map(({ id }) => id);
        expect(found).toEqual(expected.map(({ order }) => order).reverse());
      }),
      { numRuns: 50 },
    );
  });
});
