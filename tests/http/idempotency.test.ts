import { hours, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';
import { plain, shoppingAt } from './support/shopping.ts';

let api: AnApi;
let shopping: ReturnType<typeof shoppingAt>;
beforeAll(async () => {
  api = await anApi();
  shopping = shoppingAt(api);
});
afterAll(() => api.close());

let keys = 0;
const aKey = () => {
  keys += 1;
  return `a key ${keys}`;
};
const post = (user: Caller, path: string, key: string, body?: unknown) =>
  user.post(path, body, { 'idempotency-key': key });
const inProgress = [409, { detail: 'A request with this idempotency key is in progress.' }];
const reused = [422, { detail: 'Idempotency key was used for another request.' }];
const unavailable = [503, { detail: 'The payment service is not available. Please try again later.' }];

/** Fails one of the transactions to come, the first being 1. */
function failTransaction(which: number) {
  const { unitOfWork } = api.ports;
  const run = unitOfWork.run.bind(unitOfWork);
  let count = 0;
  const spy = vi.spyOn(unitOfWork, 'run').mockImplementation(async (work) => {
    count += 1;
    if (count === which) throw new Error('the disk is full');
    return run(work);
  });
  return () => spy.mockRestore();
}

describe('a copy of a request under its Idempotency-Key gets the first answer again, and nothing is done twice:', () => {
  test('POST /orders/', async () => {
    const user = await api.aUser();
    const key = aKey();
    const gone = await shopping.aFilm(500);
    await shopping.fillCart(user, (await shopping.aFilm()).id, gone.id);
    await api.reprice(gone.id, null);
    const first = await post(user, '/orders/', key);
    await user.post(`/orders/${first.body.id}/cancel/`, { return_to_cart: true });
    const copy = await post(user, '/orders/', key);

    expect(first.status).toBe(201);
    expect(first.body.excluded).toEqual([{ movie: expect.objectContaining({ id: gone.id }), reason: 'not for sale' }]);
    expect(plain(copy)).toEqual(plain(first));
    expect(copy.headers['content-type']).toBe(first.headers['content-type']);
    expect([first, copy].map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, 'true']);
    expect([first, copy].map(({ headers }) => headers['location'])).toEqual(
      Array(2).fill(`/api/v1/orders/${first.body.id}/`),
    );
    expect((await user.get('/orders/')).body.total_items).toBe(1);
    expect((await user.get('/cart/')).body.items).toHaveLength(1);
  });

  test('POST /orders/{id}/checkout/', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const key = aKey();
    const first = await post(user, `/orders/${id}/checkout/`, key);
    await user.post(`/orders/${id}/cancel/`);
    expect(first.status).toBe(200);
    expect(plain(await post(user, `/orders/${id}/checkout/`, key))).toEqual(plain(first));
    expect((await user.post(`/orders/${id}/checkout/`)).status).toBe(409);
  });

  test('POST /orders/{id}/cancel/', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const key = aKey();
    const first = await post(user, `/orders/${id}/cancel/`, key, { return_to_cart: true });
    await user.delete('/cart/items/');
    const copy = await post(user, `/orders/${id}/cancel/`, key, { return_to_cart: true });
    expect(plain(first)).toEqual([200, { message: 'Order successfully cancelled.' }]);
    expect(plain(copy)).toEqual(plain(first));
    expect((await user.get('/cart/')).body.items).toEqual([]);
  });

  test('POST /orders/{id}/refund/', async () => {
    const user = await api.aUser();
    const { id } = await shopping.aPaidOrder(user);
    const key = aKey();
    const answers = [1, 2].map(() => post(user, `/orders/${id}/refund/`, key));
    for (const answer of await Promise.all(answers)) {
      expect(plain(answer)).toEqual([200, { message: 'Order successfully refunded.' }]);
    }
    expect((await post(user, `/orders/${id}/refund/`, aKey())).status).toBe(409);
  });

  test('also where the answer was a refusal', async () => {
    const user = await api.aUser();
    const key = aKey();
    const first = await post(user, '/orders/', key);
    await shopping.fillCart(user, (await shopping.aFilm()).id);
    expect(plain(first)).toEqual([400, { detail: 'Cart is empty.' }]);
    expect(plain(await post(user, '/orders/', key))).toEqual(plain(first));
    expect((await user.post('/orders/')).status).toBe(201);

    const notFound = await post(user, '/orders/4711/cancel/', aKey());
    expect(plain(notFound)).toEqual([404, { detail: 'Order with given ID was not found.' }]);
  });

  test('with what a refusal says beside its sentence', async () => {
    const user = await api.aUser();
    const order = await shopping.anOrder(user, 999);
    await api.reprice(order.items[0].movie.id, 1250);
    const key = aKey();
    const first = await post(user, `/orders/${order.id}/checkout/`, key, { accept_changes: false });
    await api.reprice(order.items[0].movie.id, 999);
    expect(first.body.changes).toHaveLength(1);
    expect(plain(await post(user, `/orders/${order.id}/checkout/`, key, { accept_changes: false }))).toEqual(
      plain(first),
    );
  });

  test('with or without a slash at the end of the path', async () => {
    const user = await api.aUser();
    await shopping.fillCart(user, (await shopping.aFilm()).id);
    const key = aKey();
    const first = await post(user, '/orders', key);
    expect(first.status).toBe(201);
    expect(plain(await post(user, '/orders/', key))).toEqual(plain(first));
  });

  test('for 24 hours', async () => {
    const day = await anApi();
    const { aFilm, fillCart } = shoppingAt(day);
    const user = await day.aUser();
    const first = await post(user, '/orders/', 'mine');
    await fillCart(user, (await aFilm()).id);
    day.clock.advance(hours(24) - 1);
    await user.logIn(user.email, PASSWORD);
    expect(plain(await post(user, '/orders/', 'mine'))).toEqual(plain(first));
    day.clock.advance(1);
    expect((await post(user, '/orders/', 'mine')).status).toBe(201);
    await day.close();
  });
});

