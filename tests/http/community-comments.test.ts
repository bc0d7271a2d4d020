import { seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Answer, Caller, Method } from './support/caller.ts';
import { aForm } from './support/form.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

const plain = ({ status, body }: Answer) => [status, body];
const done = [204, ''];
const noComment = [404, { detail: 'Comment with the given ID was not found.' }];
const notYours = [403, { detail: "You don't have permission to change this comment." }];

let films = 0;
/** The comments' path of a film with a name of its own. */
async function aFilm(): Promise<string> {
  films += 1;
  return `/theater/movies/${(await api.aMovie({ name: `Film ${films}` })).id}/comments/`;
}

const write = async (user: Caller, path: string, text = 'Well made.') => (await user.post(path, { text })).body;
const reply = async (user: Caller, id: number, text = 'So it is.') =>
  (await user.post(`/comments/${id}/replies/`, { text })).body;
const like = (user: Caller, id: number | string) => user.call('PUT', `/comments/${id}/like/`);
const unlike = (user: Caller, id: number | string) => user.delete(`/comments/${id}/like/`);
const edit = (user: Caller, id: number | string, text = 'Badly made.') =>
  user.call('PATCH', `/comments/${id}/`, { text });
const listed = async (caller: Caller, path: string) => (await caller.get(path)).body.comments;

describe('a comment', () => {
  test('is answered as it is shown from then on', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    const path = await aFilm();
    const { status, body } = await user.post(path, { text: '  Well made.\n' });
    expect(status).toBe(201);
    const now = api.clock.now().toISOString();
    expect(body).toEqual({
      id: expect.any(Number),
      author: { id, name: `User ${id}` },
      text: 'Well made.',
      likes: 0,
      liked: false,
      created_at: now,
      updated_at: now,
      replies: [],
    });
    expect(await listed(user, path)).toEqual([body]);
  });

  test('is by the name of its author’s profile, never by an address', async () => {
    const user = await api.aUser();
    const id = await user.ownId();
    const path = await aFilm();
    await write(user, path);
    const ann = { first_name: 'Ann', last_name: 'Lee', gender: 'woman', date_of_birth: '1990-02-03', info: 'Films.' };
    expect((await user.send('POST', `/profiles/users/${id}/profile/`, aForm(ann))).status).toBe(201);
    const [comment] = await listed(api.anyone(), path);
    expect(comment.author).toEqual({ id, name: 'ann lee' });
    expect(JSON.stringify(comment)).not.toContain('@');
  });

  test('is changed by its author, and by nobody else', async () => {
    const [user, moderator] = [await api.aUser(), await api.aUser('moderator')];
    const path = await aFilm();
    const comment = await write(user, path);
    expect(plain(await edit(await api.aUser(), comment.id))).toEqual(notYours);
    expect(plain(await edit(moderator, comment.id))).toEqual(notYours);
    api.clock.advance(seconds(5));
    const changed = { ...comment, text: 'Badly made.', updated_at: api.clock.now().toISOString() };
    expect(plain(await edit(user, comment.id))).toEqual([200, changed]);
    expect(await listed(user, path)).toEqual([changed]);
  });

  test('is deleted by its author or a moderator, and by nobody else', async () => {
    const user = await api.aUser();
    const path = await aFilm();
    for (const one of [user, await api.aUser('moderator'), await api.aUser('admin')]) {
      const { id } = await write(user, path);
      expect(plain(await (await api.aUser()).delete(`/comments/${id}/`))).toEqual(notYours);
      expect(plain(await one.delete(`/comments/${id}/`))).toEqual(done);
      expect(await listed(user, path)).toEqual([]);
      expect(plain(await one.delete(`/comments/${id}/`))).toEqual(noComment);
    }
  });

  test('that has replies keeps its place without author and text, until the last of them goes', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    const path = await aFilm();
    const { id } = await write(user, path);
    await like(other, id);
    const answer = await reply(other, id);
    expect(plain(await user.delete(`/comments/${id}/`))).toEqual(done);
    expect(await listed(api.anyone(), path)).toMatchObject([
      { id, author: null, text: null, likes: 0, replies: [{ id: answer.id, text: 'So it is.' }] },
    ]);
    for (const again of [
      await edit(user, id),
      await user.delete(`/comments/${id}/`),
      await like(other, id),
      await unlike(other, id),
      await other.post(`/comments/${id}/replies/`, { text: 'And yet.' }),
    ]) {
      expect(plain(again)).toEqual(noComment);
    }
    expect(plain(await other.delete(`/comments/${answer.id}/`))).toEqual(done);
    expect(await listed(api.anyone(), path)).toEqual([]);
  });
});

