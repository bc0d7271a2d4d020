import { sign } from '@online-cinema/adapters/stripe-dialect';
import { Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

type Film = Awaited<ReturnType<typeof shopping.aFilm>>;
/** A film lands in a library by another way, while it lies in the cart. */
const grant = async (user: Caller, ...films: readonly Film[]) => {
  const [userId, purchasedAt] = [await user.ownId(), api.clock.now()];
  await api.ports.unitOfWork.run(({ purchases }) =>
    purchases.grant(films.map(({ id: movieId }) => ({ userId, movieId, purchasedAt }))),
  );
};
const labelOf = ({ id, uuid }: Film) => ({ id, uuid, name: expect.stringMatching(/^Film \d+$/) });
const namesNoOther = ['id', 'name', 'uuid'];

describe('what cannot be ordered', () => {
  test('is left out of the order, and named with its reason', async () => {
    const user = await api.aUser();
    const [wanted, owned, withdrawn] = [await shopping.aFilm(), await shopping.aFilm(), await shopping.aFilm()];
    await shopping.fillCart(user, owned.id, wanted.id, withdrawn.id);
    await grant(user, owned);
    await api.reprice(withdrawn.id, null);
    const { status, body } = await user.post('/orders/');
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      status: 'pending',
      total_amount: '9.99',
      created_at: '2026-01-15T12:00:00.000Z',
      items: [{ movie: labelOf(wanted), price_at_order: '9.99' }],
      excluded: [
        { movie: labelOf(owned), reason: 'purchased' },
        { movie: labelOf(withdrawn), reason: 'not for sale' },
      ],
    });
    expect((await user.get('/cart/')).body.items).toEqual([]);
  });

  test('leaves no order where it is all there is, each purchased', async () => {
    const user = await api.aUser();
    const [one, other] = [await shopping.aFilm(), await shopping.aFilm()];
    await shopping.fillCart(user, one.id, other.id);
    await grant(user, one, other);
    expect(plain(await user.post('/orders/'))).toEqual([
      409,
      {
        detail: 'Some movies already purchased',
        excluded: [one, other].map((film) => ({ movie: labelOf(film), reason: 'purchased' })),
      },
    ]);
    expect((await user.get('/orders/')).body.orders).toEqual([]);
    expect((await user.get('/cart/')).body.items).toHaveLength(2);
  });

  test('leaves no order where it is all there is, for whatever reasons', async () => {
    const user = await api.aUser();
    const [owned, withdrawn] = [await shopping.aFilm(), await shopping.aFilm()];
    await shopping.fillCart(user, owned.id, withdrawn.id);
    await grant(user, owned);
    await api.reprice(withdrawn.id, null);
    expect(plain(await user.post('/orders/'))).toEqual([
      409,
      {
        detail: 'None of the movies in the cart can be ordered.',
        excluded: [
          { movie: labelOf(owned), reason: 'purchased' },
          { movie: labelOf(withdrawn), reason: 'not for sale' },
        ],
      },
    ]);
  });
});

test('a cart shows what is no longer for sale, and leaves it out of the total', async () => {
  const user = await api.aUser();
  const [film, withdrawn] = [await shopping.aFilm(501, { genres: ['Drama'] }), await shopping.aFilm()];
  await shopping.fillCart(user, film.id, withdrawn.id);
  await api.reprice(withdrawn.id, null);
  const { body } = await user.get('/cart/');
  expect(body).toEqual({
    id: expect.any(Number),
    items: [
      {
        movie: {
          ...labelOf(film),
          year: 1999,
          price: '5.01',
          genres: [{ id: expect.any(Number), name: 'Drama' }],
        },
        added_at: '2026-01-15T12:00:00.000Z',
      },
      {
        movie: { ...labelOf(withdrawn), year: 1999, price: null, genres: [] },
        added_at: '2026-01-15T12:00:00.000Z',
      },
    ],
    total: '5.01',
  });
});

test('an empty cart is empty also for whoever has an order that is not paid', async () => {
  const user = await api.aUser();
  await shopping.anOrder(user, 999);
  expect(plain(await user.post('/orders/'))).toEqual([400, { detail: 'Cart is empty.' }]);
});

