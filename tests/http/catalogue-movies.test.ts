import type { MovieFacts } from '@online-cinema/domain/catalogue';
import { Money } from '@online-cinema/domain/shared';
import type { Presented } from '@online-cinema/http/shared/present';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Answer, Caller } from './support/caller.ts';

let api: AnApi;
let moderator: Caller;
beforeAll(async () => {
  api = await anApi();
  moderator = await api.aUser('moderator');
});
afterAll(() => api.close());

let movies = 0;

/** A body of a movie that is not there yet. */
function aBody(stated: object = {}): Readonly<Record<string, unknown>> {
  movies += 1;
  return { name: `Movie ${movies}`, year: 1979, ...stated };
}

/** A movie of its own. */
async function added(stated: object = {}): Promise<Answer['body']> {
  const { status, body } = await moderator.post('/theater/movies/', aBody(stated));
  expect([status, body.detail]).toEqual([201, undefined]);
  return body;
}

const change = (id: number | string, stated?: unknown) => moderator.call('PATCH', `/theater/movies/${id}/`, stated);

type Fault = Readonly<{ type: string; loc: readonly (string | number)[]; msg: string }>;

/** The faults, each as its place, its type and what is said. */
function told({ status, body }: Answer): readonly (readonly [string, string, string])[] {
  expect([status, body.detail]).toEqual([422, expect.any(Array)]);
  return body.detail.map(({ type, loc, msg }: Fault) => [loc.slice(1).join('.'), type, msg]);
}

const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name);

/** Those that are stated as they are; the others are names of what is linked. */
type PlainFact = Exclude<
  keyof MovieFacts,
  'year' | 'genres' | 'directors' | 'languages' | 'cast' | 'country' | 'certification'
>;

const everything = {
  name: 'Alien',
  date: '1979-05-25',
  time: 117,
  score: 80.5,
  imdb: 8.5,
  votes: 900,
  meta_score: 89,
  overview: 'In space no one can hear you scream.',
  description: 'The crew of the Nostromo answers a call.',
  status: 'Released',
  budget: 11_000_000,
  revenue: 184_700_000.5,
  gross: 0,
  price: '9.99',
} satisfies Presented<{ [Fact in PlainFact]: NonNullable<MovieFacts[Fact]> }>;
const names = {
  genres: ['Horror', 'Science Fiction'],
  actors: ['Tom Skerritt', 'Sigourney Weaver'],
  stars: ['sigourney weaver', 'Ian Holm'],
  directors: ['Ridley Scott'],
  languages: ['English'],
};