describe('a reply', () => {
  test('stands under its comment, the oldest first', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    const path = await aFilm();
    const comment = await write(user, path);
    const first = await other.post(`/comments/${comment.id}/replies/`, { text: 'So it is.' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ text: 'So it is.', likes: 0, liked: false, replies: [] });
    const second = await reply(user, comment.id, 'Is it?');
    expect(await listed(user, path)).toEqual([{ ...comment, replies: [first.body, second] }]);
  });

  test('is changed, liked and deleted as comments are', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    const path = await aFilm();
    const { id } = await reply(user, (await write(other, path)).id);
    expect(plain(await edit(other, id))).toEqual(notYours);
    expect((await edit(user, id)).body).toMatchObject({ id, text: 'Badly made.', replies: [] });
    expect(plain(await like(other, id))).toEqual(done);
    expect(await listed(other, path)).toMatchObject([{ likes: 0, replies: [{ likes: 1, liked: true }] }]);
    expect(plain(await other.delete(`/comments/${id}/`))).toEqual(notYours);
    expect(plain(await user.delete(`/comments/${id}/`))).toEqual(done);
    expect(await listed(other, path)).toMatchObject([{ replies: [] }]);
  });

  test('has no replies of its own', async () => {
    const user = await api.aUser();
    const { id } = await reply(user, (await write(user, await aFilm())).id);
    const answer = await user.post(`/comments/${id}/replies/`, { text: 'And yet.' });
    expect(plain(answer)).toEqual([400, { detail: 'A reply cannot be replied to.' }]);
  });
});

describe('the like of a comment', () => {
  test('counts once a user, and no more when it is withdrawn', async () => {
    const [user, other] = [await api.aUser(), await api.aUser()];
    const path = await aFilm();
    const { id } = await write(user, path);
    for (const one of [user, other, other]) expect(plain(await like(one, id))).toEqual(done);
    expect(await listed(other, path)).toMatchObject([{ likes: 2, liked: true }]);
    for (let count = 0; count < 2; count += 1) expect(plain(await unlike(other, id))).toEqual(done);
    expect(await listed(other, path)).toMatchObject([{ likes: 1, liked: false }]);
    expect(await listed(user, path)).toMatchObject([{ likes: 1, liked: true }]);
  });

  test('takes no fields', async () => {
    const answer = await (await api.aUser()).call('PUT', '/comments/1/like/', { value: 1 });
    expect(answer.body.detail).toMatchObject([{ type: 'extra_forbidden', loc: ['body', 'value'] }]);
  });
});

describe('GET the comments on a movie', () => {
  test('shows the newest first, page by page; the total counts comments alone', async () => {
    const user = await api.aUser();
    const path = await aFilm();
    for (const text of ['One.', 'Two.', 'Three.']) {
      const { id } = await write(user, path, text);
      await reply(user, id);
      api.clock.advance(seconds(1));
    }
    const { body } = await api.anyone().get(`${path}?per_page=2&unknown=x`);
    expect(body).toMatchObject({
      comments: [{ text: 'Three.' }, { text: 'Two.' }],
      prev_page: null,
      next_page: `${path}?page=2&per_page=2&unknown=x`,
      total_pages: 2,
      total_items: 3,
    });
    expect((await api.anyone().get(body.next_page)).body.comments).toMatchObject([{ text: 'One.', replies: [{}] }]);
    expect((await api.anyone().get(`${path}?page=9`)).body).toMatchObject({ comments: [], total_items: 3 });
  });

  test('has an empty page for a movie without comments, by id or uuid', async () => {
    const { id, uuid } = await api.aMovie({ name: 'Silence' });
    for (const reference of [id, uuid]) {
      const answer = await api.anyone().get(`/theater/movies/${reference}/comments`);
      const page = { comments: [], prev_page: null, next_page: null, total_pages: 0, total_items: 0 };
      expect(plain(answer)).toEqual([200, page]);
    }
  });

  test('says whether one likes them to those who are signed in, and to their browser alone', async () => {
    const user = await api.aUser();
    const path = await aFilm();
    const { id } = await write(user, path);
    await reply(user, id);
    const known = await user.get(path);
    expect(known.headers).toMatchObject({ vary: 'Authorization', 'cache-control': 'private, no-cache' });
    expect(known.headers).not.toHaveProperty('etag');
    expect(known.body.comments).toMatchObject([{ liked: false, replies: [{ liked: false }] }]);
    const [comment] = await listed(api.anyone(), path);
    expect(comment).not.toHaveProperty('liked');
    expect(comment.replies[0]).not.toHaveProperty('liked');
  });

  test('may be kept by caches, until something is said or liked', async () => {
    const user = await api.aUser();
    const path = await aFilm();
    const tagOf = async () => {
      const { headers } = await api.anyone().get(path);
      expect(headers).toMatchObject({ vary: 'Authorization', 'cache-control': 'public, no-cache' });
      return String(headers['etag']);
    };
    const nothingSaid = await tagOf();
    expect(nothingSaid).toMatch(/^W\/".+"$/);
    const again = await api.anyone().get(path, { 'if-none-match': nothingSaid });
    expect([again.status, again.body]).toEqual([304, '']);
    const { id } = await write(user, path);
    const said = await tagOf();
    await like(user, id);
    expect(new Set([nothingSaid, said, await tagOf()]).size).toBe(3);
  });
});

