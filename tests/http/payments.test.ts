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
  return api
    .anyone()
    .post('/payments/webhook/', webhook?.rawBody, { [api.gateway.signatureHeader]: webhook?.signature ?? '' });
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
      const answer = await api.anyone().post('/payments/webhook/', rawBody, { [api.gateway.signatureHeader]: wrong });
      expect(answer.status).toBe(400);
      expect(['Missing Stripe signature header', 'Invalid Stripe webhook signature.']).toContain(answer.body.detail);
    }
    const other = await api
      .anyone()
      .post('/payments/webhook/', rawBody.replace('999', '1'), { [api.gateway.signatureHeader]: signature });
    expect([other.status, other.body]).toEqual([400, { detail: 'Invalid Stripe webhook signature.' }]);
    api.clock.advance(minutes(6));
    expect((await deliver()).body).toEqual({ detail: 'Invalid Stripe webhook signature.' });
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('pending');
  });

  test('that is no JSON, or of any media type, is read as it came', async () => {
    for (const contentType of ['text/plain', 'application/json', 'application/octet-stream']) {
      const answer = await api.anyone().post('/payments/webhook/', '{"half', {
        'content-type': contentType,
        [api.gateway.signatureHeader]: 't=1,v1=x',
      });
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
          refunded_at: null,
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

test('GET /payments/webhook/ is no payment of that name', async () => {
  const answer = await api.app.inject('/api/v1/payments/webhook/');
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
});

/** What somebody sees who comes back: as a page, and as a client that is no browser. */
async function comeBack(path: string) {
  const page = await api.anyone().get(path, { accept: 'text/html,*/*;q=0.8' });
  const answer = await api.anyone().get(path);
  expect([page.status, answer.status]).toEqual([200, 200]);
  return { page: page.body, message: answer.body.message };
}

describe.each(['success', 'cancel'])('GET /payments/%s/', (place) => {
  const back = (session: string) => comeBack(`/payments/${place}/?session_id=${session}`);

  test('settles what was paid, before the webhook is there', async () => {
    const user = await api.aUser();
    const { order, session } = await aCheckout(user);
    api.gateway.pay(session);
    const { page, message } = await back(session);
    expect(page).toContain('Your films are in your library');
    expect(message).toBe('Payment was successful! Thank you!');
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('paid');
    await deliver();
    expect((await user.get('/payments/')).body.payments).toHaveLength(1);
  });

  test('says of money that takes days that it is under way, and nothing of the library until it came', async () => {
    const user = await api.aUser();
    const { order, session } = await aCheckout(user);
    api.gateway.promise(session);
    await deliver();
    const { page, message } = await back(session);
    expect(page).toContain('<h1>Your payment is under way</h1>');
    expect(page).not.toMatch(/successful|Thank you|Nothing/);
    expect(message).toBe('Your payment is under way, which can take some days.');
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('pending');
    api.gateway.endPromise(session, 'kept');
    expect((await back(session)).message).toBe('Payment was successful! Thank you!');
  });

  test('says that an order was refunded since', async () => {
    const user = await api.aUser();
    const { order } = await aPayment(user);
    const session = api.gateway.ledger.at(-1)?.session.externalId ?? '';
    expect((await back(session)).page).toContain('Your films are in your library');
    await user.post(`/orders/${order}/refund/`);
    const { page, message } = await back(session);
    expect(page).toContain('<h1>Paid, and refunded since</h1>');
    expect(page).not.toMatch(/successful|in your library|Nothing/);
    expect(message).toBe('This order was paid, and has been refunded since.');
  });

  test('says that money which came for a cancelled order goes back', async () => {
    const user = await api.aUser();
    const { order, session } = await aCheckout(user);
    api.gateway.pay(session);
    await api.database.writer.updateTable('orders').set({ status: 'cancelled' }).where('id', '=', order).execute();
    const { page, message } = await back(session);
    expect(page).toContain('<h1>Your money goes back to you</h1>');
    expect(message).toBe('Your payment could not be taken, and the money goes back to you.');
  });

  test('says that a payment is over whose time was up', async () => {
    const { session } = await aCheckout(await api.aUser());
    api.gateway.expire(session);
    const { page } = await back(session);
    expect(page).toContain('<h1>This payment is over</h1>');
    expect(page).toContain('nothing was charged by it');
    expect(page).not.toContain('successful');
  });

  test.each([
    ['the payment service', () => api.gateway.goDown(), () => api.gateway.comeBack()],
    [
      'the database',
      () => vi.spyOn(api.ports.unitOfWork, 'run').mockRejectedValue(new DatabaseUnavailable()),
      () => vi.restoreAllMocks(),
    ],
  ])('claims nothing while %s does not answer, and tells it later', async (_, stop, goOn) => {
    const user = await api.aUser();
    const { order, session } = await aCheckout(user);
    const paid = await aCheckout(await api.aUser());
    api.gateway.pay(paid.session);
    stop();
    for (const one of [session, paid.session]) {
      const { page, message } = await back(one);
      expect(page).not.toMatch(/successful|are in your library|Nothing was|Not paid/);
      expect(message).not.toContain('successful');
    }
    goOn();
    expect((await back(paid.session)).message).toBe('Payment was successful! Thank you!');
    expect((await back(session)).page).toMatch(/<h1>(Not paid yet|Nothing was paid)<\/h1>/);
    expect((await user.get(`/orders/${order}/`)).body.status).toBe('pending');
  });

  test.each(['', '?session_id=', '?session_id=unknown', '?session_id={CHECKOUT_SESSION_ID}'])(
    'claims nothing of a payment that it does not know: “%s”',
    async (query) => {
      const { page } = await comeBack(`/payments/${place}/${query}`);
      expect(page).not.toMatch(/successful|are in your library|receipt|Nothing was|Not paid/);
    },
  );

  test('asks the payment service about our sessions alone', async () => {
    api.gateway.goDown();
    const known = vi.spyOn(api.gateway, 'findSession');
    await comeBack(`/payments/${place}/?session_id=unknown`);
    expect(known).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    api.gateway.comeBack();
  });

  test('says that its answer depends on what is accepted, and documents both', async () => {
    const { headers } = await api.anyone().get(`/payments/${place}/`, { accept: 'text/html' });
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', vary: 'Accept' });
    const { paths } = (await api.app.inject('/openapi.json')).json();
    const { content } = paths[`/api/v1/payments/${place}/`].get.responses[200];
    expect(Object.keys(content)).toEqual(['application/json', 'text/html']);
  });
});

test('GET /payments/success/ tells whoever has not paid yet', async () => {
  const { session } = await aCheckout(await api.aUser());
  const { page, message } = await comeBack(`/payments/success/?session_id=${session}`);
  expect(page).toContain('<h1>Not paid yet</h1>');
  expect(page).not.toContain('successful');
  expect(message).toBe('The payment service has not taken any money for this order.');
});

test('GET /payments/success/ thanks clients that name no session of ours, or none', async () => {
  for (const query of ['', '?session_id=', '?session_id=unknown']) {
    const { message } = await comeBack(`/payments/success/${query}`);
    expect(message).toBe('Payment was successful! Thank you!');
  }
});

test('GET /payments/success/ offers to look again while nobody could be asked', async () => {
  const { session } = await aCheckout(await api.aUser());
  api.gateway.goDown();
  const { page } = await comeBack(`/payments/success/?session_id=${session}`);
  api.gateway.comeBack();
  expect(page).toContain(`href="/api/v1/payments/success/?session_id=${session}">Look again</a>`);
});

test('GET /payments/cancel/ says that nothing was paid where that is so, and else only who came back', async () => {
  const { session } = await aCheckout(await api.aUser());
  const known = await comeBack(`/payments/cancel/?session_id=${session}`);
  expect(known.page).toContain('<h1>Nothing was paid</h1>');
  const unknown = await comeBack('/payments/cancel/');
  expect(unknown.page).toContain('<h1>You came back without paying</h1>');
  for (const { page, message } of [known, unknown]) {
    expect(page).toContain('Payment was cancelled.');
    expect(message).toBe('Payment was cancelled.');
  }
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
