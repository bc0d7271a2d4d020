import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';

let api: AnApi;
let moderator: Caller;
beforeAll(async () => {
  api = await anApi();
  moderator = await api.aUser('moderator');
  await addMovies();
});
afterAll(() => api.close());

async function addMovies() {
  const italian = { languages: ['Italian'], country: 'IT', certification: 'PG-13', genres: ['Dark Comedy'] };
  const french = { languages: ['French'], country: 'FR', certification: 'R', genres: ['Drama'] };
  const cast = { actors: ['Alida Valli', 'Totò'], stars: ['Totò'], directors: ['Mario Monicelli'] };
  const other = { actors: ['Totò', 'Anna Magnani'], stars: ['Anna Magnani'], directors: ['Agnès Varda'] };
  for (const body of [
    { name: 'One', year: 1951, ...italian, ...cast },
    { name: 'Two', year: 1952, ...italian, ...cast, stars: ['Totò', 'Alida Valli'] },
    { name: 'Three', year: 1953, ...french, ...other },
  ]) {
    expect((await moderator.post('/theater/movies/', body)).status).toBe(201);
  }
}

/** Each of the lists: what one of it is called, what is on it, and a search with what it finds. */
const lists = [
  { list: 'genres', one: 'Genre', counts: { 'Dark Comedy': 2, Drama: 1 }, search: 'com', found: 'Dark Comedy' },
  {
    list: 'actors',
    one: 'Actor',
    counts: { 'Alida Valli': 2, 'Anna Magnani': 1, Totò: 3 },
    search: 'VAL',
    found: 'Alida Valli',
  },
  {
    list: 'stars',
    one: 'Star',
    counts: { 'Alida Valli': 1, 'Anna Magnani': 1, Totò: 2 },
    search: 'toto',
    found: 'Totò',
  },
  {
    list: 'directors',
    one: 'Director',
    counts: { 'Agnès Varda': 1, 'Mario Monicelli': 2 },
    search: 'agnes v',
    found: 'Agnès Varda',
  },
  { list: 'languages', one: 'Language', counts: { French: 1, Italian: 2 }, search: 'it', found: 'Italian' },
  { list: 'countries', one: 'Country', counts: { France: 1, Italy: 2 }, search: 'ita', found: 'Italy' },
  { list: 'certifications', one: 'Certification', counts: { 'PG-13': 2, R: 1 }, search: '13', found: 'PG-13' },
] as const;

/** A body that writes a name there. */
const written = (list: string, name: string) => (list === 'countries' ? { code: 'CH', name } : { name });

