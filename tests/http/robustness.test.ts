import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';
import { examplesOf, type Operation, type Parameter, readDocument } from './support/document.ts';

let api: AnApi;
let operations: readonly Operation[];
let caller: Caller;
beforeAll(async () => {
  api = await anApi();
  operations = await readDocument(api.app);
  caller = await api.aUser('admin');
  await api.aMovie({ name: 'Alien' });
});
afterAll(() => api.close());

/** Texts that have broken servers before. */
const nastyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '%',
    '%_',
    "' OR 1=1 --",
    '../..',
    '💥'.repeat(300),
    'ﬁ',
    'İ',
    '-0',
    'NaN',
  ),
  fc.constantFrom('99999999999999999999', '-1', '0', '1', '1e999', '0x10', '1_000', 'null', '[]', '{}'),
);

const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, false, 0, -1, 1e30, 2 ** 31, 2 ** 53, -(2 ** 63)),
  fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The example of a body with some of its fields gone, changed or joined by others; or something else altogether. */
function bodiesOf(operation: Operation): fc.Arbitrary<unknown> {
  const [example] = examplesOf(operation.requestBody);
  if (typeof example !== 'object' || example === null) return fc.oneof(fc.constant(undefined), nastyValue);
  const fields = Object.entries(example).map(([name, value]): [string, fc.Arbitrary<unknown>] => [
    name,
    fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, nastyValue),
  ]);
  const mutated = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  const joined = fc
    .tuple(mutated, fc.dictionary(fc.string(), nastyValue, { maxKeys: 1 }))
    .map(([body, more]) => ({ ...body, ...more }));
  return fc.oneof({ weight: 4, arbitrary: mutated }, joined, nastyValue, fc.string());
}

/** The operation's path and some of its query, with values that fit and values that do not. */
function urlsOf({ path, parameters = [] }: Operation): fc.Arbitrary<string> {
  const inPath = parameters.filter(({ in: place }) => place === 'path');
  const query = parameters.filter(({ in: place }) => place === 'query');
  const inQuery = fc.subarray(query, { maxLength: Math.min(3, query.length) });
  return inQuery
    .chain((some) =>
      fc.tuple(...[...inPath, ...some].map((each) => textsFor(each).map((text) => [each, text] as const))),
    )
    .map((given) => {
      const asked = given.flatMap(([{ in: place, name }, text]) =>
        place === 'query' ? [`${name}=${encoded(text)}`] : [],
      );
      const filled = given.reduce((url, [{ name }, text]) => url.replace(`{${name}}`, encoded(text) || '0'), path);
      return `${filled.replace('/api/v1', '')}?${asked.join('&')}`;
    });
}

function textsFor({ schema }: Parameter): fc.Arbitrary<string> {
  const listed = Array.isArray(schema['enum']) ? schema['enum'].map(String) : ['1', '2', 'true', 'Drama', '-imdb,name'];
  return fc.oneof(fc.constantFrom(...listed), nastyText);
}

/** Half a surrogate pair has no encoding of its own; it is sent as the bytes that it would be. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : `%ED%A0%80${encodeURIComponent(text.toWellFormed())}`;
}

function sent(body: unknown): string | undefined {
  return body === undefined ? undefined : (JSON.stringify(body) ?? 'undefined');
}

describe('whatever is sent', () => {
  test('no operation answers 5xx, and each answer is one that the document names', { timeout: 60_000 }, async () => {
    const requests = fc
      .constantFrom(...operations.filter(({ path }) => !path.endsWith('/logout/')))
      .chain((operation) => fc.tuple(fc.constant(operation), urlsOf(operation), bodiesOf(operation)));
    await fc.assert(
      fc.asyncProperty(requests, async ([operation, url, body]) => {
        const method = operation.method as 'GET' | 'POST' | 'DELETE';
        const payload = method === 'GET' ? undefined : sent(body);
        // Answers that the document does not name throw.
        const { status } = await caller.call(method, url, payload);
        expect(status, `${method} ${url} ${payload}`).toBeLessThan(500);
        // Its own session may be the one that it ended.
        if (status === 204) await caller.logIn(caller.email, PASSWORD);
      }),
      { numRuns: 600 },
    );
  });

  test('the example of every body is taken, as far as its shape goes', async () => {
    for (const operation of operations.filter(({ requestBody }) => requestBody !== undefined)) {
      for (const example of examplesOf(operation.requestBody)) {
        const path = operation.path.replace('/api/v1', '').replace(/\{\w+\}/g, '1');
        const { status, body } = await (await api.aUser()).post(path, example);
        expect([operation.name, status, body], JSON.stringify(body)).not.toEqual([operation.name, 422, body]);
      }
    }
  });

  test('any bytes for a body are answered in good order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
        const answer = await api.app.inject({
          method: 'POST',
          url: '/api/v1/accounts/login/',
          payload: Buffer.from(bytes),
          headers: { 'content-type': 'application/json' },
        });
        expect([401, 422]).toContain(answer.statusCode);
      }),
    );
  });

  test('any token is refused in good order', async () => {
    const headers = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.trim());
    await fc.assert(
      fc.asyncProperty(headers, fc.boolean(), async (text, isBearer) => {
        const authorization = isBearer ? `Bearer ${text}` : text;
        const answer = await api.app.inject({ url: '/api/v1/theater/movies/1/', headers: { authorization } });
        expect(answer.statusCode).toBe(401);
      }),
    );
  });
});