describe('what is not there', () => {
  test.each(['0', '-1', '4711', '99999999999999999999'])('is no comment: %s', async (id) => {
    const user = await api.aUser();
    for (const answer of [
      await user.post(`/comments/${id}/replies/`, { text: 'Well.' }),
      await edit(user, id),
      await user.delete(`/comments/${id}`),
      await like(user, id),
      await unlike(user, id),
    ]) {
      expect(plain(answer)).toEqual(noComment);
    }
  });

  test.each(['0', '4711', '99999999999999999999', '00000000-0000-4000-8000-999999999999'])(
    'is no movie: %s',
    async (movie) => {
      const path = `/theater/movies/${movie}/comments/`;
      for (const answer of [await api.anyone().get(path), await (await api.aUser()).post(path, { text: 'Well.' })])
        expect(plain(answer)).toEqual([404, { detail: 'Movie with the given ID was not found.' }]);
    },
  );

  test('is refused where it is no id at all', async () => {
    const { status, body } = await like(await api.aUser(), 'first');
    expect([status, body.detail]).toMatchObject([422, [{ type: 'int_parsing', loc: ['path', 'id'] }]]);
  });
});

describe.each<[Method, string]>([
  ['POST', '/theater/movies/4711/comments/'],
  ['POST', '/comments/4711/replies/'],
  ['PATCH', '/comments/4711/'],
])('the text at %s %s', (method, path) => {
  const send = async (body: unknown) => (await api.aUser()).call(method, path, body);
  const blank = { type: 'value_error', msg: 'A comment cannot be empty or contain only spaces.' };

  test.each<[string, unknown, object]>([
    ['missing', {}, { type: 'missing', msg: 'Field required' }],
    ['a number', { text: 5 }, { type: 'string_type', msg: 'Input should be a valid string' }],
    ['null', { text: null }, { type: 'string_type' }],
    ['empty', { text: '' }, { type: 'string_too_short', msg: 'String should have at least 1 character' }],
    ['blank', { text: ' \n\t\u00a0' }, blank],
    [
      'of 2,001 characters',
      { text: 'x'.repeat(2001) },
      { type: 'string_too_long', msg: 'String should have at most 2000 characters' },
    ],
    ['with a null character', { text: 'a\0b' }, { type: 'value_error', msg: 'Null characters are not allowed' }],
    ['with half a surrogate pair', '{"text": "\\ud800"}', { type: 'string_unicode' }],
  ])('is not %s, whatever it is about', async (_case, body, expected) => {
    const answer = await send(body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ ...expected, loc: ['body', 'text'] }]);
  });

  test('has its faults told together with those of other fields', async () => {
    const { body } = await send({ text: ' ', likes: 5 });
    expect(body.detail).toMatchObject([{ type: 'extra_forbidden', loc: ['body', 'likes'] }, blank]);
  });

  test('may have 2,000 characters, of whatever script', async () => {
    expect((await send({ text: '💥'.repeat(2000) })).status).toBe(404);
  });
});