describe('checkout', () => {
  test('is not for a cancelled order', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    await user.post(`/orders/${id}/cancel/`);
    expect(plain(await user.post(`/orders/${id}/checkout/`))).toEqual([409, { detail: 'Order is not pending.' }]);
  });

  test('names every price that changed, and those alone', async () => {
    const user = await api.aUser();
    const order = await shopping.anOrder(user, 999, 501, 1);
    const [dearer, cheaper] = order.items;
    await api.reprice(dearer.movie.id, 1000);
    await api.reprice(cheaper.movie.id, 0);
    const answer = await user.post(`/orders/${order.id}/checkout/`);
    expect(plain(answer)).toEqual([
      409,
      {
        detail: 'Prices have changed since the order was placed.',
        changes: [
          { movie: dearer.movie, price_at_order: '9.99', price: '10.00' },
          { movie: cheaper.movie, price_at_order: '5.01', price: '0.00' },
        ],
      },
    ]);
    expect(Object.keys(answer.body.changes[0].movie).sort()).toEqual(namesNoOther);
    expect((await user.get(`/orders/${order.id}/`)).body.total_amount).toBe('15.01');
  });

  test('of an order that came to cost nothing pays it at once', async () => {
    const user = await api.aUser();
    const order = await shopping.anOrder(user, 999);
    await api.reprice(order.items[0].movie.id, 0);
    const { status, body } = await user.post(`/orders/${order.id}/checkout/`, { accept_changes: true });
    expect([status, new URL(body.checkout_url).pathname]).toEqual([200, '/api/v1/payments/success/']);
    expect((await user.get(`/orders/${order.id}/`)).body).toMatchObject({ status: 'paid', total_amount: '0.00' });
    expect((await user.get('/purchases/')).body.total_items).toBe(1);
    expect((await user.get('/payments/')).body.payments).toEqual([]);
  });
});

describe('a cancelled order', () => {
  test('returns to the cart what can be bought, beside what is there already', async () => {
    const user = await api.aUser();
    const order = await shopping.anOrder(user, 999, 501, 100);
    const [kept, withdrawn, owned] = order.items.map(({ movie }: { movie: Film }) => movie);
    const other = await shopping.aFilm();
    await shopping.fillCart(user, other.id);
    await api.reprice(withdrawn.id, null);
    await grant(user, owned);
    await user.post(`/orders/${order.id}/cancel/`, { return_to_cart: true });
    const { items } = (await user.get('/cart/')).body;
    expect(items.map(({ movie }: { movie: Film }) => movie.id)).toEqual([other.id, kept.id]);
  });

  test('was paid meanwhile at the gateway: it is settled, and the answer is that of a paid order', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const session = await shopping.checkOut(user, id);
    api.gateway.pay(session);
    expect(plain(await user.post(`/orders/${id}/cancel/`))).toEqual([
      409,
      { detail: 'Paid orders cannot be cancelled. Please request a refund.' },
    ]);
    expect((await user.get(`/orders/${id}/`)).body.status).toBe('paid');
    expect((await user.get('/payments/')).body.payments).toHaveLength(1);
  });
});

describe('POST /payments/webhook/', () => {
  const send = (body: string) =>
    api.anyone().post('/payments/webhook/', body, {
      [api.gateway.signatureHeader]: sign(body, 'whsec_scripted', api.clock.now()),
    });

  test.each(['', 'no json', '[]', 'null', '{}', '{"id":"evt_1"}', '{"id":7,"type":"x","data":{"object":{}}}'])(
    'refuses the payload %j, well signed',
    async (payload) => {
      expect(plain(await send(payload))).toEqual([400, { detail: 'Invalid Stripe webhook payload.' }]);
    },
  );

  test('takes note of what is of no interest, once or twice', async () => {
    const event = JSON.stringify({ id: 'evt_x', object: 'event', type: 'customer.created', data: { object: {} } });
    for (const _time of [1, 2]) expect(plain(await send(event))).toEqual([200, { message: 'Webhook handled' }]);
  });

  test('gives money back that is not what the order costs, and says so in the log', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const session = await shopping.checkOut(user, id);
    api.gateway.pay(session, Money.of(998, 'USD'));
    expect((await shopping.deliver()).status).toBe(200);
    await api.carryOutJobs();
    expect((await user.get(`/orders/${id}/`)).body.status).toBe('pending');
    expect((await user.get('/payments/')).body.payments).toMatchObject([
      { order_id: id, amount: '9.98', status: 'cancelled', items: [] },
    ]);
    expect(api.gateway.refunds).toContain(session.replace('cs_test_', 'pi_'));
    expect((await user.get('/purchases/')).body.purchases).toEqual([]);
  });
});

test.each([
  ['GET', '/cart'],
  ['GET', '/orders'],
  ['GET', '/payments'],
  ['GET', '/purchases'],
  ['GET', '/payments/success'],
  ['GET', '/payments/cancel'],
  ['DELETE', '/cart/items'],
] as const)('%s %s is answered without a slash at its end as with one', async (method, path) => {
  const user = await api.aUser();
  expect(plain(await user.call(method, path))).toEqual(plain(await user.call(method, `${path}/`)));
  expect((await user.call(method, path)).status).toBe(200);
});
