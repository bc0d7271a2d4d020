import { Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aPicture } from '../support/a-picture.ts';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Answer, Caller } from './support/caller.ts';
import { aForm } from './support/form.ts';

let api: AnApi;
let jpeg: Buffer;
beforeAll(async () => {
  api = await anApi();
  jpeg = await aPicture().jpeg().toBuffer();
});
afterAll(() => api.close());

const plain = ({ status, body }: Answer) => [status, body];
const erase = (user: Caller, password: unknown = PASSWORD) => user.delete('/accounts/me/', { password });

let films = 0;
async function aFilm(): Promise<number> {
  films += 1;
  return (await api.aMovie({ name: `Film ${films}`, price: Money.of(999, 'USD') })).id;
}

async function anOrder(user: Caller) {
  await user.post('/cart/items/', { movie_id: await aFilm() });
  return (await user.post('/orders/')).body;
}

async function openedCheckout(user: Caller): Promise<{ orderId: number; session: string }> {
  const { id } = await anOrder(user);
  const { body } = await user.post(`/orders/${id}/checkout/`);
  return { orderId: id, session: body.checkout_url.slice(body.checkout_url.lastIndexOf('/') + 1) };
}

async function deliverLastWebhook() {
  const webhook = api.gateway.webhooks.at(-1);
  return api
    .anyone()
    .post('/payments/webhook/', webhook?.rawBody, { [api.gateway.signatureHeader]: webhook?.signature ?? '' });
}

async function aPaidOrder(user: Caller): Promise<number> {
  const { orderId, session } = await openedCheckout(user);
  api.gateway.pay(session);
  await deliverLastWebhook();
  return orderId;
}

async function withProfile(user: Caller): Promise<string> {
  const facts = { first_name: 'Ann', last_name: 'Lee', gender: 'woman', date_of_birth: '1990-02-03', info: 'Films.' };
  const path = `/profiles/users/${await user.ownId()}/profile/`;
  return (await user.send('POST', path, aForm({ ...facts, avatar: { bytes: jpeg } }))).body.avatar;
}

const rowOf = (table: 'orders' | 'payments', id: number) =>
  api.database.writer.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirst();

/** Every row of every table in which a person's id or address is found. */
async function tracesOf(id: number, email: string): Promise<readonly string[]> {
  const { introspection } = api.database.writer;
  const reader = api.database.writer.withTables<Record<string, Record<string, unknown>>>();
  const traces: string[] = [];
  for (const { name } of await introspection.getTables()) {
    const rows = await reader.selectFrom(name).selectAll().execute();
    for (const row of rows) {
      const isTheirs = row[name === 'users' ? 'id' : 'user_id'] === id || row['by_id'] === id;
      if (isTheirs || JSON.stringify(row).includes(email)) traces.push(`${name}: ${JSON.stringify(row)}`);
    }
  }
  return traces;
}

/** Does everything that is to be done with a film, and gives what an export says of it. */
async function takePart(user: Caller) {
  films += 1;
  const name = `Film ${films}`;
  const { id, uuid } = await api.aMovie({ name });
  await user.call('PUT', `/theater/movies/${id}/reaction/`, { value: 'dislike' });
  await user.call('PUT', `/theater/movies/${id}/rating/`, { value: 4 });
  await user.call('PUT', `/theater/movies/${uuid}/favorite/`);
  const comment = (await user.post(`/theater/movies/${id}/comments/`, { text: 'Too long.' })).body;
  const reply = (await (await api.aUser()).post(`/comments/${comment.id}/replies/`, { text: 'No.' })).body;
  await user.call('PUT', `/comments/${reply.id}/like/`);

  const at = '2026-01-15T12:00:00.000Z';
  const movie = { id, name };
  return {
    reactions: [{ movie, created_at: at, value: 'dislike' }],
    ratings: [{ movie, created_at: at, value: 4 }],
    favorites: [{ movie, created_at: at }],
    comments: [{ id: comment.id, movie, text: 'Too long.', created_at: at, updated_at: at }],
    comment_likes: [{ comment_id: reply.id, created_at: at }],
  };
}

