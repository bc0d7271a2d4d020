import type { MovieSort } from '@online-cinema/application/ports';
import type { SnakeCase } from '@online-cinema/http/shared/present';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';

let api: AnApi;
let anyone: Caller;
let moderator: Caller;
/** What is known of each film that was added, by its name. */
// biome-ignore lint/suspicious/noExplicitAny: a client sees JSON of whatever shape the server sends
const films: Record<string, any> = {};
beforeAll(async () => {
  api = await anApi();
  anyone = api.anyone();
  moderator = await api.aUser('moderator');
  for (const body of [
    {
      name: 'La Strada',
      date: '1954-09-06',
      imdb: 8,
      score: 90,
      votes: 70,
      price: '5.00',
      genres: ['Drama', 'Road Movie'],
      actors: ['Anthony Quinn', 'Giulietta Masina'],
      stars: ['Giulietta Masina'],
      directors: ['Federico Fellini'],
      languages: ['Italian'],
      country: 'IT',
      certification: 'A',
      overview: 'A strongman buys a girl for his travelling show.',
    },
    {
      name: 'Zorba the Greek',
      date: '1964-12-17',
      imdb: 7.6,
      score: 80,
      votes: 25,
      price: '7.50',
      genres: ['Drama', 'Comedy'],
      actors: ['Anthony Quinn', 'Irene Papas'],
      stars: ['Anthony Quinn', 'Irene Papas'],
      directors: ['Michael Cacoyannis'],
      languages: ['English', 'Greek'],
      country: 'GR',
      certification: 'X',
    },
    {
      name: '1492',
      year: 1992,
      imdb: 6.4,
      status: 'Post Production',
      genres: ['Drama'],
      actors: ['Armand Assante'],
      directors: ['Ridley Scott'],
      languages: ['English'],
      country: 'ES',
    },
  ]) {
    const answer = await moderator.post('/theater/movies/', body);
    expect(answer.status).toBe(201);
    films[body.name] = answer.body;
  }
});
afterAll(() => api.close());

async function namesOf(query: string): Promise<readonly string[]> {
  const { status, body } = await anyone.get(`/theater/movies/?${query}`);
  return status === 404 ? [] : body.movies.map(({ name }: { name: string }) => name);
}

const encoded = (texts: TemplateStringsArray, text: string) => `${texts[0]}${encodeURIComponent(text)}`;

