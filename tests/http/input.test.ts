import type { Server } from '@online-cinema/http/type-provider';
import { Type } from 'typebox';
import { beforeAll, describe, expect, test } from 'vitest';
import { aServer } from './support/a-server.ts';

let app: Server;
beforeAll(async () => {
  ({ app } = await aServer({
    api: [
      async (api) => {
        const film = Type.Object(
          {
            name: Type.String({ minLength: 2, maxLength: 5 }),
            year: Type.Integer({ minimum: 1895, maximum: 2100 }),
            imdb: Type.Optional(Type.Number({ maximum: 10 })),
            sold: Type.Optional(Type.Boolean()),
            genres: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: 2 })),
            status: Type.Optional(Type.Enum(['made', 'planned', 'lost'])),
            cast: Type.Optional(Type.Array(Type.Object({ name: Type.String() }, { additionalProperties: false }))),
            password: Type.Optional(Type.String({ minLength: 8 })),
          },
          { additionalProperties: false },
        );
        api.post('/films/', { config: { who: 'anyone' }, schema: { body: film } }, async ({ body }) => ({ body }));
        api.post('/films/:id/', { config: { who: 'anyone' }, schema: { body: Type.Optional(film) } }, async () => ({}));
        const query = Type.Object({
          page: Type.Optional(Type.Integer({ minimum: 1 })),
          imdb: Type.Optional(Type.Number()),
          sold: Type.Optional(Type.Boolean()),
          genre: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
          status: Type.Optional(Type.Enum(['made', 'planned'])),
        });
        const params = Type.Object({ id: Type.Integer() });
        api.get(
          '/films/:id/',
          { config: { who: 'anyone' }, schema: { params, querystring: query } },
          async (asked) => ({
            params: asked.params,
            query: asked.query,
          }),
        );
        api.put(
          '/films/:id/',
          { config: { who: 'anyone' }, schema: { params, querystring: query, body: film } },
          async () => ({}),
        );
        api.delete('/films/:id/', { config: { who: 'anyone' }, schema: {} }, async () => ({}));
      },
    ],
  }));
});

async function post(body: string | object, contentType = 'application/json', url = '/api/v1/films/') {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': contentType } });
  return { status: answer.statusCode, detail: answer.json().detail };
}

async function get(url: string) {
  const answer = await app.inject(`/api/v1/films/${url}`);
  return { status: answer.statusCode, ...answer.json() };
}

const good = { name: 'Alien', year: 1979 };

