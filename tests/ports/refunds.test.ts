import type { Offer, Order } from '@online-cinema/domain/ordering';
import { type Payment, type PaymentDraft, Refund } from '@online-cinema/domain/payments';
import { later, minutes, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASES,
  type DatabaseStore,
  openDatabaseStore,
  openStore,
  STORES,
  type Store,
} from '../support/database.ts';
import { anOrderDraft, NOW, usd } from '../support/drafts.ts';
import { twoPeopleTwoFilms } from '../support/two-people-two-films.ts';

let store: Store;
let ann: number;
let bob: number;
let heat: Offer;
let alien: Offer;

/** Two people, and two films. */
async function furnish(): Promise<void> {
  ({ ann, bob, heat, alien } = await twoPeopleTwoFilms(store));
}

let payments = 0;
/** A paid order of the first film, and its payment. */
async function aPayment(changes: Partial<PaymentDraft> = {}): Promise<{ order: Order; payment: Payment }> {
  payments += 1;
  const externalPaymentId = `pi_${payments}`;
  return store.unitOfWork.run(async ({ orders, payments }) => {
    const order = await orders.add(anOrderDraft(ann, [heat], { status: 'paid' }));
    const payment = await payments.add({
      userId: ann,
      orderId: order.id,
      amount: usd(999),
      status: 'successful',
      externalPaymentId,
      createdAt: NOW,
      refundedAt: null,
      items: order.state.items.map(({ id, priceAtOrder }) => ({ orderItemId: id, priceAtPayment: priceAtOrder })),
      ...changes,
    });
    if (!payment) throw new Error('The payment was not taken');
    return { order, payment };
  });
}

const request = (paymentId: number, previous = 0, now = NOW) =>
  store.unitOfWork.run(({ refunds }) => refunds.add(Refund.request({ paymentId, previous, now })));
const save = (refund: Refund) => store.unitOfWork.run(({ refunds }) => refunds.save(refund));
const latest = (paymentId: number) => store.unitOfWork.run(({ refunds }) => refunds.findLatest(paymentId));

