import { Money, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

let films = 0;
/** A film with a name of its own, by its price in cents. */
function aFilm(minor: number | null = 999) {
  films += 1;
  return api.aMovie({ name: `Film ${films}`, price: minor === null ? null : Money.of(minor, 'USD') });
}

async function anOrder(user: Caller, ...prices: readonly number[]) {
  for (const price of prices) await user.post('/cart/items/', { movie_id: (await aFilm(price)).id });
  return (await user.post('/orders/')).body;
}

/** Pays at the gateway and delivers its webhook. */
async function pay(url: string) {
  api.gateway.pay(url.slice(url.lastIndexOf('/') + 1));
  const webhook = api.gateway.webhooks.at(-1);
  await api
    .anyone()
    .post('/payments/webhook/', webhook?.rawBody, { [api.gateway.signatureHeader]: webhook?.signature ?? '' });
}

describe('/cart/', () => {
  test('is empty before anything was put into it', async () => {
    const user = await api.aUser();
    expect(await user.get('/cart/')).toMatchObject({ status: 200, body: { items: [], total: '0.00' } });
  });

  test('takes movies by id or uuid, and answers with all that is in it', async () => {
    const user = await api.aUser();
    const [one, other] = [await aFilm(999), await aFilm(1)];
    await user.post('/cart/items/', { movie_id: one.id });
    const { status, body } = await user.post('/cart/items/', { movie_uuid: other.uuid.toUpperCase() });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      items: [
        { movie: { ...one, name: expect.any(String), year: 1999, price: '9.99', genres: [] } },
        { movie: { ...other, price: '0.01' } },
      ],
      total: '10.00',
    });
    expect((await user.get('/cart/')).body).toEqual(body);
  });

  test('takes a movie once, and none that is not there or not for sale', async () => {
    const user = await api.aUser();
    const { id } = await aFilm();
    await user.post('/cart/items/', { movie_id: id });
    const tries = [
      [{ movie_id: id }, 409, 'Movie already in cart.'],
      [{ movie_id: (await aFilm(null)).id }, 400, 'Movie is not for sale.'],
      [{ movie_id: 4711 }, 404, 'Movie with the given ID was not found.'],
      [{ movie_id: 99999999999 }, 404, 'Movie with the given ID was not found.'],
      [{ movie_id: -1 }, 404, 'Movie with the given ID was not found.'],
      [{ movie_uuid: '00000000-0000-4000-8000-999999999999' }, 404, 'Movie with the given ID was not found.'],
    ] as const;
    for (const [body, status, detail] of tries) {
      const answer = await user.post('/cart/items/', body);
      expect([answer.status, answer.body]).toEqual([status, { detail }]);
    }
  });

  test('takes none that was ordered or bought', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999);
    const [{ movie }] = order.items;
    const pending = await user.post('/cart/items/', { movie_id: movie.id });
    expect([pending.status, pending.body]).toEqual([
      400,
      { detail: 'Movie is currently in the order in the pending status.' },
    ]);
    await pay((await user.post(`/orders/${order.id}/checkout/`)).body.checkout_url);
    const bought = await user.post('/cart/items/', { movie_id: movie.id });
    expect([bought.status, bought.body]).toEqual([400, { detail: 'Movie already purchased.' }]);
  });

  test.each([
    [{}, 'missing', 'movie_id'],
    [{ movie_id: '1' }, 'int_type', 'movie_id'],
    [{ movie_id: null }, 'int_type', 'movie_id'],
    [{ movie_uuid: 'x' }, 'uuid_parsing', 'movie_uuid'],
    [{ movie_id: 1, movie_uuid: '00000000-0000-4000-8000-000000000001' }, 'extra_forbidden', 'movie_uuid'],
    [{ movie: 1 }, 'extra_forbidden', 'movie'],
  ])('refuses %j', async (body, type, field) => {
    const answer = await (await api.aUser()).post('/cart/items/', body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ type, loc: ['body', field] }]);
  });

  test('gives a movie back, and all of them', async () => {
    const user = await api.aUser();
    const [one, other] = [await aFilm(), await aFilm()];
    for (const { id } of [one, other]) await user.post('/cart/items/', { movie_id: id });
    expect(await user.delete(`/cart/items/${one.uuid}/`)).toMatchObject({
      status: 200,
      body: { message: 'Movie removed from cart.' },
    });
    for (const gone of [one.id, 4711, '99999999999999999999']) {
      const answer = await user.delete(`/cart/items/${gone}/`);
      expect([answer.status, answer.body]).toEqual([404, { detail: 'Movie not found in cart.' }]);
    }
    const cleared = await user.delete('/cart/items/');
    expect([cleared.status, cleared.body]).toEqual([200, { message: 'All movies removed from cart.' }]);
    expect((await user.get('/cart/')).body.items).toEqual([]);
  });

  test('is its owner’s alone', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    await user.post('/cart/items/', { movie_id: (await aFilm()).id });
    expect((await other.get('/cart/')).body.items).toEqual([]);
  });
});