describe('POST /theater/movies/', () => {
  test('adds a movie with everything that is known of it, and creates the names that are not there yet', async () => {
    const { status, body } = await moderator.post('/theater/movies/', {
      ...everything,
      ...names,
      country: 'gbr',
      certification: 'R',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...everything,
      year: 1979,
      country: { code: 'GB', name: expect.stringContaining('United Kingdom') },
      certification: { name: 'R' },
      rating: { average: null, count: 0 },
      mine: { favorite: false, in_cart: false, purchased: false, rating: null, reaction: null },
    });
    expect(namesOf(body.genres)).toEqual(names.genres);
    // A star who is not among the actors joins them.
    expect(namesOf(body.actors)).toEqual(['Tom Skerritt', 'Sigourney Weaver', 'Ian Holm']);
    expect(namesOf(body.stars)).toEqual(['Sigourney Weaver', 'Ian Holm']);
    expect(namesOf(body.directors)).toEqual(names.directors);
    expect(namesOf(body.languages)).toEqual(names.languages);
    expect((await moderator.get(`/theater/movies/${body.id}/`)).body).toEqual(body);
    expect((await api.anyone().get('/theater/movies/?search=nostromo weaver')).body.movies).toMatchObject([
      { id: body.id, name: 'Alien' },
    ]);
  });

  test('takes the names that are there, whatever their case, and each once', async () => {
    const first = await added({ genres: ['Noir'], actors: ['Lauren Bacall'] });
    const second = await added({ genres: [' NOIR ', 'noir'], actors: ['lauren bacall'], stars: ['LAUREN BACALL'] });
    expect(second).toMatchObject({ genres: first.genres, actors: first.actors, stars: first.actors });
  });

  test('needs nothing but a name and a year', async () => {
    const body = await added({ year: 1927 });
    expect(body).toMatchObject({ date: null, year: 1927, status: 'Released', price: null, genres: [], actors: [] });
  });

  test('takes null for what is unknown', async () => {
    const unknown = Object.fromEntries(Object.keys({ ...everything, ...names }).map((field) => [field, null]));
    const body = await added({ ...unknown, name: 'Unknown', country: null, certification: null });
    expect(body).toMatchObject({
      name: 'Unknown',
      year: 1979,
      time: null,
      status: 'Released',
      stars: [],
      country: null,
    });
    const dated = await added({ date: '1960-06-16', year: null });
    expect(dated).toMatchObject({ date: '1960-06-16', year: 1960 });
  });

  test('takes as much text as the rules allow', async () => {
    const description = 'é映🎬'.repeat(33_333);
    expect(await added({ description })).toMatchObject({ description });
    const actors = Array.from({ length: 500 }, (_, number) => `${'Ä'.repeat(250)} ${number}`);
    expect(namesOf((await added({ actors })).actors)).toEqual(actors);
  });

  test('adds no movie twice, and nothing of what the second one names', async () => {
    const dated = aBody({ name: "Ocean's Eleven", date: '2001-12-07', year: 2001 });
    expect((await moderator.post('/theater/movies/', dated)).status).toBe(201);
    const again = await moderator.post('/theater/movies/', {
      ...dated,
      name: "OCEAN'S ELEVEN ",
      genres: ['Never Created'],
    });
    expect([again.status, again.body.detail]).toEqual([
      409,
      "A movie with the name 'OCEAN'S ELEVEN' and release date '2001-12-07' already exists.",
    ]);
    expect((await api.anyone().get('/theater/genres/?search=never')).body.genres).toEqual([]);

    const undated = aBody({ name: 'Metropolis', year: 1927 });
    expect((await moderator.post('/theater/movies/', undated)).status).toBe(201);
    expect((await moderator.post('/theater/movies/', undated)).body).toEqual({
      detail: "A movie with the name 'Metropolis' and year 1927 already exists.",
    });
    expect((await moderator.post('/theater/movies/', { ...undated, time: 153 })).status).toBe(201);
  });

  const notBetween = (from: number, to: number) => `The number must be between ${from} and ${to}.`;
  test.each<[object, string, string]>([
    [{ year: 1894 }, 'year', notBetween(1895, 2027)],
    [{ year: 99_999_999_999 }, 'year', notBetween(1895, 2027)],
    [{ date: '1894-01-01', year: null }, 'date', 'The year of the date must be between 1895 and 2027.'],
    [{ date: '1979-05-25', year: 1980 }, 'year', 'Year must be that of the date.'],
    [{ year: null }, 'year', 'Either the date or the year must be given.'],
    [{ time: 0 }, 'time', notBetween(1, 100_000)],
    [{ score: 100.1 }, 'score', notBetween(0, 100)],
    [{ imdb: -0.1 }, 'imdb', notBetween(0, 10)],
    [{ votes: 2 ** 31 }, 'votes', notBetween(0, 2_147_483_647)],
    [{ meta_score: 101 }, 'meta_score', notBetween(0, 100)],
    [{ budget: 1e30 }, 'budget', notBetween(0, Number.MAX_SAFE_INTEGER)],
    [{ revenue: -1 }, 'revenue', notBetween(0, Number.MAX_SAFE_INTEGER)],
    [{ gross: 2 ** 53 }, 'gross', notBetween(0, Number.MAX_SAFE_INTEGER)],
    [{ price: '1000000.00' }, 'price', 'Price must be between 0.00 and 999999.99.'],
    [{ name: '\u3000' }, 'name', 'A name cannot be empty or contain only spaces.'],
    [{ name: 'é'.repeat(256) }, 'name', 'A name has at most 255 characters.'],
    [{ genres: ['Drama', ''] }, 'genres', 'A name cannot be empty or contain only spaces.'],
    [{ directors: ['x'.repeat(256)] }, 'directors', 'A name has at most 255 characters.'],
    [{ languages: [' '] }, 'languages', 'A name cannot be empty or contain only spaces.'],
    [{ actors: [' '] }, 'actors', 'A name cannot be empty or contain only spaces.'],
    [{ stars: [' '] }, 'actors', 'A name cannot be empty or contain only spaces.'],
    [{ certification: '' }, 'certification', 'A name cannot be empty or contain only spaces.'],
    [{ country: 'Italy' }, 'country', 'Country must be an ISO 3166-1 code.'],
    [{ country: '' }, 'country', 'Country must be an ISO 3166-1 code.'],
    [{ overview: 'x'.repeat(10_001) }, 'overview', 'Text has at most 10000 characters here.'],
    [{ description: 'x'.repeat(100_001) }, 'description', 'Text has at most 100000 characters here.'],
  ])('refuses %j', async (stated, field, msg) => {
    expect(told(await moderator.post('/theater/movies/', aBody(stated)))).toEqual([[field, 'value_error', msg]]);
  });

  test.each<[object | string, string, string]>([
    [{ name: null }, 'name', 'string_type'],
    [{ name: 1984 }, 'name', 'string_type'],
    [{ year: '1979' }, 'year', 'int_type'],
    [{ year: 1979.5 }, 'year', 'int_from_float'],
    [{ time: true }, 'time', 'int_type'],
    [{ imdb: '8.5' }, 'imdb', 'float_type'],
    [{ date: '1979-02-30' }, 'date', 'date_from_datetime_parsing'],
    [{ date: 1979 }, 'date', 'string_type'],
    [{ price: 9.99 }, 'price', 'string_type'],
    [{ price: '9,99' }, 'price', 'decimal_parsing'],
    [{ price: '9.999' }, 'price', 'decimal_parsing'],
    [{ price: '-1' }, 'price', 'greater_than_equal'],
    [{ price: '1e3' }, 'price', 'decimal_parsing'],
    [{ status: 'Lost' }, 'status', 'literal_error'],
    [{ genres: 'Drama' }, 'genres', 'list_type'],
    [{ genres: { name: 'Drama' } }, 'genres', 'list_type'],
    [{ genres: ['Drama', { name: 'Drama' }] }, 'genres.1', 'string_type'],
    [{ actors: [null] }, 'actors.0', 'string_type'],
    [{ stars: Array(501).fill('x') }, 'stars', 'too_long'],
    [{ overview: 'a\0b' }, 'overview', 'value_error'],
    [{ genres: ['Drama', '\0'] }, 'genres.1', 'value_error'],
    [{ name: '\ud800' }, 'name', 'string_unicode'],
    [{ actors: ['\udc00'] }, 'actors.0', 'string_unicode'],
    [{ id: 5 }, 'id', 'extra_forbidden'],
    [{ uuid: '0b6f1c2e-5d0a-4c3b-9a52-4f4a3f1f7b10' }, 'uuid', 'extra_forbidden'],
    [{ rating: 10 }, 'rating', 'extra_forbidden'],
    ['{"name": "x", "year": 1979, "gross": 1e999}', 'gross', 'finite_number'],
  ])('refuses the shape of %j', async (stated, place, type) => {
    const body = typeof stated === 'string' ? stated : aBody(stated);
    expect(told(await moderator.post('/theater/movies/', body))).toEqual([[place, type, expect.any(String)]]);
  });

  test('names all faults together, those of the shape and those of the rules', async () => {
    const faults = told(
      await moderator.post('/theater/movies/', {
        date: 'yesterday',
        imdb: '8',
        meta_score: 101,
        genres: [' '],
        country: 'ZZZ',
        colour: 'red',
      }),
    );
    expect(faults.map(([field, type]) => [field, type])).toEqual([
      ['name', 'missing'],
      ['date', 'date_from_datetime_parsing'],
      ['imdb', 'float_type'],
      ['colour', 'extra_forbidden'],
      ['country', 'value_error'],
      ['meta_score', 'value_error'],
      ['genres', 'value_error'],
    ]);
  });

  test('says of a long list that breaks a rule in each of its names so once', async () => {
    const answer = await moderator.post('/theater/movies/', aBody({ genres: Array(500).fill('x'.repeat(300)) }));
    expect(told(answer)).toHaveLength(1);
  });

  test('is asked for a name, and a date or a year', async () => {
    expect(told(await moderator.post('/theater/movies/', {}))).toEqual([
      ['name', 'missing', 'Field required'],
      ['year', 'value_error', 'Either the date or the year must be given.'],
    ]);
  });
});