describe.each(STORES)('refunds %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('are given back as they were requested, and as they ended', async () => {
    const { payment } = await aPayment();
    const refund = await request(payment.id);
    expect((await latest(payment.id))?.state).toEqual({
      id: refund.id,
      paymentId: payment.id,
      attempt: 1,
      status: 'requested',
      externalId: null,
      requestedAt: NOW,
    });

    refund.succeeded(`re_${'x'.repeat(252)}`);
    await save(refund);
    expect((await latest(payment.id))?.state).toEqual(refund.state);
  });

  it('succeed also without an id of the gateway’s', async () => {
    const { payment } = await aPayment();
    const refund = await request(payment.id);
    refund.succeeded(null);
    await save(refund);
    expect((await latest(payment.id))?.state).toMatchObject({ status: 'succeeded', externalId: null });
  });

  it('name the latest attempt at a payment', async () => {
    const { payment } = await aPayment();
    const first = await request(payment.id);
    first.failed();
    await save(first);
    const second = await request(payment.id, 1, later(NOW, -minutes(5)));
    expect((await latest(payment.id))?.state).toEqual(second.state);
    expect(second.idempotencyKey).not.toBe(first.idempotencyKey);
  });

  it('let a payment have one open request, and an attempt once', async () => {
    const { payment } = await aPayment();
    const first = await request(payment.id);
    await expect(request(payment.id, 1)).rejects.toThrow();
    first.failed();
    await save(first);
    await expect(request(payment.id, 0)).rejects.toThrow();
    await expect(request(payment.id, 1)).resolves.toBeInstanceOf(Refund);
    const { payment: other } = await aPayment();
    await expect(request(other.id)).resolves.toBeInstanceOf(Refund);
  });

  it('let a payment have one open request also when several ask at the same moment', async () => {
    const { payment } = await aPayment();
    const requests = await Promise.allSettled([1, 2, 3].map((previous) => request(payment.id, previous)));
    expect(requests.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('know which requests are open for too long, the oldest first, as many as asked for', async () => {
    const [young, old, older] = [await aPayment(), await aPayment(), await aPayment()];
    await request(young.payment.id, 0, later(NOW, 1));
    await request(old.payment.id, 0, NOW);
    await request(older.payment.id, 0, later(NOW, -seconds(1)));
    for (const end of ['failed', 'succeeded'] as const) {
      const { payment } = await aPayment();
      const ended = await request(payment.id, 0, later(NOW, -minutes(1)));
      if (end === 'failed') ended.failed();
      else ended.succeeded('re_1');
      await save(ended);
    }

    const interrupted = (limit: number) => store.unitOfWork.run(({ refunds }) => refunds.findInterrupted(NOW, limit));
    expect(await interrupted(10)).toEqual([older.payment.id, old.payment.id]);
    expect(await interrupted(1)).toEqual([older.payment.id]);
  });

  it('are none of a payment that is not there', async () => {
    for (const id of [0, 4711, 99_999_999_999]) expect(await latest(id)).toBeUndefined();
  });

  it('are forgotten with a transaction that failed', async () => {
    const { payment } = await aPayment();
    const failing = store.unitOfWork.run(async ({ refunds }) => {
      await refunds.add(Refund.request({ paymentId: payment.id, previous: 0, now: NOW }));
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');
    expect(await latest(payment.id)).toBeUndefined();
  });
});

describe.each(STORES)('payments to be refunded %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('are found by the gateway’s id, to the letter', async () => {
    const { payment } = await aPayment({ externalPaymentId: 'pi_Abc' });
    const find = (id: string) => store.unitOfWork.run(({ payments }) => payments.findByExternalId(id));
    expect((await find('pi_Abc'))?.state).toEqual(payment.state);
    for (const other of ['pi_abc', 'pi_Ab', 'pi_Abc ', '%', '']) expect(await find(other)).toBeUndefined();
  });

  it('are found by their order while they are successful', async () => {
    const { order, payment } = await aPayment();
    const rejected = { orderId: order.id, status: 'cancelled', items: [] } as const;
    await aPayment({ ...rejected, externalPaymentId: 'pi_rejected' });
    const find = (id: number) => store.unitOfWork.run(({ payments }) => payments.findSuccessfulForUpdate(id));
    expect((await find(order.id))?.state).toEqual(payment.state);

    payment.refunded(later(NOW, seconds(9)));
    await store.unitOfWork.run(({ payments }) => payments.save(payment));
    for (const id of [order.id, 0, 4711, 99_999_999_999]) expect(await find(id)).toBeUndefined();
    const stored = await store.unitOfWork.run(({ payments }) => payments.findForUpdate(payment.id));
    expect(stored?.state).toMatchObject({ status: 'refunded', refundedAt: later(NOW, seconds(9)) });
  });

  it('have purchases that are withdrawn: these, of this user, and nothing else', async () => {
    const grant = (userId: number) =>
      [heat, alien].map(({ movie }) => ({ userId, movieId: movie.id, purchasedAt: NOW }));
    await store.unitOfWork.run(async ({ purchases }) => {
      await purchases.grant([...grant(ann), ...grant(bob)]);
      await purchases.withdraw(ann, [heat.movie.id, 4711]);
      await purchases.withdraw(ann, [heat.movie.id]);
      await purchases.withdraw(bob, []);
    });
    await store.unitOfWork.run(async ({ purchases }) => {
      const both = [heat.movie.id, alien.movie.id];
      expect(await purchases.among(ann, both)).toEqual([alien.movie.id]);
      expect(await purchases.among(bob, both)).toEqual(both);
      await purchases.grant(grant(ann));
      expect(await purchases.among(ann, both)).toEqual(both);
    });
  });
});

describe.each(DATABASES)('purchases that are withdrawn on %s', (name) => {
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

  it('are counted no more, each once, however many withdraw and buy at the same moment', async () => {
    const bought = [heat, alien].map(({ movie }) => movie.id);
    const grant = (userId: number) =>
      store.unitOfWork.run(({ purchases }) =>
        purchases.grant(bought.toReversed().map((movieId) => ({ userId, movieId, purchasedAt: NOW }))),
      );
    const withdraw = (userId: number) => store.unitOfWork.run(({ purchases }) => purchases.withdraw(userId, bought));
    await grant(ann);
    expect(await counts()).toEqual([1, 1]);
    await Promise.all([withdraw(ann), grant(bob), withdraw(ann), grant(bob), withdraw(ann)]);
    expect(await counts()).toEqual([1, 1]);
    await withdraw(bob);
    expect(await counts()).toEqual([0, 0]);
  });
});
