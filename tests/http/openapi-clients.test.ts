import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import { examplesOf, mediaOf, type Operation, readDocument, type Schema } from './support/document.ts';

interface Components {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly responses: Readonly<Record<string, unknown>>;
}

let api: AnApi;
let document: { readonly components: Components; readonly servers: unknown; readonly paths: object };
let operations: readonly Operation[];
beforeAll(async () => {
  api = await anApi();
  document = (await api.app.inject('/openapi.json')).json();
  operations = await readDocument(api.app);
});
afterAll(() => api.close());

const operation = (name: string) => operations.find(({ operationId }) => operationId === name);
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema and all that are part of it. */
function partsOf(schema: unknown): readonly Schema[] {
  if (!isSchema(schema)) return [];
  const { properties, items, anyOf } = schema;
  const inner = [...Object.values(Object(properties)), items, ...(Array.isArray(anyOf) ? anyOf : [])];
  return [schema, ...inner.flatMap(partsOf)];
}

/** The schemas of all that an operation takes and gives, with whatever is part of them. */
const schemasOf = ({ parameters = [], requestBody, responses }: Operation) =>
  [
    ...parameters.map(({ schema }) => schema),
    ...[requestBody, ...Object.values(responses)].flatMap((content) =>
      Object.values(content?.content ?? {}).map(({ schema }) => schema),
    ),
  ].flatMap(partsOf);

test('the document is what OpenAPI 3.1 says a document is', async () => {
  expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
});

test('it names the shapes that clients speak of, each told once', () => {
  const { schemas, responses } = document.components;
  const names =
    'Account Cart Comment Error Genre InputFaults Message Movie MovieItem Notification Order Payment Profile';
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(names.split(' ')));
  const text = JSON.stringify(document);
  for (const name of Object.keys(schemas)) expect(text).toContain(`"#/components/schemas/${name}"`);
  for (const name of Object.keys(responses)) expect(text).toContain(`"#/components/responses/${name}"`);
  for (const each of operations.flatMap(schemasOf)) expect(each).not.toHaveProperty('title');
  const ofMovie = { 'application/json': { schema: { $ref: '#/components/schemas/Movie' } } };
  for (const [path, method, status] of [
    ['/api/v1/theater/movies/{movie}/', 'get', '200'],
    ['/api/v1/theater/movies/', 'post', '201'],
  ]) {
    expect(document.paths).toHaveProperty([path, method, 'responses', status, 'content'].map(String), {
      'application/json': expect.objectContaining(ofMovie['application/json']),
    });
  }
});

test('it names this place first, and the address that everybody knows', () => {
  expect(document.servers).toMatchObject([{ url: '/' }, { url: 'http://127.0.0.1:8000' }]);
});

describe('what a page of the document fills in by itself', () => {
  test('is nothing that a request does not need', () => {
    for (const { name, parameters = [] } of operations) {
      for (const { name: parameter, required, schema, example, examples } of parameters.filter(
        (one) => !one.required,
      )) {
        const prefilled = [required, example, examples, schema['example'], schema['examples']].filter(Boolean);
        expect([name, parameter, prefilled]).toEqual([name, parameter, []]);
      }
    }
  });

  test('changes nothing that was not meant to be changed', () => {
    const changes = operations.filter(({ method }) => method === 'PATCH');
    expect(changes.length).toBeGreaterThan(5);
    for (const { name, requestBody } of changes) {
      for (const field of partsOf(mediaOf(requestBody)?.schema)) {
        expect([name, field['examples'], field['example'], field['default']]).toEqual([name, ...Array(3)]);
      }
    }
  });
});

describe('a client made from it', () => {
  test('can read all that an answer shows', () => {
    for (const { name, responses } of operations) {
      for (const [status, answer] of Object.entries(responses)) {
        const known = new Set(
          partsOf(mediaOf(answer)?.schema).flatMap((each) => Object.keys(Object(each['properties']))),
        );
        const shown = examplesOf(answer).flatMap((example) => Object.keys(Object(example)));
        expect([name, status, shown.filter((field) => !known.has(field))]).toEqual([name, status, []]);
      }
    }
    const conflict = mediaOf(operation('checkOutOrder')?.responses['409'])?.schema;
    expect(conflict).toMatchObject({ required: ['detail'], properties: { changes: { type: 'array' } } });
    const refusal = mediaOf(operation('placeOrder')?.responses['409'])?.schema;
    expect(refusal).toMatchObject({ required: ['detail'], properties: { excluded: { type: 'array' } } });
  });

  test('knows every type: of listed words, of texts in a form of their own, of all that is taken along', () => {
    const typed = (schema: Schema) => ['type', 'anyOf', '$ref'].some((keyword) => keyword in schema);
    const everywhere = operations.flatMap((each) => schemasOf(each).map((schema) => ({ at: each.name, ...schema })));
    expect(everywhere.filter((schema) => 'enum' in schema && !typed(schema))).toEqual([]);
    const formats = new Set(everywhere.flatMap((schema) => ('format' in schema ? [schema['format']] : [])));
    expect([...formats].toSorted()).toEqual(['binary', 'date', 'date-time', 'uri', 'uuid']);
    expect(partsOf(document.components.schemas['AccountExport']).filter((schema) => !typed(schema))).toEqual([]);
  });

  test.each([
    ['addToCart', [{ required: ['movie_id'] }, { required: ['movie_uuid'] }]],
    ['readNotifications', [{ required: ['ids'] }, { required: ['all'] }]],
  ])('cannot leave out what %s takes in one way or another', (name, ways) => {
    expect(mediaOf(operation(name)?.requestBody)?.schema).toMatchObject({ anyOf: ways });
  });

  test('knows the words for a gender, as the domain says them', () => {
    const genders = { properties: { gender: { type: 'string', enum: ['man', 'woman'] } } };
    for (const name of ['createProfile', 'changeProfile']) {
      expect(mediaOf(operation(name)?.requestBody)?.schema).toMatchObject(genders);
    }
  });

  test('knows the headers that answers bear', () => {
    const bears = (name: string, status: string) => Object.keys(operation(name)?.responses[status]?.headers ?? {});
    for (const { name, responses } of operations) {
      for (const [status, { headers = {} }] of Object.entries(responses)) {
        expect([name, status, Object.keys(headers)]).toEqual([name, status, expect.arrayContaining(['X-Request-Id'])]);
      }
    }
    expect(bears('listMovies', '200')).toEqual(expect.arrayContaining(['ETag', 'Cache-Control']));
    expect(bears('listMovies', '304')).toContain('ETag');
    expect(bears('getCart', '401')).toContain('WWW-Authenticate');
    expect(bears('getCart', '503')).toContain('Retry-After');
    expect(bears('logIn', '429')).toContain('Retry-After');
    expect(bears('placeOrder', '201')).toEqual(expect.arrayContaining(['Location', 'Idempotent-Replayed']));
    expect(bears('listOrders', '200')).not.toContain('ETag');
  });
});

test('people read in it what is written', () => {
  for (const { name, responses } of operations) {
    for (const [status, answer] of Object.entries(responses)) {
      const asMarkup = answer.description?.replace(/`[^`]*`/g, '');
      expect([name, status, asMarkup]).toEqual([name, status, expect.not.stringMatching(/<\w+>/)]);
      for (const example of Object.values(mediaOf(answer)?.examples ?? {})) {
        expect([name, status, example]).toEqual([
          name,
          status,
          expect.objectContaining({ summary: expect.any(String) }),
        ]);
      }
    }
  }
});
