import { MikroOrmPaymentQueries } from '@online-cinema/adapters/mikro-orm';
import type { Offer, Order } from '@online-cinema/domain/ordering';
import { CheckoutSession, type PaymentDraft, PaymentNotFound } from '@online-cinema/domain/payments';
import { Actor, later, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import {
  DATABASES,
  type DatabaseStore,
  HUGE_PAGES,
  openDatabaseStore,
  openStore,
  STORES,
  type Store,
} from '../support/database.ts';
import { aCheckoutDraft, anOrderDraft, aUserDraft, NOW, usd } from '../support/drafts.ts';

let store: Store;
let ann: number;
let heat: Offer;
let order: Order;

/** Someone with a pending order of one film. */
async function furnish(): Promise<void> {
  await store.empty();
  const film = aFilm({ name: 'Heat', price: usd(999) });
  await store.unitOfWork.run(async ({ users, movies, offers, orders }) => {
    ann = (await users.add(aUserDraft('ann@cinema.example'))).id;
    await movies.addAll([film]);
    const offer = await offers.find({ uuid: film.uuid });
    if (!offer) throw new Error('The film was not added');
    heat = offer;
    order = await orders.add(anOrderDraft(ann, [heat]));
  });
}

function aPaymentDraft(changes: Partial<PaymentDraft> = {}): PaymentDraft {
  return {
    userId: ann,
    orderId: order.id,
    amount: usd(999),
    status: 'successful',
    externalPaymentId: 'pi_1',
    createdAt: NOW,
    refundedAt: null,
    items: order.state.items.map(({ id, priceAtOrder }) => ({ orderItemId: id, priceAtPayment: priceAtOrder })),
    ...changes,
  };
}

const pay = (changes?: Partial<PaymentDraft>) =>
  store.unitOfWork.run(({ payments }) => payments.add(aPaymentDraft(changes)));
const checkOut = (previous = 0) =>
  store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.add(aCheckoutDraft(order.id, previous)));
const save = (session: CheckoutSession) =>
  store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.save(session));

describe.each(STORES)('checkout sessions and payments %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('give a session back as it was begun, and as it went on', async () => {
    const session = await checkOut();
    const found = () => store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.find(session.state.id));
    expect((await found())?.state).toEqual({ ...aCheckoutDraft(order.id), id: session.state.id });

    session.opened({ externalId: 'cs_1', url: `https://pay.example/${'x'.repeat(500)}` });
    await save(session);

    expect((await found())?.state).toEqual(session.state);
    const external = await store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.findByExternalId('cs_1'));
    expect(external?.state).toEqual(session.state);
  });

  it('find no session by an id that none has', async () => {
    await store.unitOfWork.run(async ({ checkoutSessions }) => {
      expect(await checkoutSessions.find(99_999_999_999)).toBeUndefined();
      expect(await checkoutSessions.findByExternalId('cs_none')).toBeUndefined();
      expect(await checkoutSessions.findLatest(order.id)).toBeUndefined();
    });
  });

  it('name the latest attempt at an order', async () => {
    const first = await checkOut();
    first.abandoned();
    await save(first);
    const second = await checkOut(1);

    const latest = await store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.findLatest(order.id));
    expect(latest?.state).toEqual(second.state);
  });

  it('tell which should have ended and are open in our books', async () => {
    const session = await checkOut();
    const { expiresAt } = session.state;
    const unfinished = async (moment: Date) => {
      const found = await store.unitOfWork.run(({ checkoutSessions }) => checkoutSessions.findUnfinished(moment, 10));
      return found.filter(({ orderId }) => orderId === order.id);
    };
    expect(await unfinished(later(expiresAt, 1))).toEqual([]);

    session.opened({ externalId: 'cs_1', url: 'https://pay.example/1' });
    await save(session);

    expect(await unfinished(expiresAt)).toEqual([{ externalId: 'cs_1', orderId: order.id }]);
    expect(await unfinished(later(expiresAt, -1))).toEqual([]);
  });

  it('let an order have one session that is opening or open', async () => {
    const first = await checkOut();
    await expect(checkOut(1)).rejects.toThrow();

    first.opened({ externalId: 'cs_1', url: 'https://pay.example/1' });
    await save(first);
    await expect(checkOut(1)).rejects.toThrow();

    first.expired();
    await save(first);
    await expect(checkOut(0)).rejects.toThrow();
    await expect(checkOut(1)).resolves.toBeInstanceOf(CheckoutSession);
  });

  it('give a payment back as it was taken, and as it went on', async () => {
    const payment = await pay();
    if (!payment) throw new Error('The payment was not taken');
    const found = () => store.unitOfWork.run(({ payments }) => payments.findForUpdate(payment.id));
    expect((await found())?.state).toEqual({ ...aPaymentDraft(), id: payment.id });

    payment.givenBack(later(NOW, seconds(5)));
    await store.unitOfWork.run(({ payments }) => payments.save(payment));

    expect((await found())?.state).toEqual({ ...aPaymentDraft(), id: payment.id, refundedAt: later(NOW, seconds(5)) });
  });

  it('take sums beyond the reach of 32 bits', async () => {
    const payment = await pay({ amount: usd(99_999_999_99), status: 'cancelled', items: [] });

    const found = await store.unitOfWork.run(({ payments }) => payments.findForUpdate(payment?.id ?? 0));
    expect(found?.state).toMatchObject({ amount: usd(99_999_999_99), items: [] });
  });

  it('take the same money once, and leave the rest of the transaction as it is', async () => {
    await pay();
    const again = await store.unitOfWork.run(async ({ payments, webhookEvents }) => {
      const payment = await payments.add(aPaymentDraft({ status: 'cancelled' }));
      await webhookEvents.record({ id: 'evt_1', type: 'checkout.session.completed', receivedAt: NOW });
      return payment;
    });

    expect(again).toBeUndefined();
    const recorded = store.unitOfWork.run(({ webhookEvents }) =>
      webhookEvents.record({ id: 'evt_1', type: 'checkout.session.completed', receivedAt: NOW }),
    );
    expect(await recorded).toBe(false);
  });

  it('take the same money once also when it comes twice at the same moment', async () => {
    const taken = await Promise.all([pay(), pay(), pay()]);

    expect(taken.filter((payment) => payment !== undefined)).toHaveLength(1);
  });

  it('record an event once, whoever comes first', async () => {
    const record = () =>
      store.unitOfWork.run(({ webhookEvents }) =>
        webhookEvents.record({ id: 'evt_1', type: 'checkout.session.completed', receivedAt: NOW }),
      );

    expect((await Promise.all([record(), record(), record()])).filter((first) => first)).toHaveLength(1);
  });

  it('delete events that were received long ago, the oldest first, so many at a time', async () => {
    const record = (id: string, ago: number) =>
      store.unitOfWork.run(({ webhookEvents }) =>
        webhookEvents.record({ id, type: 'checkout.session.completed', receivedAt: later(NOW, -ago) }),
      );
    for (const ago of [1, 3, -1, 0]) await record(`evt_old_${ago}`, ago);
    const forget = (limit: number) =>
      store.unitOfWork.run(({ webhookEvents }) => webhookEvents.deleteReceivedBefore(NOW, limit));

    expect(await forget(2)).toBe(2);
    expect(await record('evt_old_0', 0)).toBe(false);
    expect(await record('evt_old_3', -1)).toBe(true);
    expect(await forget(2)).toBe(1);
    expect(await record('evt_old_-1', -1)).toBe(false);
    expect(await forget(2)).toBe(0);
  });

  it('forget an event whose transaction failed', async () => {
    const failing = store.unitOfWork.run(async ({ webhookEvents }) => {
      await webhookEvents.record({ id: 'evt_1', type: 'checkout.session.completed', receivedAt: NOW });
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');

    const recorded = await store.unitOfWork.run(({ webhookEvents }) =>
      webhookEvents.record({ id: 'evt_1', type: 'checkout.session.completed', receivedAt: NOW }),
    );
    expect(recorded).toBe(true);
  });
});

