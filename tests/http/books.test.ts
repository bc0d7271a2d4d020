import { hours, Money, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';
import { plain, shoppingAt } from './support/shopping.ts';

let api: AnApi;
let shopping: ReturnType<typeof shoppingAt>;
let moderator: Caller;
let ann: Caller;
let bob: Caller;
let annsId: number;
/** Ann's: refunded on the 15th at noon, paid on the 16th at midnight; Bob's: pending, a millisecond before. */
let ids: { refunded: number; paid: number; pending: number };
/** What the gateway calls the payments. */
let externalIds: { refunded: string; paid: string };

beforeAll(async () => {
  api = await anApi();
  shopping = shoppingAt(api);
  ann = await api.aUser();
  annsId = await ann.ownId();
  bob = await api.aUser();
  const refunded = await shopping.aPaidOrder(ann);
  await ann.post(`/orders/${refunded.id}/refund/`);
  api.clock.set(new Date('2026-01-15T23:59:59.999Z'));
  for (const caller of [ann, bob]) await caller.logIn(caller.email, PASSWORD);
  const pending = (await shopping.anOrder(bob, 501)).id;
  api.clock.advance(1);
  const paid = await shopping.aPaidOrder(ann);
  ids = { refunded: refunded.id, paid: paid.id, pending };
  externalIds = { refunded: refunded.externalPaymentId, paid: paid.externalPaymentId };
  moderator = await api.aUser('moderator');
});
afterAll(() => api.close());

const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
const orders = async (query = '') => (await moderator.get(`/admin/orders/${query}`)).body.orders;
const payments = async (query = '') => (await moderator.get(`/admin/payments/${query}`)).body.payments;

describe('GET /admin/carts/{user_id}/', () => {
  test('shows what a user means to buy, as they see it', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    expect((await moderator.get(`/admin/carts/${id}/`)).body).toEqual({ id: 0, items: [], total: '0.00' });
    const film = await shopping.aFilm(999, { genres: ['Drama'] });
    await shopping.fillCart(user, film.id, (await shopping.aFilm(1)).id);
    const { status, body } = await moderator.get(`/admin/carts/${id}/`);
    expect(status).toBe(200);
    expect(body).toEqual((await user.get('/cart/')).body);
    expect(body).toMatchObject({
      total: '10.00',
      items: [{ movie: { id: film.id, genres: [{ name: 'Drama' }] } }, {}],
    });
  });

  test('knows nobody who is not there', async () => {
    for (const id of ['4711', '0', '-1', '99999999999999999999']) {
      expect(plain(await moderator.get(`/admin/carts/${id}/`))).toEqual([
        404,
        { detail: 'User with given ID was not found.' },
      ]);
    }
    const { status, body } = await moderator.get('/admin/carts/mine/');
    expect([status, body.detail]).toMatchObject([422, [{ type: 'int_parsing', loc: ['path', 'user_id'] }]]);
  });
});

test('the books are for moderators and admins', async () => {
  for (const path of ['/admin/carts/1/', '/admin/orders/', '/admin/payments/', '/admin/sales/']) {
    expect(plain(await (await api.aUser()).get(path))).toEqual([
      403,
      { detail: 'Access denied. Moderator or admin required.' },
    ]);
    expect((await api.anyone().get(path)).status).toBe(401);
    expect((await (await api.aUser('admin')).get(path)).status).toBe(200);
    expect((await moderator.get(path.slice(0, -1))).status).toBe(200);
  }
});