describe('POST /orders/', () => {
  test('orders what is in the cart, and empties it', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999, 501);
    expect(order).toMatchObject({ status: 'pending', total_amount: '15.00', excluded: [] });
    expect(order.items).toMatchObject([{ price_at_order: '9.99' }, { price_at_order: '5.01' }]);
    expect((await user.get('/cart/')).body.items).toEqual([]);
  });

  test('needs something in the cart, and no unpaid order', async () => {
    const user = await api.aUser();
    const empty = await user.post('/orders/');
    expect([empty.status, empty.body]).toEqual([400, { detail: 'Cart is empty.' }]);
    await anOrder(user, 999);
    await user.post('/cart/items/', { movie_id: (await aFilm()).id });
    const second = await user.post('/orders/');
    expect([second.status, second.body]).toEqual([400, { detail: 'You already have an unpaid (pending) order.' }]);
  });

  test('of what costs nothing is paid at once', async () => {
    const user = await api.aUser();
    expect(await anOrder(user, 0)).toMatchObject({ status: 'paid', total_amount: '0.00' });
    expect((await user.get('/purchases/')).body.purchases).toHaveLength(1);
    expect((await user.get('/payments/')).body.payments).toEqual([]);
  });

  test('takes no fields', async () => {
    const answer = await (await api.aUser()).post('/orders/', { user_id: 1 });
    expect(answer.body.detail).toMatchObject([{ type: 'extra_forbidden', loc: ['body', 'user_id'] }]);
  });
});

describe('GET /orders/', () => {
  test('lists one’s own, newest first, page by page', async () => {
    const user = await api.aUser();
    for (let count = 0; count < 3; count += 1) await anOrder(user, 0);
    const { body } = await user.get('/orders/?per_page=2');
    expect(body).toMatchObject({
      prev_page: null,
      next_page: '/orders/?page=2&per_page=2',
      total_pages: 2,
      total_items: 3,
    });
    const ids = body.orders.map(({ id }: { id: number }) => id);
    expect(ids).toEqual([...ids].sort((one, other) => other - one));
    expect((await user.get('/orders/?page=77')).body).toMatchObject({ orders: [], total_items: 3 });
    expect((await (await api.aUser()).get('/orders/')).body).toMatchObject({
      orders: [],
      total_items: 0,
      total_pages: 0,
    });
  });

  test('shows one, to its owner alone', async () => {
    const [user, other] = [await api.aUser(), await api.aUser('admin')];
    const { excluded, ...order } = await anOrder(user, 999);
    expect(excluded).toEqual([]);
    expect((await user.get(`/orders/${order.id}/`)).body).toEqual(order);
    for (const [who, id] of [
      [other, order.id],
      [user, 4711],
      [user, '99999999999999999999'],
    ] as const) {
      const answer = await who.get(`/orders/${id}/`);
      expect([answer.status, answer.body]).toEqual([404, { detail: 'Order with given ID was not found.' }]);
    }
    expect((await user.get('/orders/first/')).body.detail).toMatchObject([
      { type: 'int_parsing', loc: ['path', 'id'] },
    ]);
  });
});

