import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer, redisPath } from '../support/redis.ts';
import { eventually, RunningCinema } from '../support/running-cinema.ts';

describe.skipIf(redisPath === undefined)('two processes with one Redis (needs the program redis-server)', () => {
  let redis: RedisServer;
  let processes: RunningCinema[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
    const environment = { REDIS_URL: redis.url, DEMO_CATALOGUE: 'off', RATE_LIMIT_PER_ACCOUNT: '2' };
    processes = [await RunningCinema.start({ environment }), await RunningCinema.start({ environment })];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.remove()));
    await redis?.goDown();
  });

  /** A try to log in at each of them; their statuses. */
  const tryBoth = (email: string) =>
    Promise.all(
      processes.map(async ({ url }) => {
        const body = JSON.stringify({ email, password: 'Wr0ng!pass' });
        const headers = { 'content-type': 'application/json' };
        return (await fetch(`${url}/api/v1/accounts/login/`, { method: 'POST', headers, body })).status;
      }),
    );

  const readiness = () =>
    Promise.all(
      processes.map(async ({ url }) => {
        const answer = await fetch(`${url}/health/ready`);
        const { status, checks } = JSON.parse(await answer.text());
        return [answer.status, status, checks.redis.status];
      }),
    );

  const linesAboutRedis = () => processes.map(({ output }) => output.match(/Redis is (gone|back)/g));

  it('count tries together', async () => {
    expect(await readiness()).toEqual(Array(2).fill([200, 'ok', 'ok']));
    expect(await tryBoth('ann@example.com')).toEqual([401, 401]);
    expect(await tryBoth('ann@example.com')).toEqual([429, 429]);
  });

  it('stay up without it, say so once, and go back to it by themselves', async () => {
    await redis.goDown();
    await eventually(async () => expect(await readiness()).toEqual(Array(2).fill([200, 'degraded', 'down'])));
    for (let number = 0; number < 2; number += 1) expect(await tryBoth('bob@example.com')).toEqual([401, 401]);
    expect(await tryBoth('bob@example.com')).toEqual([429, 429]);

    await redis.comeUp();
    await eventually(async () => expect(await readiness()).toEqual(Array(2).fill([200, 'ok', 'ok'])));
    expect(await tryBoth('cem@example.com')).toEqual([401, 401]);
    expect(await tryBoth('cem@example.com')).toEqual([429, 429]);
    expect(linesAboutRedis()).toEqual(Array(2).fill(['Redis is gone', 'Redis is back']));
  });
});