describe('GET /admin/orders/', () => {
  test('lists everybody’s, newest first, with whose they are', async () => {
    const all = await orders();
    expect(idsOf(all)).toEqual([ids.paid, ids.pending, ids.refunded]);
    const user = { id: annsId, email: ann.email };
    const [payment] = await payments(`?order_id=${ids.paid}`);
    const sessionOfPaid = externalIds.paid.replace('pi_', 'cs_test_');
    expect(all[0]).toEqual({
      ...(await ann.get(`/orders/${ids.paid}/`)).body,
      user,
      payments: [{ id: payment.id, status: 'successful' }],
      checkouts: [{ status: 'completed', opened_at: '2026-01-16T00:00:00.000Z', session_id: sessionOfPaid }],
    });
    expect(all[1].user).toEqual({ id: await bob.ownId(), email: bob.email });
  });

  test('tells whether anybody tried to pay', async () => {
    expect(await orders(`?order_id=${ids.pending}`)).toMatchObject([{ payments: [], checkouts: [] }]);
    const other = await anApi();
    const [user, admin] = [await other.aUser(), await other.aUser('admin')];
    const shop = shoppingAt(other);
    const { id } = await shop.anOrder(user, 499);
    const session = await shop.checkOut(user, id);
    const orderOfUser = async () => (await admin.get(`/admin/orders/?order_id=${id}`)).body.orders;
    expect(await orderOfUser()).toMatchObject([
      { id, payments: [], checkouts: [{ status: 'open', session_id: session }] },
    ]);
    await user.post(`/orders/${id}/cancel/`);
    expect(await orderOfUser()).toMatchObject([{ status: 'cancelled', checkouts: [{ status: 'expired' }] }]);
    await other.close();
  });

  test('begins with the fields of the contract, in their order', async () => {
    expect(Object.keys((await orders())[0])).toEqual([
      ...['id', 'status', 'total_amount', 'created_at', 'items', 'user', 'payments', 'checkouts'],
    ]);
  });

  test('page by page, with the filter kept in the links', async () => {
    const { body } = await moderator.get(`/admin/orders/?user_id=${annsId}&per_page=1`);
    expect(body).toMatchObject({
      orders: [{ id: ids.paid }],
      prev_page: null,
      next_page: `/admin/orders/?page=2&per_page=1&user_id=${annsId}`,
      total_pages: 2,
      total_items: 2,
    });
    const beyond = (await moderator.get('/admin/orders/?page=1000000')).body;
    expect(beyond).toMatchObject({ orders: [], total_items: 3, next_page: null });
  });
});

describe('GET /admin/payments/', () => {
  test('lists everybody’s, newest first, with whose they are', async () => {
    const all = await payments();
    expect(all.map(({ order_id: id }: { order_id: number }) => id)).toEqual([ids.paid, ids.refunded]);
    const user = { id: annsId, email: ann.email };
    const own = (await ann.get('/payments/')).body.payments;
    const more = [
      { order_status: 'paid', refund: null, external_payment_id: externalIds.paid },
      { order_status: 'cancelled', refund: 'succeeded', external_payment_id: externalIds.refunded },
    ];
    expect(all).toEqual(own.map((payment: object, index: number) => ({ ...payment, user, ...more[index] })));
    expect(all.map((payment: { refunded_at: string }) => payment.refunded_at)).toEqual([
      null,
      '2026-01-15T12:00:00.000Z',
    ]);
  });

  test('begins with the fields of the contract, in their order', async () => {
    const fields = ['id', 'order_id', 'amount', 'currency', 'status', 'created_at', 'items'];
    const more = ['user', 'refunded_at', 'refund', 'order_status', 'external_payment_id'];
    expect(Object.keys((await payments())[0])).toEqual([...fields, ...more]);
    expect(Object.keys((await ann.get('/payments/')).body.payments[0])).toEqual([...fields, 'refunded_at']);
  });

  test('tells how far a refund has come, and of money that could not be taken that it goes back', async () => {
    const other = await anApi();
    const [user, admin] = [await other.aUser(), await other.aUser('admin')];
    const shop = shoppingAt(other);
    const { id } = await shop.aPaidOrder(user);
    const seen = async (order: number) =>
      (await admin.get(`/admin/payments/?order_id=${order}`)).body.payments.map(
        ({ status, refund, refunded_at: at }: Record<string, unknown>) => [status, refund, at],
      );
    other.gateway.refuseRefunds();
    await user.post(`/orders/${id}/refund/`);
    expect(await seen(id)).toEqual([['successful', 'failed', null]]);
    other.gateway.acceptRefunds();
    other.gateway.goDown();
    await user.post(`/orders/${id}/refund/`);
    other.gateway.comeBack();
    expect(await seen(id)).toEqual([['successful', 'requested', null]]);

    const second = await shop.anOrder(user, 999);
    other.gateway.pay(await shop.checkOut(user, second.id), Money.of(1, 'USD'));
    await shop.deliver();
    expect(await seen(second.id)).toEqual([['cancelled', 'requested', null]]);
    await other.carryOutJobs();
    expect(await seen(second.id)).toEqual([['cancelled', 'succeeded', '2026-01-15T12:00:00.000Z']]);
    await other.close();
  });

  test('by status', async () => {
    expect(await payments('?status=refunded')).toMatchObject([{ order_id: ids.refunded }]);
    expect(await payments('?status=successful')).toMatchObject([{ order_id: ids.paid }]);
    expect(await payments('?status=cancelled')).toEqual([]);
  });

  test('by whoever paid, and when', async () => {
    expect(await payments(`?email=${encodeURIComponent(bob.email)}`)).toEqual([]);
    expect(await payments(`?email=${encodeURIComponent(ann.email.toUpperCase())}`)).toHaveLength(2);
    expect(await payments(`?user_id=${annsId}&created_at=2026-01-16`)).toMatchObject([{ order_id: ids.paid }]);
    expect(await payments('?created_to=2026-01-15')).toMatchObject([{ order_id: ids.refunded }]);
  });
});