describe.each(lists)('/theater/$list/', ({ list, one, counts, search, found }) => {
  const path = `/theater/${list}/`;
  const read = async (query: string) => (await api.anyone().get(`${path}${query}`)).body;
  const idOf = async (name: string) => (await read(`?search=${encodeURIComponent(name)}`))[list][0].id;

  test('lists them by name, with how many movies each has', async () => {
    const { status, body } = await api.anyone().get(path);
    expect(status).toBe(200);
    expect(body).toEqual({
      [list]: Object.entries(counts).map(([name, total_movies]) => ({
        id: expect.any(Number),
        ...(list === 'countries' ? { code: name === 'Italy' ? 'IT' : 'FR' } : {}),
        name,
        total_movies,
      })),
      prev_page: null,
      next_page: null,
      total_pages: 1,
      total_items: Object.keys(counts).length,
    });
  });

  test('finds them by the beginnings of words, and pages with the search kept', async () => {
    expect((await read(`?search=${search}`))[list]).toMatchObject([{ name: found }]);
    const all = await read('?per_page=1&search=');
    expect(all[list]).toHaveLength(1);
    expect(all.next_page).toBe(`${path}?page=2&per_page=1&search=`);
    const [first, ...rest] = Object.keys(counts);
    expect(all[list][0].name).toBe(first);
    expect((await read(all.next_page.slice(path.length)))[list][0].name).toBe(rest[0]);
    expect(await read('?search=qqq')).toEqual({
      [list]: [],
      prev_page: null,
      next_page: null,
      total_pages: 0,
      total_items: 0,
    });
    for (const nasty of ['%', '_', '"', "'", '*', '-', 'a AND (', '🎬', '\\', ' ']) {
      expect((await api.anyone().get(`${path}?search=${encodeURIComponent(nasty)}`)).status).toBe(200);
    }
  });

  test('shows one of them with a page of its movies', async () => {
    const [name, total] = Object.entries(counts).find(([, movies]) => movies === 2) ?? [];
    const id = await idOf(String(name));
    const whole = await read(`${id}/`);
    expect(whole).toMatchObject({ id, name, total_movies: total, total_items: total, total_pages: 1 });
    expect(whole.movies.map((movie: { name: string }) => movie.name)).toEqual(['Two', 'One']);
    expect(await read(`${id}/?per_page=1&page=2`)).toMatchObject({
      movies: [{ name: 'One' }],
      prev_page: `${path}${id}/?page=1&per_page=1`,
      next_page: null,
    });
    expect(await read(`${id}/?page=3`)).toMatchObject({ id, movies: [], total_items: 2 });
  });

  test('may be kept by caches, as long as they ask again', async () => {
    const id = await idOf(found);
    for (const url of [path, `${path}?search=qqq`, `${path}${id}/`]) {
      const { headers } = await api.anyone().get(url);
      expect(headers).toMatchObject({ vary: 'Authorization', 'cache-control': 'public, no-cache' });
      const again = await api.anyone().get(url, { 'if-none-match': String(headers['etag']) });
      expect([again.status, again.body, again.headers['etag']]).toEqual([304, '', headers['etag']]);
      const own = await moderator.get(url);
      expect(own.headers).toMatchObject({ vary: 'Authorization', 'cache-control': 'private, no-cache' });
      expect(own.headers).not.toHaveProperty('etag');
    }
  });

  test('is kept by moderators: a name is added, changed and deleted', async () => {
    const tagBefore = (await api.anyone().get(path)).headers['etag'];
    const added = await moderator.post(path, written(list, ' New One '));
    expect(added.status).toBe(201);
    const { id } = added.body;
    expect(added.body).toEqual({ id, ...written(list, 'New One'), total_movies: 0 });
    // A star is on the list once they star in something.
    expect((await api.anyone().get(path)).headers['etag'] === tagBefore).toBe(list === 'stars');
    expect(await read(`${id}/`)).toMatchObject({ ...added.body, movies: [], total_items: 0, total_pages: 0 });

    const changed = await moderator.call('PATCH', `${path}${id}/`, { name: 'Other One' });
    expect([changed.status, changed.body]).toEqual([200, { ...added.body, name: 'Other One' }]);
    for (const nothing of [{}, undefined]) {
      expect(await moderator.call('PATCH', `${path}${id}/`, nothing)).toMatchObject({
        status: 200,
        body: changed.body,
      });
    }

    expect(await moderator.delete(`${path}${id}/`)).toMatchObject({ status: 204, body: '' });
    expect((await api.anyone().get(`${path}${id}/`)).status).toBe(404);
    expect((await api.anyone().get(path)).headers['etag']).toBe(tagBefore);
  });

  test('holds each name once, in any case', async () => {
    const [first, second] = Object.keys(counts);
    const kind = list === 'stars' ? 'actor' : one.toLowerCase();
    const detail = (name: string) => `${kind === 'actor' ? 'An' : 'A'} ${kind} with name '${name}' already exists.`;
    const again = await moderator.post(path, written(list, String(first).toUpperCase()));
    expect([again.status, again.body]).toEqual([409, { detail: detail(String(first).toUpperCase()) }]);
    const id = await idOf(String(second));
    const renamed = await moderator.call('PATCH', `${path}${id}/`, { name: String(first) });
    expect([renamed.status, renamed.body]).toEqual([409, { detail: detail(String(first)) }]);
    // Another spelling of its own name is no other's.
    const own = await moderator.call('PATCH', `${path}${id}/`, { name: String(second).toUpperCase() });
    expect(own.body).toMatchObject({ id, name: String(second).toUpperCase() });
    await moderator.call('PATCH', `${path}${id}/`, { name: second });
  });

  test.each(['GET', 'PATCH', 'DELETE'] as const)('does not know every id, at %s', async (method) => {
    for (const id of ['0', '-1', '4711', '99999999999999999999']) {
      for (const body of method === 'PATCH' ? [{}, { name: 'x' }] : [undefined]) {
        const { status, body: answer } = await moderator.call(method, `${path}${id}/`, body);
        expect([id, status, answer]).toEqual([id, 404, { detail: `${one} with the given ID was not found.` }]);
      }
    }
    const { status, body } = await moderator.call(method, `${path}first/`);
    expect([status, body.detail]).toMatchObject([422, [{ type: 'int_parsing', loc: ['path', 'id'], input: 'first' }]]);
  });

  test('refuses what is no name, and tells all of it', async () => {
    const id = await idOf(found);
    for (const [method, url] of [
      ['POST', path],
      ['PATCH', `${path}${id}/`],
    ] as const) {
      for (const [name, type] of [
        ['', 'value_error'],
        [' \u3000', 'value_error'],
        ['x'.repeat(256), 'value_error'],
        ['a\0', 'value_error'],
        ['\ud800', 'string_unicode'],
        [5, 'string_type'],
        [null, 'string_type'],
        [['x'], 'string_type'],
      ] as const) {
        const { status, body } = await moderator.call(method, url, { ...written(list, ''), name });
        expect([method, status, body.detail]).toMatchObject([method, 422, [{ type, loc: ['body', 'name'] }]]);
      }
      const { body } = await moderator.call(method, url, { ...written(list, ' '), id: 7, total_movies: 1 });
      expect(body.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual(['id', 'total_movies', 'name']);
    }
    const nothing = await moderator.post(path, {});
    const needed = list === 'countries' ? 'code' : 'name';
    expect(nothing.body.detail).toMatchObject([{ type: 'missing', loc: ['body', needed] }]);
    expect((await api.anyone().get(`${path}?search=${'x'.repeat(10_000)}`)).body.detail).toMatchObject([
      { type: 'string_too_long', loc: ['query', 'search'] },
    ]);
  });
});

describe('countries', () => {
  test('have a code, which gives those their name that come without one', async () => {
    const { status, body } = await moderator.post('/theater/countries/', { code: 'deu' });
    expect([status, body]).toMatchObject([201, { code: 'DE', name: 'Germany' }]);
    expect((await api.anyone().get('/theater/countries/?search=de')).body.countries).toMatchObject([{ code: 'DE' }]);
    const again = await moderator.post('/theater/countries/', { code: 'DE', name: 'Allemagne' });
    expect([again.status, again.body]).toEqual([409, { detail: "A country with name 'Germany' already exists." }]);
    const change = (stated: object) => moderator.call('PATCH', `/theater/countries/${body.id}/`, stated);
    expect((await change({ code: 'at' })).body).toMatchObject({ code: 'AT', name: 'Germany' });
    expect((await change({ name: 'Austria' })).body).toMatchObject({ code: 'AT', name: 'Austria' });
    expect((await change({ code: 'IT' })).body).toEqual({ detail: "A country with name 'Italy' already exists." });
  });

  test.each(['', 'Italy', 'zz', '__proto__', 'i\u0307t'])('have no code %j', async (code) => {
    const { status, body } = await moderator.post('/theater/countries/', { code, name: '' });
    expect([status, body.detail.map(({ msg }: { msg: string }) => msg)]).toEqual([
      422,
      ['Country must be an ISO 3166-1 code.', 'A name cannot be empty or contain only spaces.'],
    ]);
  });

  test('are refused with all that is wrong with them', async () => {
    const { body } = await moderator.post('/theater/countries/', { name: ' ', x: 1 });
    expect(body.detail.map(({ type, loc }: { type: string; loc: string[] }) => [type, loc[1]]).toSorted()).toEqual([
      ['extra_forbidden', 'x'],
      ['missing', 'code'],
      ['value_error', 'name'],
    ]);
  });

  test('alone have codes', async () => {
    const { body } = await moderator.post('/theater/genres/', { name: 'x', code: 'IT' });
    expect(body.detail).toMatchObject([{ type: 'extra_forbidden', loc: ['body', 'code'] }]);
  });
});

test('a name that is changed or deleted is so in its movies', async () => {
  const { body: movie } = await moderator.post('/theater/movies/', {
    name: 'Stalker',
    year: 1979,
    genres: ['Mystery'],
    stars: ['Alisa Freindlich'],
    country: 'SU',
    certification: 'NR',
  });
  const shown = async () => (await api.anyone().get(`/theater/movies/${movie.id}/`)).body;
  const star = `/theater/stars/${movie.stars[0].id}/`;
  await moderator.call('PATCH', star, { name: 'Alisa Freundlich' });
  const renamed = { id: movie.stars[0].id, name: 'Alisa Freundlich' };
  expect(await shown()).toMatchObject({ stars: [renamed], actors: [renamed] });
  expect((await api.anyone().get('/theater/movies/?search=freundlich')).body.movies).toMatchObject([{ id: movie.id }]);
  expect((await api.anyone().get('/theater/movies/?search=freindlich&star=freindlich')).status).toBe(404);

  for (const path of [
    star,
    `/theater/genres/${movie.genres[0].id}/`,
    `/theater/countries/${movie.country.id}/`,
    `/theater/certifications/${movie.certification.id}/`,
  ]) {
    expect((await moderator.delete(path)).status).toBe(204);
  }
  expect(await shown()).toMatchObject({ genres: [], actors: [], stars: [], country: null, certification: null });
});