describe.each(DATABASES)('what is asked about payments on %s', (name) => {
  let queries: MikroOrmPaymentQueries;
  const actor = () => Actor.user(ann, 'user');
  beforeAll(async () => {
    const databaseStore: DatabaseStore = await openDatabaseStore(name);
    store = databaseStore;
    queries = new MikroOrmPaymentQueries(databaseStore.database);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  const seen = () => ({
    orderId: order.id,
    amount: usd(999),
    status: 'successful',
    createdAt: NOW,
    refundedAt: null,
    items: [{ movie: heat.movie, priceAtPayment: usd(999) }],
  });

  it('is one’s own payments, newest first', async () => {
    const first = await pay();
    const second = await pay({ externalPaymentId: 'pi_2', status: 'cancelled', items: [] });
    await pay({ externalPaymentId: 'pi_3', userId: null });

    const page = await queries.payments(actor(), { page: 1, perPage: 10 });
    expect(page.totalItems).toBe(2);
    expect(page.items.map(({ id }) => id)).toEqual([second?.id, first?.id]);
    expect(page.items[1]).toEqual({ id: first?.id, ...seen() });
  });

  it.each(HUGE_PAGES)('is no payment on page %d', async (page) => {
    await pay();

    expect(await queries.payments(actor(), { page, perPage: 100 })).toEqual({ items: [], totalItems: 1 });
  });

  it('is a payment of one’s own; another’s is not found', async () => {
    const id = (await pay())?.id ?? 0;

    expect(await queries.payment(actor(), id)).toEqual({ id, ...seen() });
    await expect(queries.payment(Actor.user(ann + 1, 'admin'), id)).rejects.toBeInstanceOf(PaymentNotFound);
    await expect(queries.payment(actor(), 99_999_999_999)).rejects.toBeInstanceOf(PaymentNotFound);
  });

  it('is what a receipt says, also of someone erased', async () => {
    const id = (await pay())?.id ?? 0;
    const erased = (await pay({ externalPaymentId: 'pi_2', userId: null }))?.id ?? 0;

    expect(await queries.receipt(id)).toEqual({ email: 'ann@cinema.example', payment: { id, ...seen() } });
    expect((await queries.receipt(erased)).email).toBeNull();
    await expect(queries.receipt(id + 1_000)).rejects.toBeInstanceOf(PaymentNotFound);
  });
});
