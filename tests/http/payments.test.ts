import { DatabaseUnavailable } from '@online-cinema/application/ports';
import { Money, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

let films = 0;
async function aCheckout(user: Caller) {
  films += 1;
  const movie = await api.aMovie({ name: `Film ${films}`, price: Money.of(999, 'USD') });
  await user.post('/cart/items/', { movie_id: movie.id });
  const { id } = (await user.post('/orders/')).body;
  const { checkout_url } = (await user.post(`/orders/${id}/checkout/`)).body;
  return { order: id, movie, session: checkout_url.slice(checkout_url.lastIndexOf('/') + 1) };
}

function deliver(webhook = api.gateway.webhooks.at(-1)) {
  return api.anyone().post('/payments/webhook/', webhook?.rawBody, { 'stripe-signature': webhook?.signature ?? '' });
}

async function aPayment(user: Caller) {
  const checkout = await aCheckout(user);
  api.gateway.pay(checkout.session);
  await deliver();
  return checkout;
}

describe('POST /payments/webhook/', () => {
  test('of a payment pays the order, records it, fills the library and sends the receipt', async () => {
    const user = await api.aUser();
    const { order, movie, session } = await aCheckout(user);
    api.gateway.pay(session);
    expect(await deliver()).toMatchObject({ status: 200, body: { message: 'Webhook handled' } });
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('paid');
    expect((await user.get('/payments/')).body.payments).toHaveLength(1);
    expect((await user.get('/purchases/')).body.purchases).toMatchObject([{ movie: { id: movie.id } }]);
    await api.carryOutJobs();
    expect(api.mailer.sent.filter(({ to }) => to === user.email)).toMatchObject([{ subject: 'Payment Received' }]);
  });

  test('is handled, and does nothing more, however often it comes', async () => {
    const user = await api.aUser();
    await aPayment(user);
    for (const answer of await Promise.all([deliver(), deliver(), deliver()])) expect(answer.status).toBe(200);
    expect((await user.get('/payments/')).body.payments).toHaveLength(1);
  });

  test('is handled where it is of no interest', async () => {
    const { session } = await aCheckout(await api.aUser());
    api.gateway.decline(session);
    expect((await deliver()).status).toBe(200);
  });

  test('without a signature, or with a wrong one, changes nothing', async () => {
    const user = await api.aUser();
    const { order, session } = await aCheckout(user);
    api.gateway.pay(session);
    const { rawBody, signature } = api.gateway.webhooks.at(-1) ?? { rawBody: '', signature: '' };
    const missing = await api.anyone().post('/payments/webhook/', rawBody);
    expect([missing.status, missing.body]).toEqual([400, { detail: 'Missing Stripe signature header' }]);
    for (const wrong of ['', 'x', 't=1', `${signature}0`, signature.replace('t=', 't=9'), 'v1=,t=']) {
      const answer = await api.anyone().post('/payments/webhook/', rawBody, { 'stripe-signature': wrong });
      expect(answer.status).toBe(400);
      expect(['Missing Stripe signature header', 'Invalid Stripe webhook signature.']).toContain(answer.body.detail);
    }
    const other = await api
      .anyone()
      .post('/payments/webhook/', rawBody.replace('999', '1'), { 'stripe-signature': signature });
    expect([other.status, other.body]).toEqual([400, { detail: 'Invalid Stripe webhook signature.' }]);
    api.clock.advance(minutes(6));
    expect((await deliver()).body).toEqual({ detail: 'Invalid Stripe webhook signature.' });
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('pending');
  });

  test('that is no JSON, or of any media type, is read as it came', async () => {
    for (const contentType of ['text/plain', 'application/json', 'application/octet-stream']) {
      const answer = await api
        .anyone()
        .post('/payments/webhook/', '{"half', { 'content-type': contentType, 'stripe-signature': 't=1,v1=x' });
      expect([answer.status, answer.body]).toEqual([400, { detail: 'Invalid Stripe webhook signature.' }]);
    }
  });
});

describe('GET /payments/', () => {
  test('lists one’s own, and shows one', async () => {
    const user = await api.aUser();
    const { order, movie } = await aPayment(user);
    const { status, body } = await user.get('/payments/');
    expect(status).toBe(200);
    expect(body).toEqual({
      payments: [
        {
          id: expect.any(Number),
          order_id: order,
          amount: '9.99',
          currency: 'USD',
          status: 'successful',
          created_at: expect.any(String),
          items: [{ movie: { ...movie, name: expect.any(String) }, price_at_payment: '9.99' }],
        },
      ],
      prev_page: null,
      next_page: null,
      total_pages: 1,
      total_items: 1,
    });
    const [payment] = body.payments;
    expect((await user.get(`/payments/${payment.id}/`)).body).toEqual(payment);
  });

  test('does not know another’s, nor one that is not there', async () => {
    const user = await api.aUser();
    await aPayment(user);
    const [{ id }] = (await user.get('/payments/')).body.payments;
    for (const [who, which] of [
      [await api.aUser(), id],
      [user, 4711],
      [user, '99999999999999999999'],
    ] as const) {
      const answer = await who.get(`/payments/${which}/`);
      expect([answer.status, answer.body]).toEqual([404, { detail: 'Payment with given ID was not found.' }]);
    }
  });
});

describe('GET /payments/success/', () => {
  test('settles what was paid, before the webhook is there', async () => {
    const user = await api.aUser();
    const { order, session } = await aCheckout(user);
    api.gateway.pay(session);
    const { status, body } = await api.anyone().get(`/payments/success/?session_id=${session}`);
    expect([status, body]).toEqual([200, { message: 'Payment was successful! Thank you!' }]);
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('paid');
    await deliver();
    expect((await user.get('/payments/')).body.payments).toHaveLength(1);
  });

  test('thanks whoever comes, whether or not the payment service answers', async () => {
    api.gateway.goDown();
    const answer = await api.anyone().get('/payments/success/?session_id=cs_test_1');
    api.gateway.comeBack();
    expect(answer.status).toBe(200);
    for (const query of ['', '?session_id=unknown', '?session_id=']) {
      expect((await api.anyone().get(`/payments/success/${query}`)).status).toBe(200);
    }
  });

  test('thanks a customer whose payment cannot be looked up while the database is busy, and settles it later', async () => {
    const user = await api.aUser();
    const { order, session } = await aCheckout(user);
    api.gateway.pay(session);
    const busy = vi.spyOn(api.ports.unitOfWork, 'run').mockRejectedValueOnce(new DatabaseUnavailable());
    const back = `/payments/success/?session_id=${session}`;
    const { status, body } = await api.anyone().get(back, { accept: 'text/html' });
    expect([status, busy.mock.calls.length]).toEqual([200, 1]);
    busy.mockRestore();
    expect(body).toContain('Payment was successful! Thank you!');
    expect(body).toContain('within a few minutes');
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('pending');

    const again = await api.anyone().get(back, { accept: 'text/html' });
    expect(again.body).toContain('Your films are in your library');
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('paid');
  });

  test('is a page to a browser', async () => {
    const { status, headers, body } = await api.anyone().get('/payments/success/', { accept: 'text/html,*/*;q=0.8' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', vary: 'Accept' });
    expect(body).toContain('Payment was successful! Thank you!');
  });
});

test('whoever comes back without having paid is told so on the page', async () => {
  const { session } = await aCheckout(await api.aUser());
  const url = `/payments/success/?session_id=${session}`;
  const page = await api.app.inject({ url: `/api/v1${url}`, headers: { accept: 'text/html' } });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('Not paid yet');
  expect(page.body).not.toContain('successful');
});

test('GET /payments/webhook/ is no payment of that name', async () => {
  const answer = await api.app.inject('/api/v1/payments/webhook/');
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
});

test('GET /payments/cancel/ is a page to a browser and a message to others', async () => {
  const { status, body } = await api.anyone().get('/payments/cancel/');
  expect([status, body]).toEqual([200, { message: 'Payment was cancelled.' }]);
  const page = await api.anyone().get('/payments/cancel/', { accept: 'text/html' });
  expect(page.body).toContain('Payment was cancelled.');
});

describe('GET /purchases/', () => {
  test('is the library, newest first', async () => {
    const user = await api.aUser();
    const [first, second] = [await aPayment(user), await aPayment(user)];
    const { body } = await user.get('/purchases/');
    expect(body.purchases.map(({ movie }: { movie: { id: number } }) => movie.id)).toEqual([
      second.movie.id,
      first.movie.id,
    ]);
    expect(body).toMatchObject({ total_items: 2, next_page: null });
    expect((await (await api.aUser()).get('/purchases/')).body.purchases).toEqual([]);
  });
});
