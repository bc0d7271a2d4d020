import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { S3Storage } from '@online-cinema/adapters/s3';
import { ObjectStorageUnavailable } from '@online-cinema/application/ports';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { anObject, listed } from './object-storage-contract.ts';

const KEY = 'avatars/7_1_avatar.jpg';
const PATIENCE = { connection: 200, answer: 200, whole: 1000 };

/** A stand-in for S3 that answers as it is told, and remembers what it was asked. */
async function aServer(answer: RequestListener): Promise<{ endpoint: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume();
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return { endpoint: `http://127.0.0.1:${address.port}`, requests };
}

function aStorage(endpoint: string | undefined, objectsUrl = 'https://cinema.example/media'): S3Storage {
  const access = { region: 'us-east-1', bucket: 'cinema', accessKeyId: 'id', secretAccessKey: 'secret' };
  const storage = new S3Storage({ endpoint, ...access, objectsUrl, patience: PATIENCE });
  onTestFinished(() => storage.close());
  return storage;
}

function fail(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

/** What every use of the storage comes to. */
async function everyUse(storage: S3Storage): Promise<readonly PromiseSettledResult<unknown>[]> {
  const listing = listed(storage, 'avatars/');
  return Promise.allSettled([storage.put(KEY, anObject()), storage.get(KEY), storage.delete(KEY), listing]);
}

const unavailable = [0, 1, 2, 3].map(() => ({ status: 'rejected', reason: expect.any(ObjectStorageUnavailable) }));

describe('S3, where it fails', () => {
  it.each([
    ['breaks down', 500, 'InternalError'],
    ['is overloaded', 503, 'SlowDown'],
    ['refuses the key', 403, 'AccessDenied'],
    ['has no such bucket', 404, 'NoSuchBucket'],
  ])('is unavailable while the server %s', async (_, status, code) => {
    const { endpoint } = await aServer((_request, response) => fail(response, status, code));
    expect(await everyUse(aStorage(endpoint))).toEqual(unavailable);
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    [
      'stops in the middle of its answer',
      (_, response) => void response.writeHead(200, { 'content-length': 9 }).write('x'),
    ],
    ['asks for an hour', (_, response) => fail(response, 503, 'SlowDown', { 'retry-after': '3600' })],
    [
      'asks for an hour in its own words',
      (_, response) => fail(response, 503, 'SlowDown', { 'x-amz-retry-after': '3600000' }),
    ],
  ])('waits no longer than it may for a server that %s', async (_, answer) => {
    const { endpoint } = await aServer(answer);
    const storage = aStorage(endpoint);
    const start = performance.now();
    await expect(storage.get(KEY)).rejects.toThrow(ObjectStorageUnavailable);
    expect(performance.now() - start).toBeLessThan(3 * PATIENCE.whole);
  });

  it('never takes half an object for a whole one', async () => {
    const { endpoint } = await aServer((_, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': 9 }).write('half', () => {
        response.destroy();
      });
    });
    await expect(aStorage(endpoint).get(KEY)).rejects.toThrow(ObjectStorageUnavailable);
  });

  it('is unavailable while nobody listens', async () => {
    expect(await everyUse(aStorage(`http://127.0.0.1:${await freePort()}`))).toEqual(unavailable);
  });

  it('is unavailable where what answers is no S3', async () => {
    const { endpoint } = await aServer((_, response) => response.writeHead(404).end('<html>Nothing here</html>'));
    const storage = aStorage(endpoint);
    await expect(storage.put(KEY, anObject())).rejects.toThrow(ObjectStorageUnavailable);
    await expect(storage.get(KEY)).rejects.toThrow(ObjectStorageUnavailable);
  });

  it('tries again after a passing fault, but not for long', async () => {
    const passing = await aServer((_, response) =>
      passing.requests.length < 2 ? fail(response, 500, 'InternalError') : response.end(),
    );
    await aStorage(passing.endpoint).put(KEY, anObject());
    expect(passing.requests).toHaveLength(2);

    const lasting = await aServer((_, response) => fail(response, 500, 'InternalError'));
    await expect(aStorage(lasting.endpoint).delete(KEY)).rejects.toThrow(ObjectStorageUnavailable);
    expect(lasting.requests.length).toBeLessThanOrEqual(3);
  });

  it('says in its cause what went wrong', async () => {
    const { endpoint } = await aServer((_, response) => fail(response, 403, 'AccessDenied'));
    await expect(aStorage(endpoint).put(KEY, anObject())).rejects.toMatchObject({ cause: { name: 'AccessDenied' } });
  });
});

describe('S3, as it is asked', () => {
  it('names the bucket in the path, which every S3 understands, and what browsers may keep', async () => {
    const { endpoint, requests } = await aServer((_, response) => response.end());
    await aStorage(endpoint).put(KEY, anObject());
    expect(requests).toMatchObject([
      {
        method: 'PUT',
        url: expect.stringMatching(/^\/cinema\/avatars\/7_1_avatar\.jpg(\?|$)/),
        headers: { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=31536000, immutable' },
      },
    ]);
  });

  it('knows an object that is not there', async () => {
    const { endpoint } = await aServer((_, response) => fail(response, 404, 'NoSuchKey'));
    expect(await aStorage(endpoint).get(KEY)).toBeUndefined();
  });

  it.each(['', '.', '../7.jpg', 'avatars//7.jpg', '/7.jpg', '7.jpg?versions'])(
    'is not asked for what can be no key: %j',
    async (key) => {
      const { endpoint, requests } = await aServer((_, response) => response.end('all that there is'));
      const storage = aStorage(endpoint);
      await expect(storage.put(key, anObject())).rejects.toThrow(TypeError);
      expect(await storage.get(key)).toBeUndefined();
      await storage.delete(key);
      expect(requests).toHaveLength(0);
    },
  );

  it('lists page by page, and passes over what can be no key of ours', async () => {
    const page = (keys: readonly string[], next: string) =>
      `<?xml version="1.0"?><ListBucketResult>${next}${keys
        .map((key) => `<Contents><Key>${key}</Key><LastModified>2026-01-15T12:00:00.000Z</LastModified></Contents>`)
        .join('')}</ListBucketResult>`;
    const { endpoint, requests } = await aServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(
        requests.length === 1
          ? page([KEY, 'avatars/'], '<NextContinuationToken>more</NextContinuationToken>')
          : page(['avatars/8_2_avatar.jpg'], ''),
      );
    });
    const modifiedAt = new Date('2026-01-15T12:00:00Z');
    expect(await listed(aStorage(endpoint), 'avatars/')).toEqual([
      { key: KEY, modifiedAt },
      { key: 'avatars/8_2_avatar.jpg', modifiedAt },
    ]);
    expect(requests.map(({ url }) => new URL(url ?? '', endpoint).searchParams.get('continuation-token'))).toEqual([
      null,
      'more',
    ]);
    expect(new URL(requests[0]?.url ?? '', endpoint).searchParams.get('prefix')).toBe('avatars/');
  });

  it('gives the address at which browsers find the bucket', () => {
    const storage = aStorage(undefined, 'https://pictures.example/cinema');
    expect(storage.urlOf(KEY)).toBe(`https://pictures.example/cinema/${KEY}`);
  });
});