describe('a key', () => {
  test('is for one path and one body', async () => {
    const user = await api.aUser();
    const [one, other] = [await shopping.aPaidOrder(user), await shopping.aPaidOrder(user)];
    const key = aKey();
    const first = await post(user, `/orders/${one.id}/cancel/`, key, { return_to_cart: false });
    for (const [path, body] of [
      [`/orders/${one.id}/cancel/`, { return_to_cart: true }],
      [`/orders/${one.id}/cancel/`, undefined],
      [`/orders/${other.id}/cancel/`, { return_to_cart: false }],
      [`/orders/${one.id}/refund/`, undefined],
      ['/orders/', undefined],
    ] as const) {
      expect(plain(await post(user, path, key, body))).toEqual(reused);
    }
    expect(plain(await post(user, `/orders/${one.id}/cancel/`, key, { return_to_cart: false }))).toEqual(plain(first));
    expect((await user.get(`/orders/${one.id}/`)).body.status).toBe('paid');
  });

  test('is a user’s own', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    const key = aKey();
    for (const who of [user, other]) await shopping.fillCart(who, (await shopping.aFilm()).id);
    const [mine, theirs] = [await post(user, '/orders/', key), await post(other, '/orders/', key)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
    const anotherRequest = await post(other, `/orders/${theirs.body.id}/cancel/`, key);
    expect(plain(anotherRequest)).toEqual(reused);
  });

  test('is 1–255 characters of any sort', async () => {
    const user = await api.aUser();
    for (const [key, type] of [
      ['', 'string_too_short'],
      ['k'.repeat(256), 'string_too_long'],
    ] as const) {
      const { status, body } = await post(user, '/orders/', key);
      expect([status, body.detail]).toMatchObject([422, [{ type, loc: ['header', 'idempotency-key'], input: key }]]);
    }
    for (const key of ['k', 'k'.repeat(255), '"quoted"', "'; drop table idempotency_keys; --", 'Ünïcödé', '%00\\0']) {
      const first = await post(user, '/orders/', key);
      expect(plain(first)).toEqual([400, { detail: 'Cart is empty.' }]);
      expect(plain(await post(user, '/orders/', key))).toEqual(plain(first));
    }
  });

  test('is told as faulty together with whatever else is', async () => {
    const { status, body } = await post(await api.aUser(), '/orders/first/checkout/', '', { accept_changes: 1 });
    expect(status).toBe(422);
    expect(body.detail.map(({ loc }: { loc: string[] }) => loc)).toEqual([
      ['header', 'idempotency-key'],
      ['path', 'id'],
      ['body', 'accept_changes'],
    ]);
  });

  test('means nothing where requests are not repeated like this', async () => {
    const user = await api.aUser();
    const key = aKey();
    const { id } = await shopping.aFilm();
    expect((await post(user, '/cart/items/', key, { movie_id: id })).status).toBe(201);
    expect((await post(user, '/cart/items/', key, { movie_id: id })).status).toBe(409);
    expect((await user.get('/orders/', { 'idempotency-key': '' })).status).toBe(200);
  });

  test('goes with its user', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    await post(user, '/orders/', aKey());
    const stored = () =>
      api.database.writer.selectFrom('idempotency_keys').selectAll().where('user_id', '=', id).execute();
    expect(await stored()).toHaveLength(1);
    await user.delete('/accounts/me/', { password: PASSWORD });
    expect(await stored()).toEqual([]);
  });

  test.each([
    ['without a token', () => ({}), 401],
    ['whose input is faulty', (user: Caller) => ({ authorization: `Bearer ${user.accessToken}` }), 422],
  ])('is not spent on a request %s', async (_which, headers, status) => {
    const user = await api.aUser();
    const key = { 'idempotency-key': aKey() };
    const refused = await api.anyone().post('/orders/', { nothing: 1 }, { ...headers(user), ...key });
    expect(refused.status).toBe(status);
    expect(plain(await user.post('/orders/', undefined, key))).toEqual([400, { detail: 'Cart is empty.' }]);
  });
});