describe('GET /accounts/me/export/', () => {
  test('gives all that is stored about a user, as they know it from elsewhere', async () => {
    const user = await api.aUser();
    const avatar = await withProfile(user);
    await aPaidOrder(user);
    await user.post('/cart/items/', { movie_id: await aFilm() });
    const community = await takePart(user);
    const { status, body } = await user.get('/accounts/me/export/');
    expect(status).toBe(200);
    const sessions = (await user.get('/accounts/sessions/')).body.sessions;
    expect(body).toEqual({
      account: { ...(await user.get('/accounts/me/')).body, updated_at: '2026-01-15T12:00:00.000Z' },
      sessions: sessions.map(({ current, ...session }: { current: boolean }) => ({
        ...session,
        expires_at: '2026-01-22T12:00:00.000Z',
      })),
      cart: (await user.get('/cart/')).body,
      orders: (await user.get('/orders/')).body.orders,
      payments: (await user.get('/payments/')).body.payments,
      purchases: (await user.get('/purchases/')).body.purchases,
      community,
      notifications: (await user.get('/notifications/')).body.notifications,
    });
    expect(body.notifications).toHaveLength(1);
    expect(body.account.profile.avatar).toBe(avatar);
    expect([body.cart.items, body.orders, body.payments, body.purchases].map(({ length }) => length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(JSON.stringify(body)).not.toMatch(/password|argon2|token/);
  });

  test('is whole, however much there is', async () => {
    const user = await api.aUser();
    for (let count = 0; count < 11; count += 1) {
      const { id } = await anOrder(user);
      await user.post(`/orders/${id}/cancel/`);
    }
    expect((await user.get('/accounts/me/export/')).body.orders).toHaveLength(11);
  });

  test('gives nothing of anybody else, and nothing to anybody else', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    await aPaidOrder(other);
    const { body } = await user.get('/accounts/me/export/');
    expect(body).toMatchObject({ account: { profile: null }, orders: [], payments: [], purchases: [] });
    expect(JSON.stringify(body)).not.toContain(other.email);
    expect(plain(await api.anyone().get('/accounts/me/export/'))).toEqual([
      401,
      { detail: 'Authorization header is missing' },
    ]);
  });
});

describe('DELETE /accounts/me/', () => {
  test('leaves nothing of a user but the books, by nobody', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    const avatar = await withProfile(user);
    const orderId = await aPaidOrder(user);
    const [payment] = (await user.get('/payments/')).body.payments;
    await user.post('/cart/items/', { movie_id: await aFilm() });
    await takePart(user);
    expect((await tracesOf(id, user.email)).length).toBeGreaterThan(10);

    expect(plain(await erase(user))).toEqual([204, '']);
    expect(await rowOf('orders', orderId)).toMatchObject({ user_id: null, status: 'paid', total_amount: 999 });
    expect(await rowOf('payments', payment.id)).toMatchObject({ user_id: null, amount: 999 });
    expect(await tracesOf(id, user.email)).toEqual([]);
    await api.carryOutJobs();
    expect((await api.app.inject(new URL(avatar).pathname)).statusCode).toBe(404);
  });

  test('makes every token worthless at once, and frees the address', async () => {
    const user = await api.aUser();
    const phone = api.anyone();
    await phone.logIn(user.email, PASSWORD);
    await erase(user);
    for (const caller of [user, phone]) {
      expect(plain(await caller.get('/accounts/me/'))).toEqual([401, { detail: 'User not found or not active.' }]);
      const refresh = await api.anyone().post('/accounts/refresh/', { refresh_token: caller.refreshToken });
      expect(plain(refresh)).toEqual([401, { detail: 'Refresh token not found.' }]);
    }
    expect((await api.anyone().logIn(user.email, PASSWORD)).body).toEqual({ detail: 'Invalid email or password.' });
    const again = await api.anyone().post('/accounts/register/', { email: user.email, password: PASSWORD });
    expect(again.status).toBe(201);
    // Not even the newcomer at the same address has anything to do with the old tokens.
    expect((await user.get('/accounts/me/')).status).toBe(401);
  });

  test('wants the password, and does nothing without', async () => {
    const user = await api.aUser();
    for (const wrong of ['Wr0ng!pass', '', PASSWORD.toLowerCase(), 'x'.repeat(10_000)]) {
      expect(plain(await erase(user, wrong))).toEqual([403, { detail: 'Password is incorrect.' }]);
    }
    const { status, body } = await user.delete('/accounts/me/');
    expect([status, body.detail]).toMatchObject([422, [{ type: 'missing', loc: ['body'] }]]);
    const nothing = await user.delete('/accounts/me/', {});
    expect([nothing.status, nothing.body.detail]).toMatchObject([
      422,
      [{ type: 'missing', loc: ['body', 'password'] }],
    ]);
    expect((await user.get('/accounts/me/')).status).toBe(200);
  });

  test('spares the last admin', async () => {
    const alone = await anApi();
    const last = await alone.aUser('admin');
    const refusal = [409, { detail: 'The last admin cannot be removed.' }];
    expect(plain(await erase(last))).toEqual(refusal);
    expect((await last.get('/accounts/me/')).status).toBe(200);
    expect(plain(await erase(last, 'Wr0ng!pass'))).toEqual([403, { detail: 'Password is incorrect.' }]);

    const other = await alone.aUser('admin');
    expect(plain(await erase(last))).toEqual([204, '']);
    expect(plain(await erase(other))).toEqual(refusal);
    await alone.close();
  });

  test('takes the mails along that are still to be sent, of whatever kind', async () => {
    const user = await api.aUser();
    await api.carryOutJobs();
    const before = api.mailer.sent.length;
    await aPaidOrder(user);
    await api.anyone().post('/accounts/password-reset/request/', { email: user.email });
    await api.anyone().post('/accounts/resend-activation/', { email: user.email });
    await erase(user);
    await api.carryOutJobs();
    expect(api.mailer.sent.slice(before)).toEqual([]);
  });

  test('cancels a pending order first, and its session at the gateway', async () => {
    const user = await api.aUser();
    const { orderId, session } = await openedCheckout(user);
    expect((await erase(user)).status).toBe(204);
    expect(await rowOf('orders', orderId)).toMatchObject({ user_id: null, status: 'cancelled' });
    expect((await api.gateway.findSession(session))?.status).toBe('expired');
  });

  test('settles what was paid meanwhile: the money stays in the books', async () => {
    const user = await api.aUser();
    const { orderId, session } = await openedCheckout(user);
    api.gateway.pay(session);
    expect((await erase(user)).status).toBe(204);
    expect(await rowOf('orders', orderId)).toMatchObject({ user_id: null, status: 'paid' });
    // The webhook comes late, and finds it done.
    expect((await deliverLastWebhook()).status).toBe(200);
  });

  test('does nothing while the gateway cannot be asked', async () => {
    const user = await api.aUser();
    const { orderId } = await openedCheckout(user);
    api.gateway.goDown();
    const answer = await erase(user);
    api.gateway.comeBack();
    expect(plain(answer)).toEqual([503, { detail: 'The payment service is not available. Please try again later.' }]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await user.get(`/orders/${orderId}/`)).body.status).toBe('pending');
    expect((await erase(user)).status).toBe(204);
  });

  test('keeps nobody waiting for what is not theirs: others’ orders, carts and files stay', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    const avatar = await withProfile(other);
    await aPaidOrder(other);
    const before = (await other.get('/accounts/me/export/')).body;
    await erase(user);
    await api.carryOutJobs();
    expect((await other.get('/accounts/me/export/')).body).toEqual(before);
    expect((await api.app.inject(new URL(avatar).pathname)).statusCode).toBe(200);
  });

  test('asked for twice at once is done once', async () => {
    const user = await api.aUser();
    const answers = await Promise.all([erase(user), erase(user)]);
    expect(answers.map(({ status }) => status)).toContain(204);
    for (const { status } of answers) expect([204, 401]).toContain(status);
    expect(plain(await user.get('/accounts/me/'))).toEqual([401, { detail: 'User not found or not active.' }]);
  });

  test('goes on without the storage, whose object goes when it is back', async () => {
    const user = await api.aUser();
    const avatar = await withProfile(user);
    api.objects.goDown();
    expect((await erase(user)).status).toBe(204);
    api.objects.comeBack();
    await api.carryOutJobs();
    expect((await api.app.inject(new URL(avatar).pathname)).statusCode).toBe(404);
  });

  test('does all or nothing', async () => {
    const user = await api.aUser();
    const avatar = await withProfile(user);
    const run = vi.spyOn(api.ports.unitOfWork, 'run').mockRejectedValueOnce(new Error('the disk is full'));
    expect((await erase(user)).status).toBe(500);
    run.mockRestore();
    expect((await user.get('/accounts/me/')).body.profile.avatar).toBe(avatar);
    expect((await api.app.inject(new URL(avatar).pathname)).statusCode).toBe(200);
  });
});
