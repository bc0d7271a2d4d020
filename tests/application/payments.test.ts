import { ConfirmCheckout, ReconcilePayments } from '@online-cinema/application/payments';
import { OrderNotFound, OrderNotPending } from '@online-cinema/domain/ordering';
import {
  CheckoutSession,
  PaymentServiceUnavailable,
  PricesChanged,
  TotalTooSmall,
  WebhookSignatureInvalid,
  WebhookSignatureMissing,
} from '@online-cinema/domain/payments';
import { type Actor, later, Money, minutes, seconds } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ACinema } from '../support/a-cinema.ts';
import { AShop } from '../support/a-shop.ts';

let shop: AShop;
let cinema: ACinema;
let ann: Actor;
let heat: number;

beforeEach(async () => {
  shop = new AShop();
  cinema = shop.cinema;
  ann = await cinema.aUser();
  heat = await cinema.aFilm('Heat', 999);
});

const settle = () => shop.settleSession;
const checkOut = (orderId: number, { acceptChanges = false, actor = ann } = {}) =>
  shop.openCheckout.execute({ actor, orderId, acceptChanges });
/** The gateway's last webhook arrives, as often as it is sent. */
const lastWebhook = async () => {
  const webhook = cinema.gateway.webhooks.at(-1);
  if (!webhook) throw new Error('The gateway has told nothing');
  await shop.handleWebhook.execute(webhook);
};
const attempts = () => cinema.tables.checkoutSessions.all().map(({ attempt, status }) => [attempt, status]);
const jobs = () => shop.jobs;
const status = (orderId: number) => cinema.tables.orders.get(orderId)?.status;

const anOrder = (...movies: readonly number[]) => shop.order({ actor: ann }, ...(movies.length > 0 ? movies : [heat]));