describe('a body', () => {
  test('that keeps to its schema is taken as it is', async () => {
    expect((await post(good)).status).toBe(200);
  });

  test.each<[string, object, object]>([
    [
      'a missing field',
      { name: 'Alien' },
      { type: 'missing', loc: ['body', 'year'], msg: 'Field required', input: { name: 'Alien' } },
    ],
    [
      'a field too many',
      { ...good, z: 1 },
      { type: 'extra_forbidden', loc: ['body', 'z'], msg: 'Extra inputs are not permitted', input: 1 },
    ],
    [
      'a number for a text',
      { ...good, name: 5 },
      { type: 'string_type', loc: ['body', 'name'], msg: 'Input should be a valid string', input: 5 },
    ],
    [
      'null for a text',
      { ...good, name: null },
      { type: 'string_type', loc: ['body', 'name'], msg: 'Input should be a valid string', input: null },
    ],
    [
      'digits in quotes for a number',
      { ...good, year: '1979' },
      { type: 'int_type', loc: ['body', 'year'], msg: 'Input should be a valid integer', input: '1979' },
    ],
    [
      'a fraction for a whole number',
      { ...good, year: 1979.5 },
      {
        type: 'int_from_float',
        loc: ['body', 'year'],
        msg: 'Input should be a valid integer, got a number with a fractional part',
        input: 1979.5,
      },
    ],
    [
      'a text for a number',
      { ...good, imdb: 'x' },
      { type: 'float_type', loc: ['body', 'imdb'], msg: 'Input should be a valid number', input: 'x' },
    ],
    [
      'a text for a boolean',
      { ...good, sold: 'true' },
      { type: 'bool_type', loc: ['body', 'sold'], msg: 'Input should be a valid boolean', input: 'true' },
    ],
    [
      'a text for a list',
      { ...good, genres: 'Drama' },
      { type: 'list_type', loc: ['body', 'genres'], msg: 'Input should be a valid list', input: 'Drama' },
    ],
    [
      'a text that is too short',
      { ...good, name: 'A' },
      { type: 'string_too_short', loc: ['body', 'name'], msg: 'String should have at least 2 characters', input: 'A' },
    ],
    [
      'an empty text in a list',
      { ...good, genres: ['a', ''] },
      {
        type: 'string_too_short',
        loc: ['body', 'genres', 1],
        msg: 'String should have at least 1 character',
        input: '',
      },
    ],
    [
      'a text that is too long',
      { ...good, name: 'Aliens' },
      {
        type: 'string_too_long',
        loc: ['body', 'name'],
        msg: 'String should have at most 5 characters',
        input: 'Aliens',
      },
    ],
    [
      'a list that is too long',
      { ...good, genres: ['a', 'b', 'c'] },
      {
        type: 'too_long',
        loc: ['body', 'genres'],
        msg: 'List should have at most 2 items after validation, not 3',
        input: ['a', 'b', 'c'],
      },
    ],
    [
      'a number that is too small',
      { ...good, year: 1 },
      {
        type: 'greater_than_equal',
        loc: ['body', 'year'],
        msg: 'Input should be greater than or equal to 1895',
        input: 1,
      },
    ],
    [
      'a number that is far too large',
      { ...good, year: 1e30 },
      {
        type: 'less_than_equal',
        loc: ['body', 'year'],
        msg: 'Input should be less than or equal to 2100',
        input: 1e30,
      },
    ],
    [
      'a word that is none of the allowed',
      { ...good, status: 'new' },
      {
        type: 'literal_error',
        loc: ['body', 'status'],
        msg: "Input should be 'made', 'planned' or 'lost'",
        input: 'new',
      },
    ],
    [
      'a fault deep inside',
      { ...good, cast: [{ name: 'Ripley' }, { nam: 1 }] },
      { type: 'missing', loc: ['body', 'cast', 1, 'name'], msg: 'Field required', input: { nam: 1 } },
    ],
    [
      'a null character',
      { ...good, name: 'a\0b' },
      { type: 'value_error', loc: ['body', 'name'], msg: 'Null characters are not allowed', input: 'a\0b' },
    ],
  ])('with %s is refused', async (_case, body, expected) => {
    const { status, detail } = await post(body);
    expect(status).toBe(422);
    expect(detail[0]).toEqual(expected);
  });

  test('with half a surrogate pair is refused', async () => {
    const { status, detail } = await post('{"name":"\\ud800a","year":1979}');
    expect(status).toBe(422);
    expect(detail).toMatchObject([{ type: 'string_unicode', loc: ['body', 'name'] }]);
  });

  test('with a number beyond all numbers is refused', async () => {
    const { status, detail } = await post('{"name":"Alien","year":1979,"imdb":1e999}');
    expect(status).toBe(422);
    expect(detail).toEqual([
      { type: 'finite_number', loc: ['body', 'imdb'], msg: 'Input should be a finite number', input: null },
    ]);
  });

  test('has all of its faults named, in the order of the fields, one a value', async () => {
    const { detail } = await post({ z: 1, sold: 'no', name: '', a: 2 });
    expect(detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual(['name', 'year', 'sold', 'z', 'a']);
  });

  test('that is no object is refused', async () => {
    for (const body of ['[]', '"text"', '5', 'true']) {
      const { status, detail } = await post(body);
      expect(status).toBe(422);
      expect(detail).toMatchObject([{ type: 'model_attributes_type', loc: ['body'] }]);
    }
  });

  test('that is missing is named as missing, unless it may be', async () => {
    const nothing = { type: 'missing', loc: ['body'], msg: 'Field required', input: null };
    expect(await post('')).toMatchObject({ status: 422, detail: [nothing] });
    expect(await post('null')).toMatchObject({ status: 422, detail: [nothing] });
    const without = await app.inject({ method: 'POST', url: '/api/v1/films/' });
    expect(without.json()).toEqual({ detail: [nothing] });
    expect((await post('', 'application/json', '/api/v1/films/1/')).status).toBe(200);
  });

  test('of a route that takes none is refused, if it says anything', async () => {
    const send = (payload: string) =>
      app.inject({
        method: 'DELETE',
        url: '/api/v1/films/1/',
        payload,
        headers: { 'content-type': 'application/json' },
      });
    expect((await send('{}')).statusCode).toBe(200);
    expect((await send('{"a":1}')).json().detail).toMatchObject([{ type: 'extra_forbidden', loc: ['body', 'a'] }]);
  });

  test.each([
    ['{"name": }', 9],
    ['{"name": "Alien", "year": 1979', 30],
    ['{"name": "Alien",}', 17],
    ['nonsense', 1],
    ["{'name': 1}", 1],
    ['{"a": "\\u00', 11],
    ['{"a": 1} x', 9],
  ])('that is no JSON, %s, is refused with the position of the fault', async (text, position) => {
    const { status, detail } = await post(text);
    expect(status).toBe(422);
    expect(detail).toEqual([{ type: 'json_invalid', loc: ['body', position], msg: 'JSON decode error', input: {} }]);
  });

  test('cannot reach into prototypes', async () => {
    const { status, detail } = await post('{"name":"Alien","year":1979,"__proto__":{"sold":true},"constructor":1}');
    expect(status).toBe(422);
    expect(detail).toMatchObject([{ loc: ['body', '__proto__'] }, { loc: ['body', 'constructor'] }]);
  });

  test('nested without end is refused, and cut where it is echoed', async () => {
    const deep = `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)},"year":1979}`;
    const { status, detail } = await post(deep);
    expect(status).toBe(422);
    expect(JSON.stringify(detail).length).toBeLessThan(500);
  });

  test('with very many faults has the first hundred named', async () => {
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, number) => [`field${number}`, 1]));
    const { status, detail } = await post(body);
    expect(status).toBe(422);
    expect(detail.length).toBe(100);
  });

  test('of secrets is not echoed, neither alone nor within the whole', async () => {
    const body = {
      name: 'Alien',
      password: 'hunter2',
      refresh_token: 'hunter2',
      new_password: 'hunter2',
      access: { token: 'hunter2' },
    };
    const { status, detail } = await post(body);
    expect(status).toBe(422);
    expect(JSON.stringify(detail)).not.toContain('hunter2');
    expect(detail).toContainEqual(expect.objectContaining({ loc: ['body', 'password'], type: 'string_too_short' }));
  });

  test('of secrets that is missing one is shown without the others', async () => {
    const { detail } = await post({ name: 'Alien', password: 'Str0ng!pass' });
    expect(detail).toMatchObject([{ type: 'missing', input: { name: 'Alien', password: '**********' } }]);
  });

  test('is UTF-8, and nothing else', async () => {
    const send = (payload: Buffer, headers: Readonly<Record<string, string>> = {}) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/films/',
        payload,
        headers: { 'content-type': 'application/json', ...headers },
      });
    const broken = await send(Buffer.from('{"name":"Al\xffen","year":1979}', 'latin1'));
    expect(broken.json().detail).toMatchObject([{ type: 'json_invalid' }]);
    const whole = Buffer.from(JSON.stringify(good));
    expect((await send(whole, { 'content-type': 'application/json; charset=UTF-8' })).statusCode).toBe(200);
    expect((await send(whole, { 'content-type': 'application/json; charset=utf-16' })).statusCode).toBe(415);
    expect((await send(whole, { 'content-encoding': 'gzip' })).statusCode).toBe(415);
  });

  test('of another media type is 415, and a large one 413', async () => {
    expect(await post('name=Alien', 'application/x-www-form-urlencoded')).toEqual({
      status: 415,
      detail: 'Unsupported Media Type',
    });
    expect(await post('<film/>', 'text/xml')).toMatchObject({ status: 415 });
    expect(await post({ ...good, name: 'a'.repeat(300_000) })).toEqual({ status: 413, detail: 'Payload Too Large' });
  });
});