describe('orders are found', () => {
  test.each([
    ['status=paid', ['paid']],
    ['status=pending', ['pending']],
    ['status=cancelled', ['refunded']],
    ['created_at=2026-01-15', ['pending', 'refunded']],
    ['created_at=2026-01-16', ['paid']],
    ['created_at=2026-01-14', []],
    ['created_from=2026-01-15', ['paid', 'pending', 'refunded']],
    ['created_from=2026-01-16', ['paid']],
    ['created_from=2026-01-16T00:00:00Z', ['paid']],
    ['created_from=2026-01-16T00:00:00.001Z', []],
    ['created_from=2026-01-16T01:00:00%2B01:00', ['paid']],
    ['created_from=2026-01-16T01:00:00+01:00', ['paid']],
    ['created_from=2026-01-15T23:59', ['paid', 'pending']],
    ['created_from=2026-01-15%2023:59:59.999', ['paid', 'pending']],
    ['created_to=2026-01-15', ['pending', 'refunded']],
    ['created_to=2026-01-16', ['paid', 'pending', 'refunded']],
    ['created_to=2026-01-15T23:59:59.999Z', ['pending', 'refunded']],
    ['created_to=2026-01-15T23:59:59.998Z', ['refunded']],
    ['created_to=2026-01-14', []],
    ['created_from=2026-01-15T13:00:00Z&created_to=2026-01-15T23:59:59.999Z', ['pending']],
    ['created_from=2026-01-16&created_to=2026-01-15', []],
    ['created_at=2026-01-15&created_from=2026-01-15T13:00:00Z', ['pending']],
    ['created_at=2026-01-15&status=cancelled', ['refunded']],
    ['created_from=0001-01-01&created_to=9999-12-31', ['paid', 'pending', 'refunded']],
    ['created_to=9999-12-31T23:59:59.999Z', ['paid', 'pending', 'refunded']],
    ['user_id=99999999999999999999', []],
    ['email=%25', []],
    ['email=_', []],
    ['email=', ['paid', 'pending', 'refunded']],
  ] as const)('%s', async (query, expected) => {
    expect(idsOf(await orders(`?${query}`))).toEqual(expected.map((name) => ids[name]));
  });

  test('by whose they are', async () => {
    const [name = ''] = bob.email.split('@');
    expect(idsOf(await orders(`?user_id=${annsId}`))).toEqual([ids.paid, ids.refunded]);
    expect(idsOf(await orders(`?email=${name}%40`))).toEqual([ids.pending]);
    expect(idsOf(await orders(`?email=${name.toUpperCase()}%40EXAMPLE.COM`))).toEqual([ids.pending]);
    expect(await orders(`?email=${name}%40&user_id=${annsId}`)).toEqual([]);
  });

  test('by the number that stands on the receipt, as their payments are', async () => {
    expect(idsOf(await orders(`?order_id=${ids.refunded}`))).toEqual([ids.refunded]);
    expect(await payments(`?order_id=${ids.refunded}`)).toMatchObject([{ order_id: ids.refunded }]);
    expect(await orders(`?order_id=${ids.refunded}&status=paid`)).toEqual([]);
    for (const none of ['4711', '99999999999999999999']) {
      expect(await orders(`?order_id=${none}`)).toEqual([]);
      expect(await payments(`?order_id=${none}`)).toEqual([]);
    }
  });

  test('by nobody’s name once their person is erased', async () => {
    const erased = await anApi();
    const user = await erased.aUser();
    const { id } = await shoppingAt(erased).aPaidOrder(user);
    await user.delete('/accounts/me/', { password: PASSWORD });
    const admin = await erased.aUser('admin');
    expect((await admin.get('/admin/orders/')).body.orders).toMatchObject([{ id, user: null }]);
    expect((await admin.get('/admin/payments/')).body.payments).toMatchObject([{ order_id: id, user: null }]);
    expect((await admin.get('/admin/orders/?email=person')).body.orders).toEqual([]);
    expect((await admin.get(`/admin/orders/?order_id=${id}`)).body.orders).toMatchObject([{ id, user: null }]);
    await erased.close();
  });
});