describe('opening a checkout', () => {
  it('opens one session, however often it is asked for', async () => {
    const { id } = await anOrder();
    const first = await checkOut(id);
    expect(first).toEqual({ url: 'https://pay.example/cs_test_1', expiresAt: new Date('2026-01-15T12:31:00.000Z') });
    expect(await checkOut(id)).toEqual(first);
    expect(attempts()).toEqual([[1, 'open']]);
  });

  it('is for the owner of a pending order alone', async () => {
    const order = await anOrder();
    const bob = await cinema.aUser('bob@cinema.example');
    await expect(checkOut(order.id, { actor: bob })).rejects.toThrow(OrderNotFound);
    await expect(checkOut(99)).rejects.toThrow(OrderNotFound);
    await checkOut(order.id);
    await settle().execute({ session: await cinema.pay('cs_test_1') });
    await expect(checkOut(order.id)).rejects.toThrow(OrderNotPending);
  });

  it('tells changed prices, and takes them only when told to', async () => {
    const { id } = await anOrder();
    cinema.reprice(heat, 1299);
    await expect(checkOut(id)).rejects.toThrow(PricesChanged);
    expect(attempts()).toEqual([]);
    await checkOut(id, { acceptChanges: true });
    expect(cinema.tables.checkoutSessions.all()[0]?.amount.toDecimal()).toBe('12.99');
  });

  it('keeps the agreed prices while a session is open', async () => {
    const { id } = await anOrder();
    const first = await checkOut(id);
    cinema.reprice(heat, 1299);
    expect(await checkOut(id)).toEqual(first);
  });

  it('of what became free gives it away', async () => {
    const { id } = await anOrder();
    cinema.reprice(heat, 0);
    expect((await checkOut(id, { acceptChanges: true })).url).toBe(cinema.links.paymentSuccess);
    expect(status(id)).toBe('paid');
    expect(cinema.tables.purchases.all()).toHaveLength(1);
  });

  it('is refused for a sum that the gateway does not take, and can be tried again', async () => {
    const { id } = await anOrder(await cinema.aFilm('Cheap', 49));
    await expect(checkOut(id)).rejects.toThrow(TotalTooSmall);
    await expect(checkOut(id)).rejects.toThrow(TotalTooSmall);
    expect(attempts()).toEqual([
      [1, 'abandoned'],
      [2, 'abandoned'],
    ]);
  });

  it('waits for one that is under way, and makes the next attempt when that one is given up', async () => {
    const { id } = await anOrder();
    cinema.gateway.goDown();
    await expect(checkOut(id)).rejects.toThrow(PaymentServiceUnavailable);
    cinema.gateway.comeBack();

    const before = cinema.clock.now().getTime();
    await expect(checkOut(id)).rejects.toThrow(PaymentServiceUnavailable);
    expect(cinema.clock.now().getTime() - before).toBe(seconds(10));
    expect(attempts()).toEqual([[1, 'opening']]);

    cinema.clock.advance(seconds(20));
    await checkOut(id);
    expect(attempts()).toEqual([
      [1, 'abandoned'],
      [2, 'open'],
    ]);
  });

  it('of an order that is cancelled while the gateway is thinking says so, and leaves nothing to pay', async () => {
    const order = await anOrder();
    const { gateway } = cinema;
    const open = gateway.openSession.bind(gateway);
    gateway.openSession = async (request) => {
      const session = await open(request);
      await shop.cancelOrder.execute({ actor: ann, orderId: order.id, returnToCart: false });
      return session;
    };
    await expect(checkOut(order.id)).rejects.toThrow(OrderNotPending);
    expect((await cinema.session('cs_test_1')).status).toBe('expired');
  });

  it('ends a session that turns up after its attempt was given up', async () => {
    const { id } = await anOrder();
    const { gateway } = cinema;
    const open = gateway.openSession.bind(gateway);
    gateway.openSession = async (request) => {
      gateway.openSession = open;
      const slow = await open(request);
      cinema.clock.advance(seconds(30));
      await checkOut(id);
      return slow;
    };
    await expect(checkOut(id)).rejects.toThrow(PaymentServiceUnavailable);
    expect(await cinema.session('cs_test_1')).toMatchObject({ status: 'expired' });
    expect(await cinema.session('cs_test_2')).toMatchObject({ status: 'open' });
    expect(attempts()).toEqual([
      [1, 'abandoned'],
      [2, 'open'],
    ]);
  });

  it('asks about the last session first: what was paid there is settled', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    await cinema.pay('cs_test_1');
    cinema.clock.advance(minutes(31));
    await expect(checkOut(order.id)).rejects.toThrow(OrderNotPending);
    expect(status(order.id)).toBe('paid');
  });

  it('finds the order cancelled once its session ran out unpaid', async () => {
    const { id } = await anOrder();
    await checkOut(id);
    cinema.clock.advance(minutes(31));
    await expect(checkOut(id)).rejects.toThrow(OrderNotPending);
    expect(status(id)).toBe('cancelled');
    expect(await cinema.session('cs_test_1')).toMatchObject({ status: 'expired' });
  });
});