describe('POST /orders/{id}/checkout/', () => {
  test('says where to pay, and the same when asked again', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999);
    const { status, body } = await user.post(`/orders/${order.id}/checkout/`);
    expect(status).toBe(200);
    expect(body.checkout_url).toMatch(/^https:\/\/pay\.example\/cs_test_/);
    const wait = new Date(body.expires_at).getTime() - api.clock.now().getTime();
    expect(wait).toBeGreaterThan(minutes(30) - 1);
    expect((await user.post(`/orders/${order.id}/checkout/`, {})).body).toEqual(body);
  });

  test('is for a pending order of one’s own', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 0);
    const paid = await user.post(`/orders/${order.id}/checkout/`);
    expect([paid.status, paid.body]).toEqual([409, { detail: 'Order is not pending.' }]);
    for (const [who, id] of [
      [await api.aUser(), order.id],
      [user, 4711],
    ] as const) {
      expect(await who.post(`/orders/${id}/checkout/`)).toMatchObject({
        status: 404,
        body: { detail: 'Order with given ID was not found.' },
      });
    }
  });

  test('names prices that changed, and takes them where they are accepted', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999);
    const [{ movie }] = order.items;
    await api.reprice(movie.id, 1250);
    const refused = await user.post(`/orders/${order.id}/checkout/`, { accept_changes: false });
    expect([refused.status, refused.body]).toEqual([
      409,
      {
        detail: 'Prices have changed since the order was placed.',
        changes: [{ movie, price_at_order: '9.99', price: '12.50' }],
      },
    ]);
    expect((await user.post(`/orders/${order.id}/checkout/`, { accept_changes: true })).status).toBe(200);
    expect((await user.get(`/orders/${order.id}/`)).body.total_amount).toBe('12.50');
  });

  test('is not for a total that the payment service does not take', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 49);
    const answer = await user.post(`/orders/${order.id}/checkout/`);
    expect([answer.status, answer.body]).toEqual([
      409,
      { detail: 'The total is below what the payment service accepts.' },
    ]);
  });

  test('waits for the payment service, while that is down', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999);
    api.gateway.goDown();
    const answer = await user.post(`/orders/${order.id}/checkout/`);
    api.gateway.comeBack();
    expect([answer.status, answer.body]).toEqual([
      503,
      { detail: 'The payment service is not available. Please try again later.' },
    ]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await user.get(`/orders/${order.id}/`)).body.status).toBe('pending');
  });

  test.each([
    [{ accept_changes: 'yes' }, 'bool_type'],
    [{ accept: true }, 'extra_forbidden'],
    ['[]', 'model_attributes_type'],
  ])('refuses %j', async (body, type) => {
    const answer = await (await api.aUser()).post('/orders/1/checkout/', body);
    expect([answer.status, answer.body.detail[0].type]).toEqual([422, type]);
  });
});

describe('POST /orders/{id}/cancel/', () => {
  test('cancels, once', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999);
    expect(await user.post(`/orders/${order.id}/cancel/`)).toMatchObject({
      status: 200,
      body: { message: 'Order successfully cancelled.' },
    });
    const again = await user.post(`/orders/${order.id}/cancel/`);
    expect([again.status, again.body]).toEqual([409, { detail: 'Order is already cancelled.' }]);
    expect((await user.get('/cart/')).body.items).toEqual([]);
  });

  test('puts what can still be bought back into the cart, where that is wanted', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999, 500);
    await api.reprice(order.items[1].movie.id, null);
    await user.post(`/orders/${order.id}/cancel/`, { return_to_cart: true });
    expect((await user.get('/cart/')).body.items).toMatchObject([{ movie: { id: order.items[0].movie.id } }]);
  });

  test('is not for a paid order, nor another’s', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 0);
    const paid = await user.post(`/orders/${order.id}/cancel/`);
    expect([paid.status, paid.body]).toEqual([
      409,
      { detail: 'Paid orders cannot be cancelled. Please request a refund.' },
    ]);
    const other = await (await api.aUser()).post(`/orders/${order.id}/cancel/`);
    expect([other.status, other.body]).toEqual([404, { detail: 'Order with given ID was not found.' }]);
  });

  test('leaves the order alone while the payment service does not answer', async () => {
    const user = await api.aUser();
    const order = await anOrder(user, 999);
    await user.post(`/orders/${order.id}/checkout/`);
    api.gateway.goDown();
    const answer = await user.post(`/orders/${order.id}/cancel/`);
    api.gateway.comeBack();
    expect([answer.status, answer.body]).toEqual([
      503,
      { detail: 'The payment service is not available. Please try again later.' },
    ]);
    expect((await user.get(`/orders/${order.id}/`)).body.status).toBe('pending');
  });
});