describe('films', () => {
  test.each<[string, readonly string[]]>([
    ['genre=DRAMA&genre=comedy', ['Zorba the Greek']],
    ['genre=drama&genre=western', []],
    ['actor=anthony quinn', ['Zorba the Greek', 'La Strada']],
    ['actor=Anthony Quinn&actor=giulietta masina', ['La Strada']],
    ['star=ANTHONY QUINN', ['Zorba the Greek']],
    ['star=anthony quinn&star=irene papas', ['Zorba the Greek']],
    ['director=ridley scott&director=federico fellini', []],
    ['language=english', ['1492', 'Zorba the Greek']],
    ['language=english&language=GREEK', ['Zorba the Greek']],
    ['country=it', ['La Strada']],
    ['country=Greece', ['Zorba the Greek']],
    ['country=grc', ['Zorba the Greek']],
    ['country=it&country=gr', []],
    ['certification=a', ['La Strada']],
    ['year=1954', ['La Strada']],
    ['year_from=1955&year_to=1992', ['1492', 'Zorba the Greek']],
    ['year_from=1993', []],
    ['imdb=7.6', ['Zorba the Greek', 'La Strada']],
    ['price_from=5&price_to=7.49', ['La Strada']],
    ['price_from=7.5', ['Zorba the Greek']],
    ['status=Post Production', ['1492']],
    ['for_sale=true', ['Zorba the Greek', 'La Strada']],
    ['for_sale=0', ['1492']],
    ['genre=drama&actor=anthony quinn&year_to=1960&for_sale=1&language=italian', ['La Strada']],
    ['search=quinn&genre=comedy', ['Zorba the Greek']],
    ['search=drama', []],
    ['search=travelling strongman&country=it&sort=-year', ['La Strada']],
    ['search=anthony&sort=year', ['La Strada', 'Zorba the Greek']],
    ['search=anthony&sort=-year', ['Zorba the Greek', 'La Strada']],
    ['sort=name', ['1492', 'La Strada', 'Zorba the Greek']],
    [`sort=${'-name,'.repeat(2500)}name`, ['Zorba the Greek', 'La Strada', '1492']],
    ['sort=-imdb', ['La Strada', 'Zorba the Greek', '1492']],
    ['sort=price,name&for_sale=true', ['La Strada', 'Zorba the Greek']],
    ['sort=-score&for_sale=true', ['La Strada', 'Zorba the Greek']],
  ])('are found by %s', async (query, names) => {
    expect(await namesOf(query)).toEqual(names);
  });

  test('are found by the ids of what they name as well', async () => {
    const { genres, actors, stars, directors, languages, certification, country } = films['Zorba the Greek'];
    for (const query of [
      `genre=${genres[0].id}&genre=${genres[1].id}&genre=drama`,
      `actor=${actors[1].id}`,
      `star=${stars[0].id}&star=${stars[1].id}`,
      `director=${directors[0].id}`,
      `language=${languages[1].id}`,
      `certification=${certification.id}`,
      `country=${country.id}`,
    ]) {
      expect([query, await namesOf(query)]).toEqual([query, ['Zorba the Greek']]);
    }
    expect(await namesOf('genre=99999999999999999999')).toEqual([]);
  });

  const sortWords: { readonly [Word in SnakeCase<MovieSort['field']>]: true } = {
    name: true,
    year: true,
    date: true,
    imdb: true,
    score: true,
    votes: true,
    price: true,
    rating: true,
    popularity: true,
  };
  test.each(Object.keys(sortWords))('are sorted by %s, both ways, alone and beside another', async (field) => {
    for (const sort of [field, `-${field}`, `${field},-name`, `-${field},year,-imdb`]) {
      expect([...(await namesOf(`sort=${sort}`))].toSorted()).toEqual(['1492', 'La Strada', 'Zorba the Greek']);
      expect((await namesOf(`search=quinn&sort=${sort}`)).length).toBe(2);
    }
  });

  test('are sorted by fields that there are', async () => {
    for (const sort of ['colour', 'name,', '', '--name', 'Name', 'name;drop table movies', 'constructor']) {
      const { status, body } = await anyone.get(`/theater/movies/?sort=${encodeURIComponent(sort)}`);
      expect([sort, status, body.detail]).toMatchObject([sort, 422, [{ loc: ['query', 'sort'], input: sort }]]);
      expect(body.detail[0].msg).toBe(
        "Input should be 'name', 'year', 'date', 'imdb', 'score', 'votes', 'price', 'rating' or 'popularity'",
      );
    }
  });

  test('are paged by links that keep the whole query, what is given twice included', async () => {
    const query = 'genre=drama&genre=DRAMA&search=a&sort=-year%2Cname&for_sale=true';
    const { body } = await anyone.get(`/theater/movies/?${query}&per_page=1&search=anthony`);
    const kept = 'genre=drama&genre=DRAMA&search=a&sort=-year%2Cname&for_sale=true&search=anthony';
    expect(body.next_page).toBe(`/theater/movies/?page=2&per_page=1&${kept}`);
    const next = await anyone.get(body.next_page);
    expect(next.body).toMatchObject({
      movies: [{ name: 'La Strada' }],
      prev_page: `/theater/movies/?page=1&per_page=1&${kept}`,
      next_page: null,
      total_items: 2,
    });
    const beyond = await anyone.get(`/theater/movies/?page=3&per_page=1&${kept}`);
    expect([beyond.status, beyond.body]).toEqual([404, { detail: 'No movies found.' }]);
  });
});