describe('money that arrives', () => {
  it('pays the order, fills the library and is receipted, all in one', async () => {
    const order = await anOrder(heat, await cinema.aFilm('Alien', 500));
    await checkOut(order.id);
    await cinema.pay('cs_test_1');
    await lastWebhook();

    expect(status(order.id)).toBe('paid');
    expect(cinema.tables.payments.all()).toMatchObject([{ status: 'successful', externalPaymentId: 'pi_1' }]);
    expect(cinema.tables.purchases.all()).toHaveLength(2);
    expect(attempts()).toEqual([[1, 'completed']]);
    await shop.carryOutJobs();
    expect(cinema.mailer.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['ann@cinema.example', 'payment-received'],
    ]);
  });

  it('takes effect once, told however often and by whomever', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    const session = await cinema.pay('cs_test_1');
    const returnPage = new ConfirmCheckout(cinema.unitOfWork, cinema.gateway, settle());
    await Promise.all([
      ...Array.from({ length: 20 }, () => lastWebhook()),
      ...Array.from({ length: 5 }, () => returnPage.execute({ externalId: 'cs_test_1' })),
      settle().execute({ session, event: { id: 'evt_other', type: 'checkout.session.async_payment_succeeded' } }),
      settle().execute({ session }),
    ]);
    expect(cinema.tables.payments.all()).toHaveLength(1);
    expect(cinema.tables.purchases.all()).toHaveLength(1);
    expect(jobs()).toEqual(['mail-receipt']);
    expect(cinema.alarms.raised).toEqual([]);
  });

  it.each([
    ['less than was agreed', Money.of(998, 'USD')],
    ['in another currency', Money.of(999, 'EUR')],
  ])('%s buys nothing and is given back, with an alarm', async (_, amount) => {
    const order = await anOrder();
    await checkOut(order.id);
    await cinema.pay('cs_test_1', amount);
    await lastWebhook();

    expect(status(order.id)).toBe('pending');
    expect(cinema.tables.purchases.all()).toEqual([]);
    expect(cinema.alarms.raised).toEqual([
      {
        what: 'money arrived that could not be taken and is given back',
        details: {
          ...{ order: order.id, orderStatus: 'pending', payment: 1, externalPaymentId: 'pi_1', session: 'cs_test_1' },
          ...{ amount: amount.toDecimal(), currency: amount.currency },
        },
      },
    ]);
    await shop.carryOutJobs();
    expect(cinema.gateway.refunds).toEqual(['pi_1']);
    expect(cinema.tables.payments.all()).toMatchObject([{ status: 'cancelled', refundedAt: cinema.clock.now() }]);
  });

  it('and of which a part went back by hand is given back as a whole', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    cinema.gateway.pay('cs_test_1', Money.of(500, 'USD'));
    await lastWebhook();
    cinema.gateway.refundByHand('pi_1', Money.of(100, 'USD'));
    await shop.carryOutJobs();
    expect(cinema.gateway.refunds).toEqual(['pi_1']);
    expect(cinema.tables.payments.all()).toMatchObject([{ status: 'cancelled', refundedAt: cinema.clock.now() }]);
  });

  it('and could not be given back at first, as the gateway found out later, is given back anew', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    cinema.gateway.pay('cs_test_1', Money.of(500, 'USD'));
    await lastWebhook();
    cinema.gateway.holdRefunds();
    await expect(shop.carryOutJobs()).rejects.toThrow(PaymentServiceUnavailable);
    await expect(shop.carryOutJobs()).rejects.toThrow(PaymentServiceUnavailable);
    cinema.gateway.endRefunds('failed');
    await shop.carryOutJobs();
    expect(cinema.gateway.refunds).toEqual(['pi_1']);
    expect(cinema.tables.payments.all()).toMatchObject([{ status: 'cancelled', refundedAt: cinema.clock.now() }]);
  });

  it('for an order that was cancelled is given back, once, when the gateway can', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    await cinema.unitOfWork.run(async ({ orders }) => {
      order.cancel();
      await orders.save(order);
    });
    cinema.gateway.pay('cs_test_1');
    await lastWebhook();
    expect(status(order.id)).toBe('cancelled');

    cinema.gateway.goDown();
    await expect(shop.carryOutJobs()).rejects.toThrow(PaymentServiceUnavailable);
    cinema.gateway.comeBack();
    await shop.carryOutJobs();
    expect(cinema.gateway.refunds).toEqual(['pi_1']);
    expect(cinema.mailer.sent).toEqual([]);
  });

  it('before we even wrote down where it would be paid, still pays the order', async () => {
    const order = await anOrder();
    const { gateway } = cinema;
    const open = gateway.openSession.bind(gateway);
    gateway.openSession = async (request) => {
      const session = await open(request);
      gateway.pay(session.externalId);
      await lastWebhook();
      return session;
    };
    await expect(checkOut(order.id)).rejects.toThrow(OrderNotPending);
    expect(status(order.id)).toBe('paid');
    expect(attempts()).toEqual([[1, 'completed']]);
  });
});

describe('money in a session that we did not open', () => {
  it('is left alone, with an alarm, even where it names an order of ours', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    const money = { externalPaymentId: 'pi_9', amount: order.total };
    const session = { externalId: 'cs_of_another_shop', orderId: order.id, status: 'complete', money } as const;
    await settle().execute({ session, event: { id: 'evt_9', type: 'checkout.session.completed' } });

    expect(status(order.id)).toBe('pending');
    expect(cinema.tables.payments.all()).toEqual([]);
    expect(jobs()).toEqual([]);
    expect(cinema.alarms.raised).toEqual([
      {
        what: 'money arrived in a session that we did not open, and is left alone',
        details: {
          ...{ order: order.id, orderStatus: 'pending', externalPaymentId: 'pi_9', session: 'cs_of_another_shop' },
          ...{ amount: '9.99', currency: 'USD' },
        },
      },
    ]);
  });
});