describe('a copy that finds the first request', () => {
  test('at work waits for its answer', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const key = aKey();
    const held = api.gateway.holdAnswers();
    const first = post(user, `/orders/${id}/checkout/`, key);
    await held.asked;
    const wait = vi.spyOn(api.clock, 'wait').mockImplementationOnce(async () => {
      held.release();
      await first;
    });
    const copy = await post(user, `/orders/${id}/checkout/`, key);
    expect((await first).status).toBe(200);
    expect(plain(copy)).toEqual(plain(await first));
    expect(wait).toHaveBeenCalledTimes(1);
    wait.mockRestore();
  });

  test('at work waits ten seconds, is told so, and may ask again', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const key = aKey();
    const held = api.gateway.holdAnswers();
    const first = post(user, `/orders/${id}/checkout/`, key);
    await held.asked;
    const arrived = api.clock.now().getTime();
    expect(plain(await post(user, `/orders/${id}/checkout/`, key))).toEqual(inProgress);
    expect(api.clock.now().getTime() - arrived).toBe(seconds(10));
    // Another body is no copy, and is told so at once.
    expect(plain(await post(user, `/orders/${id}/checkout/`, key, {}))).toEqual(reused);
    held.release();
    expect((await first).status).toBe(200);
    expect(plain(await post(user, `/orders/${id}/checkout/`, key))).toEqual(plain(await first));
  });

  test('failed, by our fault or by another’s, tries again at once', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const key = aKey();
    api.gateway.goDown();
    expect(plain(await post(user, `/orders/${id}/checkout/`, key))).toEqual(unavailable);
    api.gateway.comeBack();
    api.clock.advance(seconds(30));
    const restore = failTransaction(2);
    expect((await post(user, `/orders/${id}/checkout/`, key)).status).toBe(500);
    restore();
    const before = api.clock.now();
    expect((await post(user, `/orders/${id}/checkout/`, key)).status).toBe(200);
    expect(api.clock.now()).toEqual(before);
  });

  test('unanswered for half a minute takes its place, and answers by what was done', async () => {
    const user = await api.aUser();
    await shopping.fillCart(user, (await shopping.aFilm()).id);
    const key = aKey();
    // The third transaction would keep the answer.
    const restore = failTransaction(3);
    const first = await post(user, '/orders/', key);
    restore();
    expect(first.status).toBe(201);
    expect(plain(await post(user, '/orders/', key))).toEqual(inProgress);
    api.clock.advance(seconds(20));
    expect(plain(await post(user, '/orders/', key))).toEqual(plain(first));
    expect((await user.get('/orders/')).body.total_items).toBe(1);
    expect(plain(await post(user, '/orders/', key))).toEqual(plain(first));
  });

  test('dead before its work was done does it', async () => {
    const user = await api.aUser();
    const { id } = await shopping.anOrder(user, 999);
    const key = aKey();
    const held = api.gateway.holdAnswers();
    const first = post(user, `/orders/${id}/checkout/`, key);
    await held.asked;
    api.clock.advance(seconds(30));
    const copy = post(user, `/orders/${id}/checkout/`, key);
    held.release();
    // One of the two opens the session, and no other is open besides.
    const statuses = (await Promise.all([first, copy])).map(({ status }) => status);
    expect(statuses).toContain(200);
    const open = await api.database.writer
      .selectFrom('checkout_sessions')
      .select('external_id')
      .where('order_id', '=', id)
      .where('status', 'in', ['open', 'opening'])
      .execute();
    expect(open).toHaveLength(1);
  });
});

test('of many copies that arrive at once one is carried out, and all are answered alike', async () => {
  const user = await api.aUser();
  await shopping.fillCart(user, (await shopping.aFilm()).id);
  const key = aKey();
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(user, '/orders/', key)));
  const [first] = answers.filter(({ status }) => status === 201);
  expect(first).toBeDefined();
  // The clock passes ten seconds for whoever waits a hundred times; they may ask again.
  for (const answer of answers) expect([plain(first ?? answer), inProgress]).toContainEqual(plain(answer));
  expect(plain(await post(user, '/orders/', key))).toEqual(first && plain(first));
  expect((await user.get('/orders/')).body.total_items).toBe(1);
});