describe('PATCH /theater/movies/{movie}/', () => {
  test('changes what is sent, and nothing else', async () => {
    const before = await added({ ...names, price: '9.99', imdb: 7, overview: 'Before.', country: 'FR' });
    const { status, body } = await change(before.id, { price: '12.5', overview: null, directors: ['Jean Renoir'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      price: '12.50',
      overview: null,
      directors: [{ id: expect.any(Number), name: 'Jean Renoir' }],
    });
    expect((await moderator.get(`/theater/movies/${before.id}/`)).body).toEqual(body);
  });

  test('takes the uuid as well', async () => {
    const { uuid } = await added();
    expect((await change(uuid.toUpperCase(), { imdb: 10 })).body).toMatchObject({ uuid, imdb: 10 });
  });

  test('changes nothing where nothing is sent', async () => {
    const before = await added({ price: '9.99' });
    api.clock.advance(60_000);
    for (const nothing of [{}, undefined, { status: null }]) {
      expect(await change(before.id, nothing)).toMatchObject({ status: 200, body: before });
    }
    expect((await change(before.id, { imdb: 3 })).body.updated_at).not.toBe(before.updated_at);
  });

  test('withdraws it from sale, takes names away, and lets a new date bring its year', async () => {
    const { id } = await added({ ...names, price: '9.99', certification: 'R' });
    const withdrawn = await change(id, { price: null, genres: [], stars: null, certification: null });
    expect(withdrawn.body).toMatchObject({ price: null, genres: [], stars: [], certification: null });
    expect(namesOf(withdrawn.body.actors)).toEqual(['Tom Skerritt', 'Sigourney Weaver', 'Ian Holm']);
    expect((await change(id, { date: '1999-03-31' })).body).toMatchObject({ date: '1999-03-31', year: 1999 });
    expect((await change(id, { date: null })).body).toMatchObject({ date: null, year: 1999 });
  });

  test('is found under its new name, and no more under the old', async () => {
    const { id } = await added({ name: 'Oldenoughtobefound' });
    await change(id, { name: 'Newandshiny' });
    expect((await api.anyone().get('/theater/movies/?search=newandshiny')).body.movies).toMatchObject([{ id }]);
    expect((await api.anyone().get('/theater/movies/?search=oldenoughtobefound')).status).toBe(404);
  });

  test('does not make it one that is there already', async () => {
    const { name } = await added({ date: '1980-05-21', year: 1980 });
    const { id } = await added();
    const { status, body } = await change(id, { name, date: '1980-05-21' });
    expect([status, body.detail]).toEqual([
      409,
      `A movie with the name '${name}' and release date '1980-05-21' already exists.`,
    ]);
  });

  test('refuses what breaks a rule, by itself or with what is known, and tells all of it', async () => {
    const { id } = await added({ date: '1979-05-25' });
    expect(told(await change(id, { year: 1980 }))).toEqual([['year', 'value_error', 'Year must be that of the date.']]);
    const faults = told(await change(id, { name: null, votes: -1, price: 5, uuid: 'x' }));
    expect(faults.map(([field, type]) => [field, type])).toEqual([
      ['name', 'string_type'],
      ['price', 'string_type'],
      ['uuid', 'extra_forbidden'],
      ['votes', 'value_error'],
    ]);
    expect(told(await change(4711, { imdb: 11 }))).toEqual([
      ['imdb', 'value_error', 'The number must be between 0 and 10.'],
    ]);
  });
});

describe('DELETE /theater/movies/{movie}/', () => {
  const remove = (id: number | string) => moderator.delete(`/theater/movies/${id}/`);

  test('takes it out of the catalogue', async () => {
    const { id, uuid, genres } = await added({ genres: ['Short-lived'] });
    expect(await remove(uuid)).toMatchObject({ status: 204, body: '' });
    expect((await api.anyone().get(`/theater/movies/${id}/`)).status).toBe(404);
    expect((await api.anyone().get(`/theater/genres/${genres[0].id}/`)).body).toMatchObject({
      total_movies: 0,
      movies: [],
    });
    expect((await remove(id)).status).toBe(404);
  });

  test('is refused where somebody would miss it: in a cart, in a pending order, in a library', async () => {
    const { id } = await api.aMovie({ name: 'Vertigo', date: '1958-05-09', price: Money.of(999, 'USD') });
    const customer = await api.aUser();
    const refused = async () => {
      const { status, body } = await remove(id);
      return [status, body.detail];
    };
    await customer.post('/cart/items/', { movie_id: id });
    expect(await refused()).toEqual([409, "Movie is in users' carts and cannot be deleted."]);

    const { body: order } = await customer.post('/orders/');
    expect(await refused()).toEqual([409, 'Movie is in pending orders and cannot be deleted.']);

    await customer.post(`/orders/${order.id}/cancel/`);
    await change(id, { price: '0' });
    await customer.post('/cart/items/', { movie_id: id });
    expect((await customer.post('/orders/')).body).toMatchObject({ status: 'paid' });
    expect(await refused()).toEqual([409, 'Movie purchased by some user and cannot be deleted.']);
  });
});

describe.each(['PATCH', 'DELETE'] as const)('%s /theater/movies/{movie}/', (method) => {
  test.each(['0', '-1', '4711', '99999999999999999999', '00000000-0000-4000-8000-999999999999'])(
    'does not know %s',
    async (reference) => {
      const { status, body } = await moderator.call(method, `/theater/movies/${reference}/`);
      expect([status, body]).toEqual([404, { detail: 'Movie with the given ID was not found.' }]);
    },
  );

  test('refuses what is neither an id nor a uuid', async () => {
    expect(told(await moderator.call(method, '/theater/movies/alien/'))).toEqual([
      ['movie', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
    ]);
  });
});