describe('a search', () => {
  const odd = [
    '"la strada"',
    '"',
    "'",
    "'; drop table movies; --",
    'strada*',
    'strada AND NOT fellini',
    'NEAR(strada fellini)',
    'name:strada',
    '^strada',
    '-strada',
    '(strada',
    'strada)',
    'strada & fellini',
    'strada:*',
    '!strada',
    '<->',
    '%',
    '_',
    '\\',
    '\\"',
    '🎬',
    'strada 🎬',
    '\u0301',
    '\u202e',
    'ﬁlm',
    '한글',
    'ß',
    'İ',
    '   ',
    'a '.repeat(100),
    'x'.repeat(200),
    '💥'.repeat(100),
  ];

  test.each(odd)('for %j is answered', async (search) => {
    const alone = await anyone.get(encoded`/theater/movies/?search=${search}`);
    expect([200, 404]).toContain(alone.status);
    const rest = 'genre=drama&sort=-imdb,name&year_from=1900&per_page=1';
    const beside = await anyone.get(`/theater/movies/?${rest}&search=${encodeURIComponent(search)}`);
    expect(beside.status).toBe(alone.status);
    if (alone.status === 200) expect(beside.body.total_items).toBe(alone.body.total_items);
  });

  test.each([10_000, 1001])('of %i characters is refused', async (length) => {
    const { status, body } = await anyone.get(`/theater/movies/?search=${'x'.repeat(length)}`);
    expect([status, body.detail]).toMatchObject([
      422,
      [{ type: 'string_too_long', loc: ['query', 'search'], msg: 'String should have at most 1000 characters' }],
    ]);
  });

  test.each(['%00', 'a%00b', '%ED%A0%80', '%FF', '%'])('for %s is answered', async (search) => {
    expect([200, 404, 422]).toContain((await anyone.get(`/theater/movies/?search=${search}`)).status);
  });
});

describe('what caches are told', () => {
  const ask = (url: string, method: 'GET' | 'HEAD' = 'GET') => api.app.inject({ method, url: `/api/v1${url}` });
  const tagOf = async (url: string) => (await ask(url)).headers['etag'];

  test('changes with what moderators write', async () => {
    const { id } = films['1492'];
    const urls = ['/theater/movies/', `/theater/movies/${id}/`, `/theater/genres/${films['1492'].genres[0].id}/`];
    const before = await Promise.all(urls.map(tagOf));
    await moderator.call('PATCH', `/theater/movies/${id}/`, { overview: 'Land.' });
    const after = await Promise.all(urls.map(tagOf));
    for (const [position, tag] of after.entries()) {
      expect(tag).toMatch(/^W\/"/);
      expect([urls[position], tag]).not.toEqual([urls[position], before[position]]);
    }
    const conditional = (tag: unknown) =>
      anyone.get('/theater/movies/', { 'if-none-match': String(tag) }).then(({ status }) => status);
    expect([await conditional(before[0]), await conditional(after[0])]).toEqual([200, 304]);
  });

  test('has no tag where nothing was found', async () => {
    for (const url of ['/theater/movies/?search=qqqqqqqq', '/theater/movies/4711/', '/theater/stars/4711/']) {
      const { statusCode, headers } = await ask(url);
      expect([url, statusCode]).toEqual([url, 404]);
      expect(headers).not.toHaveProperty('etag');
      expect(headers['vary']).toContain('Authorization');
    }
  });

  test('is the same at HEAD, without a body', async () => {
    for (const url of [
      '/theater/movies/',
      `/theater/movies/${films['1492'].id}/`,
      '/theater/languages/',
      '/theater/stars/1/',
    ]) {
      const [whole, head] = [await ask(url), await ask(url, 'HEAD')];
      expect([url, head.statusCode, head.body]).toEqual([url, 200, '']);
      for (const name of ['etag', 'cache-control', 'vary', 'content-type', 'content-length']) {
        expect([url, name, head.headers[name]]).toEqual([url, name, whole.headers[name]]);
      }
    }
    expect((await ask('/theater/movies/4711/', 'HEAD')).statusCode).toBe(404);
  });

  test('is nothing about answers to what is written', async () => {
    const { headers } = await moderator.call('PATCH', `/theater/movies/${films['1492'].id}/`, { votes: 5 });
    expect(headers).not.toHaveProperty('etag');
  });
});
