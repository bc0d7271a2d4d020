import { RedisConnection } from '@online-cinema/adapters/redis';
import type { Routes, Server } from '@online-cinema/http/type-provider';
import { Type } from 'typebox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RedisServer, redisPath } from '../support/redis.ts';
import { eventually } from '../support/running-cinema.ts';
import { aServer, aServerSettings } from './support/a-server.ts';

const body = Type.Object({ email: Type.String() }, { additionalProperties: false });

const endpoints: Routes = async (api) => {
  for (const limited of ['login', 'register'] as const) {
    api.post(`/${limited}/`, { config: { who: 'anyone', limited }, schema: { body } }, async () => ({}));
  }
};

/** A process of several that have nothing in common but Redis. */
interface Process {
  readonly app: Server;
  readonly redis: RedisConnection;
  readonly news: string[];
}

describe.skipIf(redisPath === undefined)('rate limits that processes share (needs the program redis-server)', () => {
  let server: RedisServer;
  let processes: Process[];
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  beforeEach(() => {
    processes = [];
  });
  afterEach(async () => {
    for (const { app, redis } of processes) {
      if (redis.isThere) await redis.client.flushall();
      await app.close();
      redis.close();
    }
  });
  afterAll(() => server?.goDown());

  /** Patient with a Redis that is there, as exact counts are asked for on a busy machine. */
  async function aProcess(perAddress: number, perAccount: number, patience = 10_000): Promise<Process> {
    const news: string[] = [];
    const told = { onGone: () => news.push('gone'), onBack: () => news.push('back') };
    const redis = await RedisConnection.open(server.url, told, patience);
    const settings = { ...aServerSettings, rateLimits: { perAddress, perAccount } };
    const { app } = await aServer({ settings, api: [endpoints], sharedCounts: redis.client });
    processes.push({ app, redis, news });
    return { app, redis, news };
  }

  type Ask = Partial<{ email: string; from: string; at: string }>;

  function ask({ app }: Process, { email = 'ann@example.com', from = '192.0.2.1', at = 'login' }: Ask = {}) {
    return app.inject({ method: 'POST', url: `/api/v1/${at}/`, payload: { email }, remoteAddress: from });
  }

  async function statusesAt(process: Process, count: number, nth: (number: number) => Ask = () => ({})) {
    const statuses: number[] = [];
    for (let number = 0; number < count; number += 1) statuses.push((await ask(process, nth(number))).statusCode);
    return statuses;
  }

  const someoneElse = (number: number) => ({ email: `person${number}@example.com` });
  const elsewhere = (number: number) => ({ from: `198.51.100.${number}` });

  test('count tries from one network address at all of them, and say how long to wait', async () => {
    const [one, other] = [await aProcess(3, 0), await aProcess(3, 0)];
    expect(await statusesAt(one, 2, someoneElse)).toEqual([200, 200]);
    expect(await statusesAt(other, 2, someoneElse)).toEqual([200, 429]);
    const refused = await ask(one);
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await ask(one, { from: '192.0.2.2' })).statusCode).toBe(200);
  });

  test('count tries at one account at all of them, from one address and from everywhere', async () => {
    const [one, other] = [await aProcess(0, 2), await aProcess(0, 2)];
    expect(await statusesAt(one, 2)).toEqual([200, 200]);
    expect(await statusesAt(other, 1)).toEqual([429]);
    expect(await statusesAt(one, 19, elsewhere)).not.toContain(429);
    expect(await statusesAt(other, 20, (number) => elsewhere(100 + number))).toEqual([
      ...Array(19).fill(200),
      // The two from the first address, nineteen here and nineteen there are forty.
      429,
    ]);
  });

  test('are of one endpoint, and 0 is none', async () => {
    const [one, other] = [await aProcess(0, 1), await aProcess(0, 1)];
    expect(await statusesAt(one, 2)).toEqual([200, 429]);
    expect(await statusesAt(other, 1, () => ({ at: 'register' }))).toEqual([200]);
    expect(await statusesAt(await aProcess(0, 0), 50)).not.toContain(429);
  });

  test('hold for tries that come to all of them at once', async () => {
    const all = [await aProcess(0, 5), await aProcess(0, 5), await aProcess(0, 5)];
    const answers = await Promise.all(all.flatMap((one) => Array.from({ length: 10 }, () => ask(one))));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(5);
  });

  test('leave nothing in Redis that could be read, and nothing that stays', async () => {
    const process = await aProcess(5, 5);
    await statusesAt(process, 3);
    const { client } = process.redis;
    const keys = await client.keys('*');
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      expect(key).toMatch(/^cinema:tries:(address|account|account-at-address):login [A-Za-z0-9+/]{43}=$/);
      const timeLeft = await client.pttl(key);
      expect(timeLeft).toBeGreaterThan(0);
      expect(timeLeft).toBeLessThanOrEqual(60_000);
    }
  });

  test('are counted in each process while Redis is gone, and together again once it is back', async () => {
    const [one, other] = [await aProcess(0, 2), await aProcess(0, 2)];
    expect(await statusesAt(one, 1)).toEqual([200]);
    await server.goDown();
    await eventually(async () => expect([one.news, other.news]).toEqual([['gone'], ['gone']]));
    await expect(one.redis.check()).rejects.toThrow();

    // This one has seen a try of this account already.
    expect(await statusesAt(one, 2)).toEqual([200, 429]);
    expect(await statusesAt(other, 3)).toEqual([200, 200, 429]);

    await server.comeUp();
    await eventually(async () => {
      await one.redis.check();
      await other.redis.check();
    });
    expect([one.news, other.news]).toEqual([
      ['gone', 'back'],
      ['gone', 'back'],
    ]);
    expect(await statusesAt(one, 1, () => someoneElse(1))).toEqual([200]);
    expect(await statusesAt(other, 2, () => someoneElse(1))).toEqual([200, 429]);
  });

  test('hold, and keep nobody waiting, while Redis is silent', async () => {
    const process = await aProcess(0, 2, 200);
    server.fallSilent();
    try {
      expect(await statusesAt(process, 3)).toEqual([200, 200, 429]);
      await eventually(async () => expect(process.news).toEqual(['gone']));
      await expect(process.redis.check()).rejects.toThrow();
    } finally {
      server.wakeUp();
    }
    await eventually(() => process.redis.check());
    expect(process.news).toEqual(['gone', 'back']);
  });

  test('need no Redis that is there at the start, and are shared as soon as it comes', async () => {
    await server.goDown();
    const [one, other] = [await aProcess(0, 1), await aProcess(0, 1)];
    expect(await statusesAt(one, 2)).toEqual([200, 429]);
    await server.comeUp();
    await eventually(async () => {
      await one.redis.check();
      await other.redis.check();
    });
    expect(await statusesAt(one, 1, () => someoneElse(1))).toEqual([200]);
    expect(await statusesAt(other, 1, () => someoneElse(1))).toEqual([429]);
  });

  test('fall back as well while Redis takes nothing down any more', async () => {
    const [one, other] = [await aProcess(0, 1), await aProcess(0, 1)];
    await one.redis.client.config('SET', 'maxmemory', '1');
    try {
      await expect(one.redis.check()).rejects.toThrow('OOM');
      expect(await statusesAt(one, 2)).toEqual([200, 429]);
      expect(await statusesAt(other, 2)).toEqual([200, 429]);
    } finally {
      await one.redis.client.config('SET', 'maxmemory', '0');
    }
  });
});
