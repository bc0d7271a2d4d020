import { days } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';
import { plain, shoppingAt } from './support/shopping.ts';

let api: AnApi;
let shopping: ReturnType<typeof shoppingAt>;
beforeAll(async () => {
  api = await anApi();
  shopping = shoppingAt(api);
});
afterAll(() => api.close());

const refund = (who: Caller, orderId: number | string) => who.post(`/orders/${orderId}/refund/`);
const done = [200, { message: 'Order successfully refunded.' }];
const notFound = [404, { detail: 'Order with given ID was not found.' }];
const unavailable = [503, { detail: 'The payment service is not available. Please try again later.' }];

const standing = async (user: Caller, orderId: number) => {
  const order = (await user.get(`/orders/${orderId}/`)).body;
  const { payments } = (await user.get('/payments/')).body;
  const payment = payments.find(({ order_id: id }: { order_id: number }) => id === orderId);
  return [order.status, payment?.status];
};

describe('POST /orders/{id}/refund/', () => {
  test('gives the money back, takes the films out of the library and tells the customer', async () => {
    const user = await api.aUser();
    const kept = await shopping.aPaidOrder(user);
    const order = await shopping.aPaidOrder(user, 999, 501);
    expect(plain(await refund(user, order.id))).toEqual(done);

    expect(await standing(user, order.id)).toEqual(['cancelled', 'refunded']);
    expect(await standing(user, kept.id)).toEqual(['paid', 'successful']);
    expect(api.gateway.refunds).toContain(order.externalPaymentId);
    expect((await user.get('/purchases/')).body.purchases).toMatchObject([{ movie: kept.items[0].movie }]);
    await api.carryOutJobs();
    const [letter, ...more] = api.mailer.sent.filter(
      ({ to, subject }) => to === user.email && subject === 'Order Refunded',
    );
    expect(more).toEqual([]);
    expect(letter?.text).toContain(`Order #${order.id}`);
    expect(letter?.text).toContain('$15.00');
  });

  test('lets the films be bought again', async () => {
    const user = await api.aUser();
    const order = await shopping.aPaidOrder(user);
    await refund(user, order.id);
    await shopping.fillCart(user, order.items[0].movie.id);
    const again = (await user.post('/orders/')).body;
    await shopping.pay(user, again.id);
    expect((await user.get('/purchases/')).body.total_items).toBe(1);
    expect(await standing(user, again.id)).toEqual(['paid', 'successful']);
  });

  test('is for a paid order', async () => {
    const user = await api.aUser();
    const order = await shopping.anOrder(user, 999);
    expect(plain(await refund(user, order.id))).toEqual([409, { detail: 'Order is not paid.' }]);
    await user.post(`/orders/${order.id}/cancel/`);
    const cancelled = [409, { detail: 'Cancelled orders cannot be refunded.' }];
    expect(plain(await refund(user, order.id))).toEqual(cancelled);

    const paid = await shopping.aPaidOrder(user);
    await refund(user, paid.id);
    expect(plain(await refund(user, paid.id))).toEqual(cancelled);
  });

  test('needs a payment, which an order of what costs nothing has not', async () => {
    const user = await api.aUser();
    const order = await shopping.anOrder(user, 0);
    expect(plain(await refund(user, order.id))).toEqual([400, { detail: 'No valid payment found to refund.' }]);
    expect((await user.get(`/orders/${order.id}/`)).body.status).toBe('paid');
  });

  test('is for its owner, or an admin; nobody else finds it', async () => {
    const owner = await api.aUser();
    const order = await shopping.aPaidOrder(owner);
    for (const other of [await api.aUser(), await api.aUser('moderator')]) {
      expect(plain(await refund(other, order.id))).toEqual(notFound);
    }
    for (const nobodys of [4711, 0, -1, '99999999999999999999']) {
      expect(plain(await refund(owner, nobodys))).toEqual(notFound);
    }
    expect(await standing(owner, order.id)).toEqual(['paid', 'successful']);
    expect(plain(await refund(await api.aUser('admin'), order.id))).toEqual(done);
    expect(await standing(owner, order.id)).toEqual(['cancelled', 'refunded']);
    expect((await refund(api.anyone(), order.id)).status).toBe(401);
  });

  test('is too late for a customer after REFUND_DAYS, to the millisecond, and never for an admin', async () => {
    const late = await anApi();
    const { aPaidOrder } = shoppingAt(late);
    const [user, punctual] = [await late.aUser(), await late.aUser()];
    const order = await aPaidOrder(user);
    const inTime = await aPaidOrder(punctual);
    const logInAgain = (caller: Caller) => caller.logIn(caller.email, 'Str0ng!pass');

    late.clock.advance(days(14) - 1);
    await logInAgain(punctual);
    expect(plain(await refund(punctual, inTime.id))).toEqual(done);
    late.clock.advance(1);
    await logInAgain(user);
    expect(plain(await refund(user, order.id))).toEqual([409, { detail: 'The refund period is over.' }]);
    expect(plain(await refund(await late.aUser('admin'), order.id))).toEqual(done);
    await late.close();
  });

  test('leaves the order paid while the payment service does not answer', async () => {
    const user = await api.aUser();
    const order = await shopping.aPaidOrder(user);
    api.gateway.goDown();
    const answer = await refund(user, order.id);
    api.gateway.comeBack();
    expect(plain(answer)).toEqual(unavailable);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(await standing(user, order.id)).toEqual(['paid', 'successful']);
    expect((await user.get('/purchases/')).body.total_items).toBe(1);

    // The request stands for half a minute, then whoever asks goes on with it.
    expect(plain(await refund(user, order.id))).toEqual(unavailable);
    api.clock.advance(30_000);
    expect(plain(await refund(user, order.id))).toEqual(done);
    expect(api.gateway.refunds.filter((id) => id === order.externalPaymentId)).toHaveLength(1);
  });

  test('changes nothing where the payment service refuses', async () => {
    const user = await api.aUser();
    const order = await shopping.aPaidOrder(user);
    api.gateway.refuseRefunds();
    const answer = await refund(user, order.id);
    api.gateway.acceptRefunds();
    expect(plain(answer)).toEqual([400, { detail: 'No valid payment found to refund.' }]);
    expect(await standing(user, order.id)).toEqual(['paid', 'successful']);
    expect(plain(await refund(user, order.id))).toEqual(done);
  });

  test('asked for twice at once gives the money back once, and both are told so', async () => {
    const user = await api.aUser();
    const order = await shopping.aPaidOrder(user);
    const held = api.gateway.holdAnswers();
    const first = refund(user, order.id);
    await held.asked;
    vi.spyOn(api.clock, 'wait').mockImplementationOnce(async () => {
      held.release();
      await first;
    });
    const second = await refund(user, order.id);
    expect([plain(await first), plain(second)]).toEqual([done, done]);
    expect(api.gateway.refunds.filter((id) => id === order.externalPaymentId)).toHaveLength(1);
    await api.carryOutJobs();
    const letters = api.mailer.sent.filter(({ to, subject }) => to === user.email && subject === 'Order Refunded');
    expect(letters).toHaveLength(1);
  });

  test('takes no fields', async () => {
    const answer = await (await api.aUser()).post('/orders/1/refund/', { amount: '1.00' });
    expect([answer.status, answer.body.detail]).toMatchObject([
      422,
      [{ type: 'extra_forbidden', loc: ['body', 'amount'] }],
    ]);
  });

  test('shows in an export as a payment that was refunded', async () => {
    const user = await api.aUser();
    const order = await shopping.aPaidOrder(user);
    await refund(user, order.id);
    const { orders, payments, purchases } = (await user.get('/accounts/me/export/')).body;
    expect(payments).toMatchObject([{ order_id: order.id, status: 'refunded', amount: '9.99' }]);
    expect(orders).toMatchObject([{ id: order.id, status: 'cancelled' }]);
    expect(purchases).toEqual([]);
  });
});

