import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller, Method } from './support/caller.ts';
import { aForm } from './support/form.ts';
import { shoppingAt } from './support/shopping.ts';

let api: AnApi;
let shopping: ReturnType<typeof shoppingAt>;
let user: Caller;
let moderator: Caller;
let admin: Caller;
beforeAll(async () => {
  api = await anApi();
  shopping = shoppingAt(api);
  [user, moderator, admin] = [await api.aUser(), await api.aUser('moderator'), await api.aUser('admin')];
});
afterAll(() => api.close());
beforeEach(() => {
  api.log.lines.length = 0;
});

const lines = () => api.log.entries.filter(({ msg }) => msg === 'staff deed');
/** What the log says of deeds: who, how, where, and of what. */
const deeds = () => lines().map(({ level, user: who, method, route, params }) => [level, who, method, route, params]);

describe('the log tells', () => {
  test('which film and which genre a moderator changed, and when they were added', async () => {
    const { body: film } = await moderator.post('/theater/movies/', { name: 'Secret working title', year: 1999 });
    await moderator.call('PATCH', `/theater/movies/${film.uuid}/`, { overview: 'What nobody should read in a log.' });
    const { body: genre } = await admin.post('/theater/genres/', { name: 'Drama' });
    await moderator.delete(`/theater/genres/${genre.id}/`);
    const [who, other] = [await moderator.ownId(), await admin.ownId()];
    expect(deeds()).toEqual([
      ['info', who, 'POST', '/api/v1/theater/movies/', {}],
      ['info', who, 'PATCH', '/api/v1/theater/movies/:movie/', { movie: film.uuid }],
      ['info', other, 'POST', '/api/v1/theater/genres/', {}],
      ['info', who, 'DELETE', '/api/v1/theater/genres/:id/', { id: genre.id }],
    ]);
    expect(lines().map(({ made }) => made)).toEqual([film.id, undefined, genre.id, undefined]);
    expect(api.log.lines.join()).not.toMatch(/working title|nobody should read|Drama/);
  });

  test('whom an admin shut out, let in or moved', async () => {
    const other = await api.aUser();
    const id = await other.ownId();
    const at = `/admin/users/${id}`;
    await admin.post(`${at}/deactivate/`);
    await admin.post(`${at}/activate/`);
    await admin.post(`${at}/change-group/`, { group: 'moderator' });
    const who = await admin.ownId();
    expect(deeds()).toEqual(
      ['deactivate', 'activate', 'change-group'].map((deed) => [
        ...['info', who, 'POST', `/api/v1/admin/users/:id/${deed}/`, { id }],
      ]),
    );
    expect(lines().map(({ group }) => group)).toEqual([undefined, undefined, 'moderator']);
  });

  test('who gave whose money back, once, however often it was asked for under one key', async () => {
    const { id } = await shopping.aPaidOrder(user);
    const ask = () => admin.post(`/orders/${id}/refund/`, undefined, { 'idempotency-key': 'once' });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    expect(deeds()).toEqual([['info', await admin.ownId(), 'POST', '/api/v1/orders/:id/refund/', { id }]]);
  });

  test('who deleted whose comment, and changed whose profile', async () => {
    const film = await shopping.aFilm();
    const { body: comment } = await user.post(`/theater/movies/${film.id}/comments/`, { text: 'Rude words' });
    await moderator.delete(`/comments/${comment.id}/`);
    const userId = await user.ownId();
    const profile = `/profiles/users/${userId}/profile/`;
    const facts = { first_name: 'Ann', last_name: 'Lee', gender: 'woman', date_of_birth: '1990-01-01', info: 'Rude' };
    await user.send('POST', profile, aForm(facts));
    await admin.send('PATCH', profile, aForm({ info: 'Gone' }));
    await admin.delete(`${profile}avatar/`);
    const who = await admin.ownId();
    expect(deeds()).toEqual([
      ['info', await moderator.ownId(), 'DELETE', '/api/v1/comments/:id/', { id: comment.id }],
      ['info', who, 'PATCH', '/api/v1/profiles/users/:user_id/profile/', { user_id: userId }],
      ['info', who, 'DELETE', '/api/v1/profiles/users/:user_id/profile/avatar/', { user_id: userId }],
    ]);
  });
});

describe('the log has no deed', () => {
  test('of what was refused', async () => {
    const { id } = await shopping.anOrder(await api.aUser(), 999);
    const statuses = [
      await admin.post(`/orders/${id}/refund/`),
      await admin.post('/admin/users/4711/deactivate/'),
      await moderator.post('/admin/users/1/activate/'),
      await user.delete('/theater/movies/1/'),
      await moderator.post('/theater/movies/', { name: '' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([409, 404, 403, 403, 422]);
    expect(deeds()).toEqual([]);
  });

  test('of what anybody may do, nor of what was only looked at', async () => {
    const film = await shopping.aFilm();
    const asked: readonly (readonly [Method, string, object?])[] = [
      ['PUT', `/theater/movies/${film.id}/rating/`, { value: 9 }],
      ['GET', '/admin/orders/'],
      ['GET', '/admin/payments/'],
    ];
    for (const [method, path, body] of asked) expect((await admin.call(method, path, body)).status).toBeLessThan(300);
    const { id } = await shopping.aPaidOrder(user);
    await user.post(`/orders/${id}/refund/`);
    expect(deeds()).toEqual([]);
  });
});
