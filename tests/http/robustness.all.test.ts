import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPicture } from '../support/a-picture.ts';
import { type AnApi, anApi } from './support/an-api.ts';
import { nastyText, nastyValue, spoilt, valuesOf } from './support/arbitraries.ts';
import type { Answer, Caller, Method } from './support/caller.ts';
import { examplesOf, mediaOf, type Operation, type Parameter, readDocument, takesForm } from './support/document.ts';
import { aForm, type Form, type Part } from './support/form.ts';

let api: AnApi;
let operations: readonly Operation[];
let caller: Caller;
let callersId: number;
let jpeg: Buffer;
beforeAll(async () => {
  api = await anApi();
  operations = await readDocument(api.app);
  jpeg = await aPicture().jpeg().toBuffer();
  await anotherCaller();
  // Somebody is left, whatever the callers do to themselves.
  await api.aUser('admin');
  await api.aMovie({ name: 'Alien' });
});
afterAll(() => api.close());

async function anotherCaller() {
  caller = await api.aUser('admin');
  callersId = await caller.ownId();
}

/** What the schema takes, the document's examples among it, and the same with some of it spoilt; or something else. */
function bodiesOf({ requestBody }: Operation): fc.Arbitrary<unknown> {
  const media = mediaOf(requestBody);
  if (media === undefined) return fc.oneof(fc.constant(undefined), fc.constant({}), nastyValue);
  const good = fc.oneof(fc.constantFrom(...examplesOf(requestBody)), valuesOf(media.schema));
  return fc.oneof({ weight: 2, arbitrary: good }, { weight: 5, arbitrary: spoilt(good) }, nastyValue, fc.string());
}

/** Such bodies as forms, with files where texts should be and texts where files should be; or cut off. */
function formsOf(operation: Operation): fc.Arbitrary<Form> {
  const bytes = fc.oneof(
    fc.constantFrom(jpeg, jpeg.subarray(0, 100), Buffer.from('GIF89a'), Buffer.alloc(0), Buffer.alloc(1_048_577)),
    fc.uint8Array({ maxLength: 100 }),
  );
  const file = fc.record({ bytes, name: fc.oneof(fc.constantFrom('', 'me.jpg'), nastyText) });
  const files = fc.array(fc.tuple(fc.oneof(fc.constant('avatar'), fc.constantFrom('info', '__proto__', 'x')), file), {
    maxLength: 2,
  });
  return fc
    .tuple(bodiesOf(operation), files, fc.boolean(), fc.option(fc.nat({ max: 600 }), { freq: 6 }))
    .map(([body, more, isFirst, cutOff]) => {
      const isObject = typeof body === 'object' && body !== null;
      const texts = Object.entries(isObject ? body : { info: body }).map(([name, value]): [string, Part] => [
        name,
        typeof value === 'string' ? value : `${JSON.stringify(value)}`,
      ]);
      const form = aForm(isFirst ? [...more, ...texts] : [...texts, ...more]);
      return { ...form, payload: form.payload.subarray(0, cutOff ?? form.payload.length) };
    });
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
      const filled = given.reduce((url, [{ name }, text]) => url.replace(`{${name}}`, segment(text)), path);
      return `${filled.replace('/api/v1', '')}?${asked.join('&')}`;
    });
}

/** Stands for the caller, who is another each time. */
const OWN = 'own-id';

function textsFor({ name, schema }: Parameter): fc.Arbitrary<string> {
  if (name === 'user_id') return fc.oneof({ weight: 3, arbitrary: fc.constant(OWN) }, nastyText);
  const listed = Array.isArray(schema['enum']) ? schema['enum'].map(String) : ['1', '2', 'true', 'Drama', '-imdb,name'];
  return fc.oneof(fc.constantFrom(...listed), nastyText);
}

/** What fits into a path: a segment of more than a hundred characters is at no operation, nor is none. */
function segment(text: string): string {
  const whole = encoded(text) || '0';
  return whole.length > 100 ? encoded(text.slice(0, 9)) : whole;
}

/** Half a surrogate pair has no encoding of its own; it is sent as the bytes that it would be. */
function encoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : `%ED%A0%80${encodeURIComponent(text.toWellFormed())}`;
}

function sent(body: unknown): string | undefined {
  return body === undefined ? undefined : (JSON.stringify(body) ?? 'undefined');
}

type Request = Readonly<{ url: string; body: string | Form | undefined }>;

/** Requests to an operation, of the kind that it takes and now and then of the other. */
function requestsTo(operation: Operation): fc.Arbitrary<Request> {
  const texts = bodiesOf(operation).map(sent);
  const bodies = takesForm(operation) ? fc.oneof({ weight: 9, arbitrary: formsOf(operation) }, texts) : texts;
  const none = fc.constant(undefined);
  return fc.record({ url: urlsOf(operation), body: operation.method === 'GET' ? none : bodies });
}

/** Answers that the document does not name throw. */
async function ask({ method: name }: Operation, { url, body }: Request): Promise<Answer> {
  const method = name as Method;
  const path = url.replace(OWN, `${callersId}`);
  const answer =
    typeof body === 'object' ? await caller.send(method, path, body) : await caller.call(method, path, body);
  if ((await caller.get('/accounts/me/')).status !== 200) await anotherCaller();
  return answer;
}

describe('whatever is sent', () => {
  test('no operation answers 5xx, and each answer is one that the document names', { timeout: 120_000 }, async () => {
    const seen = new Set<string>();
    for (const operation of operations) {
      await fc.assert(
        fc.asyncProperty(requestsTo(operation), async (request) => {
          const { status } = await ask(operation, request);
          expect(status, `${operation.name} ${request.url}`).toBeLessThan(500);
          seen.add(`${operation.name} ${status < 300}`);
        }),
        { numRuns: 50 },
      );
    }
    // It was not all refused at the door.
    const done = operations.filter(({ name }) => seen.has(`${name} true`));
    expect(done.length).toBeGreaterThan(operations.length / 2);
  });

  test('the example of every body is taken, as far as its shape goes', async () => {
    for (const operation of operations.filter(({ requestBody }) => requestBody !== undefined)) {
      for (const example of examplesOf(operation.requestBody)) {
        const path = operation.path
          .replace('/api/v1', '')
          .replace('{user_id}', OWN)
          .replace(/\{\w+\}/g, '1');
        const body = takesForm(operation) ? aForm(Object.entries(example ?? {})) : sent(example);
        const answer = await ask(operation, { url: path, body });
        expect([operation.name, answer.status], JSON.stringify(answer.body)).not.toEqual([operation.name, 422]);
      }
    }
  });

  test('no mail carries more in its head than was meant', () => {
    for (const { to, subject } of api.mailer.sent) expect(`${to}${subject}`).not.toMatch(/[\r\n,]/);
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
