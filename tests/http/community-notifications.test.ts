import { seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Answer, Caller } from './support/caller.ts';

let api: AnApi;
let film: { id: number; uuid: string };
beforeAll(async () => {
  api = await anApi();
  film = await api.aMovie({ name: 'Alien' });
});
afterAll(() => api.close());

let ann: Caller;
let bob: Caller;
/** Of a comment of Ann's. */
let id: number;
beforeEach(async () => {
  [ann, bob] = [await api.aUser(), await api.aUser()];
  id = (await ann.post(`/theater/movies/${film.id}/comments/`, { text: 'Well made.' })).body.id;
});

const plain = ({ status, body }: Answer) => [status, body];
const done = [204, ''];
const like = (user: Caller) => user.call('PUT', `/comments/${id}/like/`);
const reply = (user: Caller) => user.post(`/comments/${id}/replies/`, { text: 'So it is.' });
const notifications = async (user: Caller, query = '') =>
  (await user.get(`/notifications/${query}`)).body.notifications;
const idsOf = (some: readonly { id: number }[]) => some.map((each) => each.id);

describe('a notification', () => {
  test('tells the author of a comment of replies and likes, the newest first', async () => {
    const byBob = { id: await bob.ownId(), name: `User ${await bob.ownId()}` };
    const told = (kind: string) => ({
      id: expect.any(Number),
      kind,
      movie: { id: film.id, name: 'Alien' },
      comment: { id, text: 'Well made.' },
      by: byBob,
      created_at: api.clock.now().toISOString(),
      read: false,
    });
    await reply(bob);
    const replied = told('reply');
    api.clock.advance(seconds(1));
    await like(bob);
    expect(await notifications(ann)).toEqual([told('like'), replied]);
    expect(await notifications(bob)).toEqual([]);
  });

  test('is not of one’s own doing, and of a like but one', async () => {
    await like(ann);
    await reply(ann);
    expect(await notifications(ann)).toEqual([]);
    await like(bob);
    await like(bob);
    expect(await notifications(ann)).toHaveLength(1);
  });

  test('goes with the like, the reply or the comment that it is about', async () => {
    await like(bob);
    const answer = await reply(bob);
    await bob.delete(`/comments/${id}/like/`);
    expect(await notifications(ann)).toMatchObject([{ kind: 'reply' }]);
    await bob.delete(`/comments/${answer.body.id}/`);
    expect(await notifications(ann)).toEqual([]);
    await like(bob);
    await ann.delete(`/comments/${id}/`);
    expect(await notifications(ann)).toEqual([]);
  });
});

describe('GET /notifications/', () => {
  test('pages, the query kept', async () => {
    for (let count = 0; count < 3; count += 1) await reply(bob);
    const { status, body } = await ann.get('/notifications?per_page=2&unread=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      prev_page: null,
      next_page: '/notifications/?page=2&per_page=2&unread=true',
      total_pages: 2,
      total_items: 3,
    });
    const rest = (await ann.get(body.next_page)).body.notifications;
    expect(new Set([...idsOf(body.notifications), ...idsOf(rest)]).size).toBe(3);
    expect((await ann.get('/notifications/?page=9')).body).toMatchObject({ notifications: [], total_items: 3 });
  });

  test('shows only those that are not read yet, where that is asked for', async () => {
    await reply(bob);
    await like(bob);
    const [liked, replied] = await notifications(ann);
    await ann.post('/notifications/read/', { ids: [replied.id] });
    expect(await notifications(ann)).toEqual([liked, { ...replied, read: true }]);
    expect(await notifications(ann, '?unread=true')).toEqual([liked]);
    expect(await notifications(ann, '?unread=false')).toHaveLength(2);
  });

  test('refuses what is neither yes nor no', async () => {
    const { status, body } = await ann.get('/notifications/?unread=perhaps');
    expect([status, body.detail]).toMatchObject([422, [{ type: 'bool_parsing', loc: ['query', 'unread'] }]]);
  });
});

describe('POST /notifications/read/', () => {
  test('marks those that it names, again and again, and no others', async () => {
    await reply(bob);
    await like(bob);
    const [liked] = await notifications(ann);
    for (let count = 0; count < 2; count += 1)
      expect(plain(await ann.post('/notifications/read/', { ids: [liked.id, liked.id] }))).toEqual(done);
    expect(await notifications(ann)).toMatchObject([{ read: true }, { read: false }]);
  });

  test('marks all', async () => {
    await reply(bob);
    await like(bob);
    expect(plain(await ann.post('/notifications/read', { all: true }))).toEqual(done);
    expect(await notifications(ann, '?unread=true')).toEqual([]);
    expect(await notifications(ann)).toHaveLength(2);
  });

  test('passes over what is not there, or another’s', async () => {
    await like(bob);
    const ids = [...idsOf(await notifications(ann)), 0, -1, 4_000_000, 2 ** 31, -(2 ** 53)];
    expect(plain(await bob.post('/notifications/read/', { ids }))).toEqual(done);
    expect(plain(await bob.post('/notifications/read/', { all: true }))).toEqual(done);
    expect(await notifications(ann)).toMatchObject([{ read: false }]);
  });

  test.each([
    [{}, 'missing', ['body', 'ids'], 'Field required'],
    [{ ids: [1], all: true }, 'extra_forbidden', ['body', 'all'], 'Extra inputs are not permitted'],
    [{ all: false }, 'literal_error', ['body', 'all'], 'Input should be true'],
    [{ all: 'yes' }, 'bool_type', ['body', 'all'], 'Input should be a valid boolean'],
    [{ ids: [] }, 'too_short', ['body', 'ids'], 'List should have at least 1 item after validation, not 0'],
    [{ ids: null }, 'list_type', ['body', 'ids'], 'Input should be a valid list'],
    [{ ids: 1 }, 'list_type', ['body', 'ids'], 'Input should be a valid list'],
    [{ ids: ['1'] }, 'int_type', ['body', 'ids', 0], 'Input should be a valid integer'],
    [{ ids: [1, 1.5] }, 'int_from_float', ['body', 'ids', 1], /fractional part$/],
    [{ id: 1, all: true }, 'extra_forbidden', ['body', 'id'], 'Extra inputs are not permitted'],
  ])('refuses %j', async (sent, type, loc, msg) => {
    const { status, body } = await ann.post('/notifications/read/', sent);
    expect(status).toBe(422);
    expect(body.detail).toEqual([{ type, loc, msg: expect.stringMatching(msg), input: expect.toSatisfy(() => true) }]);
  });

  test('takes a hundred ids and no more', async () => {
    const ids = Array.from({ length: 101 }, (_, number) => number + 1);
    const { status, body } = await ann.post('/notifications/read/', { ids });
    const msg = 'List should have at most 100 items after validation, not 101';
    expect([status, body.detail]).toMatchObject([422, [{ type: 'too_long', loc: ['body', 'ids'], msg }]]);
    expect((await ann.post('/notifications/read/', { ids: ids.slice(1) })).status).toBe(204);
  });
});