describe('a refund that is made at the payment service', () => {
  test('counts like one that was asked for here, once, however often it is told', async () => {
    const user = await api.aUser();
    const order = await shopping.aPaidOrder(user);
    api.gateway.refundByHand(order.externalPaymentId);
    const webhook = api.gateway.webhooks.at(-1);
    for (const answer of await Promise.all([1, 2, 3].map(() => shopping.deliver(webhook)))) {
      expect(plain(answer)).toEqual([200, { message: 'Webhook handled' }]);
    }
    expect(await standing(user, order.id)).toEqual(['cancelled', 'refunded']);
    await api.carryOutJobs();
    const letters = api.mailer.sent.filter(({ to, subject }) => to === user.email && subject === 'Order Refunded');
    expect(letters).toHaveLength(1);
  });

  test('goes on after its person left: the books tell of it, and nobody is written to', async () => {
    const user = await api.aUser();
    const order = await shopping.aPaidOrder(user);
    await user.delete('/accounts/me/', { password: 'Str0ng!pass' });
    const before = api.mailer.sent.length;
    api.gateway.refundByHand(order.externalPaymentId);
    expect((await shopping.deliver()).status).toBe(200);
    await api.carryOutJobs();
    expect(api.mailer.sent).toHaveLength(before);
    const admin = await api.aUser('admin');
    const { orders } = (await admin.get('/admin/orders/?per_page=100')).body;
    expect(orders.find(({ id }: { id: number }) => id === order.id)).toMatchObject({ user: null, status: 'cancelled' });
  });
});
