import { once } from 'node:events';
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aPicture } from '../support/a-picture.ts';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';
import { aForm, aFormOf, type Form } from './support/form.ts';

const MB = 1024 * 1024;

let api: AnApi;
let user: Caller;
let url: URL;
let path: string;
beforeAll(async () => {
  api = await anApi();
  user = await api.aUser();
  path = `/api/v1/profiles/users/${await user.ownId()}/profile/`;
  url = new URL(await api.app.listen({ host: '127.0.0.1', port: 0 }));
  const facts = { first_name: 'Ann', last_name: 'Lee', gender: 'woman', date_of_birth: '1990-02-03', info: 'Films.' };
  await user.send('POST', path.replace('/api/v1', ''), aForm(facts));
});
afterAll(() => api.close());

const authorization = () => `Bearer ${user.accessToken}`;

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.once('response', resolve).once('error', reject);
  return promise;
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

/** Sends the form over a connection of its own, and something else over the same one afterwards. */
async function sendAndGoOn({ payload, contentType }: Form, headers: Readonly<Record<string, string>> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const head = { authorization: authorization(), 'content-type': contentType, ...headers };
    const sending = httpRequest(new URL(path, url), { method: 'PATCH', agent, headers: head });
    sending.end(payload);
    const answer = await answerTo(sending);
    const body = await bodyOf(answer);
    const connection = sending.socket;

    const next = httpRequest(new URL('/health/live', url), { agent });
    next.end();
    const after = await answerTo(next);
    return { status: answer.statusCode, body: JSON.parse(body), next: [after.statusCode, next.socket === connection] };
  } finally {
    agent.destroy();
  }
}

const goesOn = [200, true];

describe('a connection that carried a form', () => {
  test('serves the next request after 10 MB of picture', async () => {
    const form = aForm({ info: 'New.', avatar: { bytes: Buffer.alloc(10 * MB, 'x') } });
    const { status, body, next } = await sendAndGoOn(form);
    expect([status, body.detail, next]).toMatchObject([422, [{ msg: 'Image size exceeds 1 MB' }], goesOn]);
  });

  const thousands = () => Array.from({ length: 3000 }, (_, at) => [`field${at}`, 'x'.repeat(1000)] as const);
  const refused: readonly (readonly [what: string, make: () => Form, status: number])[] = [
    ['too many fields', () => aForm(thousands()), 413],
    ['too long a text', () => aForm({ info: 'x'.repeat(10 * MB) }), 413],
    ['10 MB of files', () => aForm(Array.from({ length: 100 }, () => ['x', { bytes: Buffer.alloc(MB / 10) }])), 413],
    ['no boundary', () => ({ payload: Buffer.alloc(3 * MB), contentType: 'multipart/form-data' }), 400],
    [
      'another boundary',
      () => ({ ...aForm({ info: 'x'.repeat(3 * MB) }), contentType: 'multipart/form-data; boundary=z' }),
      400,
    ],
    [
      'no end',
      () =>
        aFormOf([`content-disposition: form-data; name="avatar"; filename="x"\r\n\r\n${'x'.repeat(3 * MB)}`], {
          end: '',
        }),
      400,
    ],
    ['another media type', () => ({ payload: Buffer.alloc(3 * MB), contentType: 'text/plain' }), 415],
  ];

  test.each(refused)('serves the next request after %s', async (_what, make, status) => {
    const answer = await sendAndGoOn(make());
    expect([answer.status, answer.next]).toEqual([status, goesOn]);
  });

  test('serves the next request after a form that nobody may send', async () => {
    const form = aForm({ avatar: { bytes: Buffer.alloc(3 * MB) } });
    const answer = await sendAndGoOn(form, { authorization: 'Bearer nonsense' });
    expect([answer.status, answer.next]).toEqual([401, goesOn]);
  });
});

/** Sends these bytes in these pieces, as they are, and gives what comes back until the connection ends. */
async function sendRaw(pieces: readonly (Buffer | string)[], { thenHangUp = false } = {}): Promise<string> {
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  socket.on('error', () => {});
  for (const piece of pieces) if (!socket.write(piece)) await once(socket, 'drain');
  if (thenHangUp) socket.destroy();
  if (!socket.closed) await once(socket, 'close');
  return answer;
}

const head = (length: number | 'chunked', contentType: string) =>
  [
    `PATCH ${path} HTTP/1.1`,
    'host: cinema',
    `authorization: ${authorization()}`,
    `content-type: ${contentType}`,
    length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`,
    'connection: close',
    '\r\n',
  ].join('\r\n');

describe('a form over the wire', () => {
  test('is read in whatever pieces it comes, down to single bytes', async () => {
    const jpeg = await aPicture({ width: 8, height: 8 }).jpeg().toBuffer();
    const { payload, contentType } = aForm({ info: 'In pieces.', avatar: { bytes: jpeg } });
    const bytes = [...payload].map((byte) => Buffer.from([byte]));
    expect(await sendRaw([head(payload.length, contentType), ...bytes])).toMatch(/^HTTP\/1\.1 200 .*In pieces\./s);
    const chunks = bytes.flatMap((byte) => ['1\r\n', byte, '\r\n']);
    expect(await sendRaw([head('chunked', contentType), ...chunks, '0\r\n\r\n'])).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('of a client that hangs up half-way does no harm', async () => {
    const objects = api.objects.keys.length;
    const { payload, contentType } = aForm({ info: 'Half.', avatar: { bytes: Buffer.alloc(MB) } });
    for (const end of [0, 50, 200, 1000, 500_000]) {
      await sendRaw([head(payload.length, contentType), payload.subarray(0, end)], { thenHangUp: true });
    }
    await vi.waitFor(async () => expect(await connections()).toBe(0));
    expect((await user.get(path.replace('/api/v1', ''))).body.info).not.toBe('Half.');
    expect(api.objects.keys).toHaveLength(objects);
    expect(api.log.entries.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test('is not kept in memory beyond what is taken, however large it is', { timeout: 60_000 }, async () => {
    const { payload, contentType } = aForm({ avatar: { bytes: Buffer.from('THE PICTURE') } });
    const at = payload.indexOf('THE PICTURE');
    const block = Buffer.alloc(MB, 'x');
    const pieces = Array.from({ length: 300 }, () => block);
    const before = held();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, held() - before);
    }, 5);
    const length = payload.length + 300 * MB;
    const answer = await sendRaw([head(length, contentType), payload.subarray(0, at), ...pieces, payload.subarray(at)]);
    clearInterval(watch);
    expect(answer).toMatch(/^HTTP\/1\.1 422 .*Image size exceeds 1 MB/s);
    expect(most / MB).toBeLessThan(200);
  });
});

const held = () => process.memoryUsage().arrayBuffers;

function connections(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  api.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  return promise;
}
