import { Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Answer, Caller, Method } from './support/caller.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

const plain = ({ status, body }: Answer) => [status, body];
const done = [204, ''];
const noMovie = [404, { detail: 'Movie with the given ID was not found.' }];

let films = 0;
/** A film with a name of its own. */
function aFilm() {
  films += 1;
  return api.aMovie({ name: `Film ${films}`, date: null });
}

type Reference = number | string;
const put = (user: Caller, movie: Reference, mark: string, value?: unknown) =>
  user.call('PUT', `/theater/movies/${movie}/${mark}/`, value === undefined ? undefined : { value });
const withdraw = (user: Caller, movie: Reference, mark: string) => user.delete(`/theater/movies/${movie}/${mark}/`);
const seenBy = async (caller: Caller, movie: Reference) => (await caller.get(`/theater/movies/${movie}/`)).body;

describe('a reaction', () => {
  test('is a like or a dislike, which counts and is shown to its user', async () => {
    const [ann, bob] = [await api.aUser(), await api.aUser()];
    const { id } = await aFilm();
    expect(plain(await put(ann, id, 'reaction', 'like'))).toEqual(done);
    expect(plain(await put(bob, id, 'reaction', 'dislike'))).toEqual(done);
    expect(await seenBy(ann, id)).toMatchObject({ likes: 1, dislikes: 1, mine: { reaction: 'like' } });
    expect(await seenBy(bob, id)).toMatchObject({ likes: 1, dislikes: 1, mine: { reaction: 'dislike' } });
  });

  test('takes the place of the one before, and counts once however often it is given', async () => {
    const user = await api.aUser();
    const { id } = await aFilm();
    for (const value of ['like', 'like', 'dislike', 'dislike'])
      expect(plain(await put(user, id, 'reaction', value))).toEqual(done);
    expect(await seenBy(user, id)).toMatchObject({ likes: 0, dislikes: 1, mine: { reaction: 'dislike' } });
  });

  test('is withdrawn, also where there is none', async () => {
    const user = await api.aUser();
    const { id } = await aFilm();
    await put(user, id, 'reaction', 'like');
    for (let count = 0; count < 2; count += 1) expect(plain(await withdraw(user, id, 'reaction'))).toEqual(done);
    expect(await seenBy(user, id)).toMatchObject({ likes: 0, dislikes: 0, mine: { reaction: null } });
  });

  test.each([
    [{ value: 'love' }, 'literal_error', "Input should be 'like' or 'dislike'", 'value'],
    [{ value: 'LIKE' }, 'literal_error', "Input should be 'like' or 'dislike'", 'value'],
    [{ value: null }, 'literal_error', "Input should be 'like' or 'dislike'", 'value'],
    [{}, 'missing', 'Field required', 'value'],
    [{ value: 'like', movie: 1 }, 'extra_forbidden', 'Extra inputs are not permitted', 'movie'],
  ])('is not %j', async (body, type, msg, field) => {
    const answer = await (await api.aUser()).call('PUT', '/theater/movies/1/reaction/', body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toMatchObject([{ type, msg, loc: ['body', field] }]);
  });

  test('is said in a body', async () => {
    const answer = await (await api.aUser()).call('PUT', '/theater/movies/1/reaction/');
    expect([answer.status, answer.body.detail]).toMatchObject([422, [{ type: 'missing', loc: ['body'] }]]);
  });
});

describe('a rating', () => {
  test('joins the average and the count, of a movie and in lists', async () => {
    const [ann, bob, cem] = [await api.aUser(), await api.aUser(), await api.aUser()];
    const { id } = await aFilm();
    for (const [user, value] of [
      [ann, 10],
      [bob, 1],
      [cem, 8],
    ] as const) {
      expect(plain(await put(user, id, 'rating', value))).toEqual(done);
    }
    expect(await seenBy(bob, id)).toMatchObject({ rating: { average: 6.33, count: 3 }, mine: { rating: 1 } });
    const [listed] = (await api.anyone().get('/theater/movies/?sort=-rating&per_page=1')).body.movies;
    expect(listed).toMatchObject({ id, rating: 6.33 });
  });

  test('takes the place of the one before, and goes when it is withdrawn', async () => {
    const user = await api.aUser();
    const { id, uuid } = await aFilm();
    for (const value of [2, 9, 9]) await put(user, uuid.toUpperCase(), 'rating', value);
    expect(await seenBy(user, id)).toMatchObject({ rating: { average: 9, count: 1 }, mine: { rating: 9 } });
    for (let count = 0; count < 2; count += 1) expect(plain(await withdraw(user, uuid, 'rating'))).toEqual(done);
    expect(await seenBy(user, id)).toMatchObject({ rating: { average: null, count: 0 }, mine: { rating: null } });
  });

  test('may be written as a decimal number that is whole', async () => {
    const user = await api.aUser();
    const { id } = await aFilm();
    expect((await user.call('PUT', `/theater/movies/${id}/rating/`, '{"value": 7.0}')).status).toBe(204);
    expect((await seenBy(user, id)).mine.rating).toBe(7);
  });

  test.each([
    [0, 'greater_than_equal', 'Input should be greater than or equal to 1'],
    [-1e300, 'greater_than_equal', 'Input should be greater than or equal to 1'],
    [11, 'less_than_equal', 'Input should be less than or equal to 10'],
    [7.5, 'int_from_float', 'Input should be a valid integer, got a number with a fractional part'],
    ['7', 'int_type', 'Input should be a valid integer'],
    [true, 'int_type', 'Input should be a valid integer'],
    [null, 'int_type', 'Input should be a valid integer'],
  ])('is not %j', async (value, type, msg) => {
    const { id } = await aFilm();
    const answer = await put(await api.aUser(), id, 'rating', value);
    expect(plain(answer)).toEqual([422, { detail: [{ type, msg, loc: ['body', 'value'], input: value }] }]);
    expect((await seenBy(api.anyone(), id)).rating).toEqual({ average: null, count: 0 });
  });
});

describe('a favorite', () => {
  test('is one however often it is kept, and none however often it is taken off', async () => {
    const user = await api.aUser();
    const { id, uuid } = await aFilm();
    for (const reference of [id, uuid]) expect(plain(await put(user, reference, 'favorite'))).toEqual(done);
    expect((await seenBy(user, id)).mine.favorite).toBe(true);
    expect((await user.get('/favorites/')).body.total_items).toBe(1);
    for (const reference of [uuid, id]) expect(plain(await withdraw(user, reference, 'favorite'))).toEqual(done);
    expect((await seenBy(user, id)).mine.favorite).toBe(false);
  });

  test('takes no fields', async () => {
    const answer = await put(await api.aUser(), 1, 'favorite', true);
    expect(answer.body.detail).toMatchObject([{ type: 'extra_forbidden', loc: ['body', 'value'] }]);
  });
});

describe.each([
  ['reaction', 'like'],
  ['rating', 5],
  ['favorite', undefined],
])('the %s', (mark, value) => {
  const ways: readonly (readonly [Method, unknown])[] = [
    ['PUT', value === undefined ? undefined : { value }],
    ['DELETE', undefined],
  ];

  test.each(ways)('of no movie is not there: %s', async (method, body) => {
    const user = await api.aUser();
    for (const movie of [0, -1, 4711, '99999999999999999999', '00000000-0000-4000-8000-999999999999']) {
      expect(plain(await user.call(method, `/theater/movies/${movie}/${mark}/`, body))).toEqual(noMovie);
    }
  });

  test.each(ways)('of what is no reference is refused: %s', async (method, body) => {
    const { status, body: answer } = await (await api.aUser()).call(method, `/theater/movies/alien/${mark}/`, body);
    expect([status, answer.detail]).toMatchObject([422, [{ type: 'int_parsing', loc: ['path', 'movie'] }]]);
  });

  test.each(ways)('needs no slash at the end, but somebody who is signed in: %s', async (method, body) => {
    const path = `/theater/movies/${(await aFilm()).id}/${mark}`;
    expect((await (await api.aUser()).call(method, path, body)).status).toBe(204);
    expect((await api.anyone().call(method, path, body)).status).toBe(401);
  });

  test('is set and withdrawn, and not read on its own', async () => {
    const { status, headers } = await (await api.aUser()).get(`/theater/movies/1/${mark}/`);
    expect([status, headers['allow']]).toEqual([405, 'DELETE, PUT']);
  });
});

describe('GET /favorites/', () => {
  let user: Caller;
  beforeAll(async () => {
    user = await api.aUser();
    const other = await api.aUser();
    const kept = [
      await api.aMovie({ name: 'Stalker', date: '1979-05-25', imdb: 8.1, genres: ['Drama'] }),
      await api.aMovie({
        name: 'Solaris',
        date: '1972-03-20',
        imdb: 8,
        genres: ['Drama'],
        price: Money.of(500, 'USD'),
      }),
      await api.aMovie({ name: 'Mirror', date: '1975-03-07', imdb: 7.9, genres: ['Memory'] }),
    ];
    for (const { id } of kept) await put(user, id, 'favorite');
    await put(other, (await api.aMovie({ name: 'Solaris Again', genres: ['Drama'] })).id, 'favorite');
  });
  const namesOf = async (query: string) =>
    (await user.get(`/favorites/${query}`)).body.movies.map(({ name }: { name: string }) => name);

  test('lists one’s own as movies are listed', async () => {
    const { status, body } = await user.get('/favorites/');
    expect(status).toBe(200);
    expect(body).toMatchObject({ prev_page: null, next_page: null, total_pages: 1, total_items: 3 });
    const listed = (await api.anyone().get('/theater/movies/?genre=memory')).body.movies;
    expect(body.movies[0]).toEqual(listed[0]);
    expect(body.movies.map(({ name }: { name: string }) => name)).toEqual(['Mirror', 'Solaris', 'Stalker']);
  });

  test.each([
    ['?search=solaris', ['Solaris']],
    ['?genre=drama', ['Solaris', 'Stalker']],
    ['?genre=drama&for_sale=true', ['Solaris']],
    ['?year_from=1975', ['Mirror', 'Stalker']],
    ['?sort=-imdb', ['Stalker', 'Solaris', 'Mirror']],
    ['?search=s&sort=year', ['Solaris', 'Stalker']],
  ])('finds by %s', async (query, names) => {
    expect(await namesOf(query)).toEqual(names);
  });

  test('links to the pages around it, the query kept', async () => {
    const { body } = await user.get('/favorites?per_page=1&page=2&sort=name&unknown=x y');
    expect(body).toMatchObject({
      prev_page: '/favorites/?page=1&per_page=1&sort=name&unknown=x+y',
      next_page: '/favorites/?page=3&per_page=1&sort=name&unknown=x+y',
      total_pages: 3,
    });
    expect((await user.get(body.next_page)).body.movies).toMatchObject([{ name: 'Stalker' }]);
  });

  test.each(['?page=2', '?genre=nothing', '?search=again'])('has nothing to show for %s', async (query) => {
    expect(plain(await user.get(`/favorites/${query}`))).toEqual([404, { detail: 'No movies found.' }]);
  });

  test('has nothing to show to whoever has none', async () => {
    expect(plain(await (await api.aUser()).get('/favorites/'))).toEqual([404, { detail: 'No movies found.' }]);
  });

  test.each([
    ['?sort=colour', 'literal_error'],
    ['?page=0', 'greater_than_equal'],
    ['?search=%00', 'value_error'],
  ])('refuses %s', async (query, type) => {
    const { status, body } = await user.get(`/favorites/${query}`);
    expect([status, body.detail]).toMatchObject([422, [{ type, loc: ['query', query.slice(1).split('=')[0]] }]]);
  });
});