const moment = 'datetime_from_date_parsing';
describe.each(['/admin/orders/', '/admin/payments/'])('%s refuses', (path) => {
  test.each([
    ['user_id=me', 'user_id', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['user_id=0', 'user_id', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    ['order_id=one', 'order_id', 'int_parsing'],
    ['order_id=0', 'order_id', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    ['page=0', 'page', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    ['per_page=101', 'per_page', 'less_than_equal', 'Input should be less than or equal to 100'],
    ['created_at=2026-01-15T12:00:00Z', 'created_at', 'date_from_datetime_parsing'],
    ['created_at=15.01.2026', 'created_at', 'date_from_datetime_parsing'],
    [
      'created_at=2026-02-30',
      'created_at',
      'date_from_datetime_parsing',
      'Input should be a valid date or datetime, day value is outside expected range',
    ],
    ['created_at=', 'created_at', 'date_from_datetime_parsing'],
    ['created_from=yesterday', 'created_from', moment, 'Input should be a valid datetime or date, input is too short'],
    [
      'created_from=2026-13-01',
      'created_from',
      moment,
      'Input should be a valid datetime or date, month value is outside expected range of 1-12',
    ],
    [
      'created_from=2026-02-30',
      'created_from',
      moment,
      'Input should be a valid datetime or date, day value is outside expected range',
    ],
    [
      'created_from=2026-02-30T10:00:00Z',
      'created_from',
      moment,
      'Input should be a valid datetime or date, unexpected extra characters at the end of the input',
    ],
    ['created_to=2026-01-15T24:01:00Z', 'created_to', moment],
    ['created_to=2026-01-15T12', 'created_to', moment],
    ['created_to=2026-01-15T12:00:00%2B99:00', 'created_to', moment],
    ['created_to=1768478400', 'created_to', moment],
    ['created_from=', 'created_from', moment],
    ['status=open', 'status', 'literal_error'],
    ['status=', 'status', 'literal_error'],
    ['status=PAID', 'status', 'literal_error'],
    [`email=${'x'.repeat(256)}`, 'email', 'string_too_long', 'String should have at most 255 characters'],
    ['email=%00', 'email', 'value_error'],
  ] as const)('%s', async (query, field, type, msg?) => {
    const { status, body } = await moderator.get(`${path}?${query}`);
    expect([status, body.detail]).toMatchObject([422, [{ type, loc: ['query', field] }]]);
    if (msg !== undefined) expect(body.detail[0].msg).toBe(msg);
  });

  test('all that is wrong at once', async () => {
    const { body } = await moderator.get(`${path}?user_id=x&created_from=x&created_at=x&status=x`);
    expect(body.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual([
      'user_id',
      'created_from',
      'created_at',
      'status',
    ]);
  });
});

test('what lies between two moments is the same by any offset', async () => {
  const noon = new Date('2026-01-15T12:00:00Z').getTime();
  for (const offset of [-hours(12), -minutes(210), 0, minutes(345), hours(14)]) {
    const local = new Date(noon + offset).toISOString().slice(0, -1);
    const sign = offset < 0 ? '-' : '+';
    const clock = new Date(Math.abs(offset)).toISOString().slice(11, 16);
    const query = new URLSearchParams({
      created_from: `${local}${sign}${clock}`,
      created_to: `${local}${sign}${clock}`,
    });
    expect(idsOf(await orders(`?${query}`))).toEqual([ids.refunded]);
  }
});