describe('a webhook', () => {
  it('without a signature, or with a wrong one, changes nothing', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    cinema.gateway.pay('cs_test_1');
    const { rawBody = '', signature = '' } = cinema.gateway.webhooks[0] ?? {};
    const send = (webhook: { rawBody: string; signature: string | undefined }) => shop.handleWebhook.execute(webhook);
    await expect(send({ rawBody, signature: undefined })).rejects.toThrow(WebhookSignatureMissing);
    await expect(send({ rawBody: rawBody.replace('999', '1'), signature })).rejects.toThrow(WebhookSignatureInvalid);
    cinema.clock.advance(minutes(6));
    await expect(send({ rawBody, signature })).rejects.toThrow(WebhookSignatureInvalid);
    expect(status(order.id)).toBe('pending');
  });

  it('of no interest, or for no order of ours, is recorded and does nothing', async () => {
    await checkOut((await anOrder()).id);
    cinema.gateway.decline('cs_test_1');
    await lastWebhook();
    const money = { externalPaymentId: 'pi_9', amount: Money.of(100, 'USD') };
    const stranger = { externalId: 'cs_9', orderId: 12345, status: 'complete', money } as const;
    await settle().execute({ session: stranger, event: { id: 'evt_2', type: 'checkout.session.completed' } });
    expect([...cinema.tables.webhookEvents.keys()]).toEqual(['evt_1', 'evt_2']);
    expect(cinema.tables.payments.all()).toEqual([]);
  });

  it('that tells the end of an earlier session leaves the order to its current one', async () => {
    const { id } = await anOrder();
    await checkOut(id);
    const earlier = { externalId: 'cs_0', orderId: id, status: 'expired', money: null } as const;
    await settle().execute({ session: earlier, event: { id: 'evt_1', type: 'checkout.session.expired' } });
    expect(status(id)).toBe('pending');
  });
});

describe('reconciliation', () => {
  const reconcile = () => new ReconcilePayments(cinema.unitOfWork, cinema.gateway, settle(), cinema.clock).execute();

  it('finds what a lost webhook did not tell', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    await cinema.pay('cs_test_1');
    expect(await reconcile()).toBe(0);
    cinema.clock.advance(minutes(31));
    expect(await reconcile()).toBe(1);
    expect(status(order.id)).toBe('paid');
    expect(await reconcile()).toBe(0);
  });

  it('is not held up by a session that nobody can be asked about', async () => {
    const order = await anOrder();
    await checkOut(order.id);
    await cinema.pay('cs_test_1');
    const { gateway } = cinema;
    const find = gateway.findSession.bind(gateway);
    gateway.findSession = async (externalId) => {
      if (externalId === 'cs_broken') throw new PaymentServiceUnavailable();
      return find(externalId);
    };
    await cinema.unitOfWork.run(async ({ checkoutSessions }) => {
      const attempt = CheckoutSession.begin({
        orderId: 99,
        previous: 0,
        amount: Money.of(1, 'USD'),
        now: later(cinema.clock.now(), -1),
      });
      const session = await checkoutSessions.add(attempt);
      session.opened({ externalId: 'cs_broken', url: 'https://pay.example' });
      await checkoutSessions.save(session);
    });
    cinema.clock.advance(minutes(31));
    await expect(reconcile()).rejects.toThrow(PaymentServiceUnavailable);
    expect(status(order.id)).toBe('paid');
  });

  it('cancels what ran out unpaid', async () => {
    const { id } = await anOrder();
    await checkOut(id);
    cinema.gateway.expire('cs_test_1');
    cinema.clock.advance(minutes(31));
    await reconcile();
    expect(status(id)).toBe('cancelled');
  });
});