describe('texts of a path and a query', () => {
  test('are read into the values that the schema wants', async () => {
    const asked = await get('7/?page=2&imdb=7.5&sold=yes&genre=Drama&status=made');
    expect(asked).toMatchObject({
      status: 200,
      params: { id: 7 },
      query: { page: 2, imdb: 7.5, sold: true, genre: ['Drama'], status: 'made' },
    });
  });

  test.each([
    [
      'seven/',
      {
        type: 'int_parsing',
        loc: ['path', 'id'],
        msg: 'Input should be a valid integer, unable to parse string as an integer',
        input: 'seven',
      },
    ],
    ['1.5/', { type: 'int_parsing', loc: ['path', 'id'] }],
    ['%00/', { type: 'int_parsing', loc: ['path', 'id'] }],
    ['7/?page=two', { type: 'int_parsing', loc: ['query', 'page'], input: 'two' }],
    ['7/?page=', { type: 'int_parsing', loc: ['query', 'page'], input: '' }],
    [
      '7/?page=0',
      {
        type: 'greater_than_equal',
        loc: ['query', 'page'],
        msg: 'Input should be greater than or equal to 1',
        input: '0',
      },
    ],
    ['7/?page=-99999999999999999999', { type: 'greater_than_equal', loc: ['query', 'page'] }],
    [
      '7/?imdb=good',
      {
        type: 'float_parsing',
        loc: ['query', 'imdb'],
        msg: 'Input should be a valid number, unable to parse string as a number',
      },
    ],
    ['7/?imdb=1e999', { type: 'finite_number', loc: ['query', 'imdb'] }],
    [
      '7/?sold=perhaps',
      {
        type: 'bool_parsing',
        loc: ['query', 'sold'],
        msg: 'Input should be a valid boolean, unable to interpret input',
      },
    ],
    [
      '7/?status=lost',
      { type: 'literal_error', loc: ['query', 'status'], msg: "Input should be 'made' or 'planned'", input: 'lost' },
    ],
    ['7/?genre=a&genre=%00', { type: 'value_error', loc: ['query', 'genre', 1] }],
  ])('that spell no such value, %s, are refused', async (url, expected) => {
    const { status, detail } = await get(url);
    expect(status).toBe(422);
    expect(detail).toMatchObject([expected]);
  });

  test('given twice count last, in a list all', async () => {
    expect((await get('7/?page=1&page=3&genre=a&genre=b')).query).toEqual({ page: 3, genre: ['a', 'b'] });
  });

  test('that stand in a list say what was sent', async () => {
    const { detail } = await get('1/?genre=');
    expect(detail).toMatchObject([{ type: 'string_too_short', loc: ['query', 'genre', 0], input: '' }]);
  });

  test('that no schema names are left aside', async () => {
    expect((await get('7/?colour=red&__proto__=x&constructor=y')).query).toEqual({});
  });

  test('beyond 32 bits are taken as the last number of 32 bits', async () => {
    expect(await get('99999999999999999999/?page=99999999999')).toMatchObject({
      params: { id: 2147483647 },
      query: { page: 2147483647 },
    });
  });
});

test('faults of path, query and body are named together', async () => {
  const answer = await app.inject({
    method: 'PUT',
    url: '/api/v1/films/x/?page=0',
    payload: JSON.stringify({ name: 'Alien' }),
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.json().detail.map(({ loc }: { loc: string[] }) => loc.join('.'))).toEqual([
    'path.id',
    'query.page',
    'body.year',
  ]);
});
