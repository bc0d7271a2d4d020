import { Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';

let api: AnApi;
let alien: { id: number; uuid: string };
beforeAll(async () => {
  api = await anApi();
  const genres = ['Horror', 'Science Fiction'];
  const price = Money.of(999, 'USD');
  alien = await api.aMovie({
    name: 'Alien',
    date: '1979-05-25',
    imdb: 8.5,
    votes: 900,
    genres,
    price,
    certification: 'R',
  });
  await api.aMovie({
    name: 'Aliens',
    date: '1986-07-18',
    imdb: 8.4,
    votes: 700,
    genres: ['Science Fiction'],
    price: Money.of(500, 'USD'),
  });
  await api.aMovie({
    name: 'Heat',
    date: '1995-12-15',
    imdb: 8.3,
    votes: 800,
    genres: ['Crime'],
    directors: ['Michael Mann'],
  });
  for (let number = 1; number <= 10; number += 1) {
    await api.aMovie({
      name: `Serial ${number}`,
      date: `1920-01-${String(number).padStart(2, '0')}`,
      genres: ['Serial'],
      status: 'In Production',
    });
  }
});
afterAll(() => api.close());

async function namesOf(query: string): Promise<readonly string[]> {
  const { body } = await api.anyone().get(`/theater/movies/${query}`);
  return body.movies.map(({ name }: { name: string }) => name);
}

describe('GET /theater/movies/', () => {
  test('lists the newest first, ten a page', async () => {
    const { status, body } = await api.anyone().get('/theater/movies/');
    expect(status).toBe(200);
    expect(body.movies).toHaveLength(10);
    expect(body.movies[0].name).toBe('Serial 10');
    expect(body).toMatchObject({
      prev_page: null,
      next_page: '/theater/movies/?page=2&per_page=10',
      total_pages: 2,
      total_items: 13,
    });
  });

  test('shows of each what a list shows', async () => {
    const { body } = await api.anyone().get('/theater/movies/?search=alien&sort=name&per_page=1');
    expect(body.movies).toEqual([
      {
        id: alien.id,
        uuid: alien.uuid,
        name: 'Alien',
        date: '1979-05-25',
        year: 1979,
        score: null,
        imdb: 8.5,
        votes: 900,
        overview: null,
        price: '9.99',
        genres: [expect.objectContaining({ name: 'Horror' }), expect.objectContaining({ name: 'Science Fiction' })],
        certification: { id: expect.any(Number), name: 'R' },
        rating: null,
      },
    ]);
  });

  test('links to the pages around it, the query kept', async () => {
    const customer = api.anyone();
    const { body } = await customer.get('/theater/movies/?per_page=2&genre=serial&page=3&sort=-year,name&unknown=x y');
    expect(body.prev_page).toBe('/theater/movies/?page=2&per_page=2&genre=serial&sort=-year%2Cname&unknown=x+y');
    expect(body.next_page).toBe('/theater/movies/?page=4&per_page=2&genre=serial&sort=-year%2Cname&unknown=x+y');
    const seen: string[] = [];
    for (let path: string | null = '/theater/movies/?per_page=4'; path !== null; ) {
      const page: Awaited<ReturnType<typeof customer.get>> = await customer.get(path);
      seen.push(...page.body.movies.map(({ name }: { name: string }) => name));
      path = page.body.next_page;
    }
    expect(new Set(seen).size).toBe(13);
  });

  test.each([
    ['?genre=science fiction', ['Aliens', 'Alien']],
    ['?genre=science fiction&genre=HORROR', ['Alien']],
    ['?year=1995', ['Heat']],
    ['?year_from=1979&year_to=1990', ['Aliens', 'Alien']],
    ['?imdb=8.4', ['Aliens', 'Alien']],
    ['?price_from=9.99', ['Alien']],
    ['?price_to=5', ['Aliens']],
    ['?for_sale=true', ['Aliens', 'Alien']],
    ['?for_sale=no&imdb=1', ['Heat']],
    ['?status=Released&sort=-imdb', ['Alien', 'Aliens', 'Heat']],
    ['?status=Released&sort=votes', ['Aliens', 'Heat', 'Alien']],
    ['?director=michael mann', ['Heat']],
    ['?certification=r', ['Alien']],
    ['?search=aliens', ['Aliens']],
  ])('finds by %s', async (query, names) => {
    expect(await namesOf(query)).toEqual(names);
  });

  test.each(['?page=3', '?page=99999999999999999999', '?genre=nothing', '?year=99999999999', '?search=qqqqqqqqq'])(
    'has nothing to show for %s',
    async (query) => {
      const { status, body } = await api.anyone().get(`/theater/movies/${query}`);
      expect([status, body]).toEqual([404, { detail: 'No movies found.' }]);
    },
  );

  test.each([
    ['?page=0', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    ['?per_page=0', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    ['?per_page=101', 'less_than_equal', 'Input should be less than or equal to 100'],
    ['?page=one', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ['?imdb=eleven', 'float_parsing', 'Input should be a valid number, unable to parse string as a number'],
    ['?imdb=11', 'less_than_equal', 'Input should be less than or equal to 10'],
    ['?price_from=-1', 'greater_than_equal', 'Input should be greater than or equal to 0'],
    ['?price_to=-0.01', 'greater_than_equal', 'Input should be greater than or equal to 0'],
    ['?price_from=--1', 'decimal_parsing', 'Input should be a valid decimal'],
    ['?year=-5', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    ['?year_from=0', 'greater_than_equal', 'Input should be greater than or equal to 1'],
    ['?imdb=-1', 'greater_than_equal', 'Input should be greater than or equal to 0'],
    ['?price_to=1.999', 'decimal_parsing', 'Input should be a valid decimal'],
    ['?status=lost', 'literal_error', "Input should be 'Released', 'Post Production' or 'In Production'"],
    [
      '?sort=colour',
      'literal_error',
      "Input should be 'name', 'year', 'date', 'imdb', 'score', 'votes', 'price', 'rating' or 'popularity'",
    ],
    ['?search=%00', 'value_error', 'Null characters are not allowed'],
  ])('refuses %s', async (query, type, msg) => {
    const { status, body } = await api.anyone().get(`/theater/movies/${query}`);
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([{ type, msg, loc: ['query', query.slice(1).split('=')[0]] }]);
  });
});

describe('GET /theater/movies/{movie}/', () => {
  test('shows everything, by id or uuid, to anyone', async () => {
    for (const reference of [alien.id, alien.uuid, alien.uuid.toUpperCase()]) {
      const { status, body } = await api.anyone().get(`/theater/movies/${reference}/`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        ...alien,
        name: 'Alien',
        status: 'Released',
        price: '9.99',
        country: null,
        rating: { average: null, count: 0 },
        likes: 0,
        dislikes: 0,
      });
      expect(body).not.toHaveProperty('mine');
    }
  });

  test('shows a user what they have to do with it', async () => {
    const user = await api.aUser();
    const nothing = { reaction: null, rating: null, favorite: false, in_cart: false, purchased: false };
    expect((await user.get(`/theater/movies/${alien.id}/`)).body.mine).toEqual(nothing);
    await user.post('/cart/items/', { movie_id: alien.id });
    expect((await user.get(`/theater/movies/${alien.id}/`)).body.mine).toEqual({ ...nothing, in_cart: true });
  });

  test.each(['0', '-1', '4711', '99999999999999999999', '00000000-0000-4000-8000-999999999999'])(
    'does not know %s',
    async (reference) => {
      const { status, body } = await api.anyone().get(`/theater/movies/${reference}/`);
      expect([status, body]).toEqual([404, { detail: 'Movie with the given ID was not found.' }]);
    },
  );

  test.each(['alien', '1.5', '1e3', '00000000-0000-4000-8000'])(
    'refuses %s, which is neither an id nor a uuid',
    async (reference) => {
      const { status, body } = await api.anyone().get(`/theater/movies/${reference}/`);
      expect(status).toBe(422);
      expect(body.detail).toEqual([
        {
          type: 'int_parsing',
          loc: ['path', 'movie'],
          msg: 'Input should be a valid integer, unable to parse string as an integer',
          input: reference,
        },
      ]);
    },
  );
});

describe('GET /theater/genres/', () => {
  test('lists them by name, with how many movies each has', async () => {
    const { status, body } = await api.anyone().get('/theater/genres/');
    expect(status).toBe(200);
    expect(
      body.genres.map(({ name, total_movies }: { name: string; total_movies: number }) => [name, total_movies]),
    ).toEqual([
      ['Crime', 1],
      ['Horror', 1],
      ['Science Fiction', 2],
      ['Serial', 10],
    ]);
    expect(body).toMatchObject({ prev_page: null, next_page: null, total_pages: 1, total_items: 4 });
  });

  test('finds them by the beginning of a word, and answers an empty page with none', async () => {
    const found = (await api.anyone().get('/theater/genres/?search=fic')).body;
    expect(found.genres).toMatchObject([{ name: 'Science Fiction' }]);
    const beyond = await api.anyone().get('/theater/genres/?page=9');
    expect([beyond.status, beyond.body.genres, beyond.body.prev_page]).toEqual([
      200,
      [],
      '/theater/genres/?page=1&per_page=10',
    ]);
    expect((await api.anyone().get('/theater/genres/?search=qq')).body).toMatchObject({
      genres: [],
      total_pages: 0,
      prev_page: null,
    });
  });
});

describe('GET /theater/genres/{id}/', () => {
  test('shows the genre and a page of its movies', async () => {
    const [serial] = (await api.anyone().get('/theater/genres/?search=serial')).body.genres;
    const { status, body } = await api.anyone().get(`/theater/genres/${serial.id}/?per_page=4&page=2`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...serial,
      prev_page: `/theater/genres/${serial.id}/?page=1&per_page=4`,
      next_page: `/theater/genres/${serial.id}/?page=3&per_page=4`,
      total_items: 10,
    });
    expect(body.movies).toHaveLength(4);
    expect((await api.anyone().get(`/theater/genres/${serial.id}/?page=9`)).body).toMatchObject({
      movies: [],
      total_items: 10,
    });
  });

  test.each(['0', '4711', '99999999999'])('does not know %s', async (id) => {
    const { status, body } = await api.anyone().get(`/theater/genres/${id}/`);
    expect([status, body]).toEqual([404, { detail: 'Genre with the given ID was not found.' }]);
  });

  test('refuses what is no number', async () => {
    expect((await api.anyone().get('/theater/genres/drama/')).body.detail).toMatchObject([
      { type: 'int_parsing', loc: ['path', 'id'], input: 'drama' },
    ]);
  });
});

describe('public reads', () => {
  const url = '/theater/movies/?per_page=2';

  test('may be kept by caches as long as they ask again', async () => {
    const { headers, body } = await api.anyone().get(url);
    expect(headers).toMatchObject({ vary: 'Authorization', 'cache-control': 'public, no-cache' });
    const etag = String(headers['etag']);
    expect(etag).toMatch(/^W\/".+"$/);
    for (const known of [etag, `"x", ${etag}`, etag.slice(2), '*']) {
      const again = await api.anyone().get(url, { 'if-none-match': known });
      expect([again.status, again.body, again.headers['etag']]).toEqual([304, '', etag]);
    }
    const head = await api.app.inject({ method: 'HEAD', url: `/api/v1${url}`, headers: { 'if-none-match': etag } });
    expect([head.statusCode, head.headers['etag']]).toEqual([304, etag]);
    const other = await api.anyone().get(url, { 'if-none-match': 'W/"other"' });
    expect([other.status, other.body]).toEqual([200, body]);
  });

  test('of a signed-in user are for that browser alone', async () => {
    const { headers } = await (await api.aUser()).get(url);
    expect(headers).toMatchObject({ vary: 'Authorization', 'cache-control': 'private, no-cache' });
    expect(headers).not.toHaveProperty('etag');
  });
});
