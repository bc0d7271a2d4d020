import { once } from 'node:events';
import { connect } from 'node:net';
import { ALARMS } from '@online-cinema/application/ports';
import { later, seconds } from '@online-cinema/domain/shared';
import { LogAlarms } from '@online-cinema/http/log-alarms';
import { createLogger } from '@online-cinema/http/logger';
import { Metrics, type Reading } from '@online-cinema/http/metrics';
import { watchWith } from '@online-cinema/http/readings';
import type { Routes } from '@online-cinema/http/type-provider';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { samplesIn } from '../support/prometheus.ts';
import { eventually } from '../support/running-cinema.ts';
import { aServer, aServerSettings, LogLines } from './support/a-server.ts';

const opsToken = 'sixteen-characters';
const settings = { ...aServerSettings, opsToken };

const films: Routes = async (api) => {
  api.get('/films/:id/', { config: { who: 'anyone' }, schema: {} }, async () => ({ name: 'Alien' }));
  api.delete('/films/:id/', { config: { who: 'admin' }, schema: {} }, async () => ({}));
};

async function aMeasuredServer(api: readonly Routes[] = [films]) {
  const metrics = new Metrics('1.2.3');
  const { app } = await aServer({ settings, api, metrics });
  const samples = async () => samplesIn(await metrics.text());
  return { app, metrics, samples };
}

const requestsAt = (method: string, route: string, status: number) =>
  `http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;

describe('what a process counts', () => {
  test.each([
    [{ remoteAddress: '127.0.0.1' }, {}, 200],
    [{ remoteAddress: '::1' }, {}, 200],
    [{ remoteAddress: '127.0.0.1' }, { 'x-forwarded-for': '10.0.0.7' }, 401],
    [{ remoteAddress: '127.0.0.1' }, { 'x-forwarded-proto': 'https' }, 401],
    [{ remoteAddress: '10.0.0.7' }, {}, 401],
    [{ remoteAddress: '10.0.0.7' }, { authorization: `Bearer ${opsToken}` }, 200],
    [{ remoteAddress: '10.0.0.7' }, { authorization: 'Bearer admin' }, 401],
  ])('is told to this machine and to the operator alone: %j %j', async (peer, headers, status) => {
    const { app } = await aMeasuredServer();
    const answer = await app.inject({ url: '/metrics', ...peer, headers });
    expect(answer.statusCode).toBe(status);
    if (status === 401) {
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.json()).toEqual({ detail: expect.stringMatching(/header is missing|Invalid token\./) });
    } else {
      expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
      expect(samplesIn(answer.body).size).toBeGreaterThan(0);
    }
  });

  test('are requests, by method, by the pattern of their route and by status', async () => {
    const { app, samples } = await aMeasuredServer();
    for (const id of [1, 2, 3]) await app.inject(`/api/v1/films/${id}/?search=hunter2`);
    await app.inject({ method: 'DELETE', url: '/api/v1/films/4/' });
    const seen = await samples();
    expect(seen.get(requestsAt('GET', '/api/v1/films/:id/', 200))).toBe(3);
    expect(seen.get(requestsAt('DELETE', '/api/v1/films/:id/', 401))).toBe(1);
    expect(seen.get('http_requests_in_flight')).toBe(0);
    const slowest =
      'http_request_duration_seconds_bucket{le="+Inf",method="GET",route="/api/v1/films/:id/",status="200"}';
    expect(seen.get(slowest)).toBe(3);
  });

  test('puts all paths that nothing is at under one label, and never shows a query, an id or an address', async () => {
    const { app, metrics, samples } = await aMeasuredServer();
    const strange = ['/nothing', '/hunter2/1', '/api/v1/films/5/more?email=ann@example.com', '/%zz', '/docs/hunter2'];
    for (const url of strange) await app.inject({ url, remoteAddress: '192.0.2.1' });
    await app.inject({ method: 'PUT', url: '/api/v1/films/77/' });
    const seen = await samples();
    expect(seen.get(requestsAt('GET', '(unknown)', 404))).toBe(4);
    expect(seen.get(requestsAt('PUT', '(unknown)', 405))).toBe(1);
    expect(await metrics.text()).not.toMatch(/hunter2|ann@|192\.0\.2|films\/77|nothing/);
  });

  test('has requests in flight until they are answered, or their client is gone', async () => {
    const began = Promise.withResolvers<void>();
    const slow: Routes = async (api) => {
      api.get('/slow/', { config: { who: 'anyone' }, schema: {} }, async () => {
        began.resolve();
        return new Promise(() => {});
      });
    };
    const { app, samples } = await aMeasuredServer([slow]);
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /api/v1/slow/ HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await began.promise;
    expect((await samples()).get('http_requests_in_flight')).toBe(1);

    socket.destroy();
    await eventually(async () => expect((await samples()).get('http_requests_in_flight')).toBe(0));
    expect((await samples()).get(requestsAt('GET', '/api/v1/slow/', 499))).toBe(1);
    await app.close();
  });

  test('has tries that were refused, by what they were at and by which limit', async () => {
    const metrics = new Metrics('1.2.3');
    const guarded: Routes = async (api) => {
      api.post('/login/', { config: { who: 'anyone', limited: 'login' }, schema: {} }, async () => ({}));
    };
    const limited = { ...settings, rateLimits: { perAddress: 1, perAccount: 0 } };
    const { app } = await aServer({ settings: limited, api: [guarded], metrics });
    for (let number = 0; number < 3; number += 1) await app.inject({ method: 'POST', url: '/api/v1/login/' });
    const seen = samplesIn(await metrics.text());
    expect(seen.get('rate_limit_refusals_total{at="login",limit="address"}')).toBe(2);
  });

  test('has every alarm from the beginning, none of them raised', async () => {
    const { samples } = await aMeasuredServer();
    const alarms = [...(await samples())].filter(([name]) => name.startsWith('alarms_total{'));
    expect(alarms).toEqual(ALARMS.map((alarm) => [`alarms_total{alarm="${alarm}"}`, 0]));
  });

  test('has jobs by how they ended, and alarms by what they say', async () => {
    const metrics = new Metrics('1.2.3');
    metrics.jobEnded({ name: 'mail-receipt', outcome: 'failed', milliseconds: 1_500 });
    new LogAlarms(createLogger('info', new LogLines()), metrics).raise('A job was given up', { job: 'mail-receipt' });
    const seen = samplesIn(await metrics.text());
    expect(seen.get('job_duration_seconds_sum{job="mail-receipt",outcome="failed"}')).toBe(1.5);
    expect(seen.get('alarms_total{alarm="A job was given up"}')).toBe(1);
  });

  test('says which version runs', async () => {
    const { samples } = await aMeasuredServer();
    expect((await samples()).get(`cinema_build_info{version="1.2.3",node="${process.versions.node}"}`)).toBe(1);
  });

  test('says nothing of the inside where it cannot be told, and writes down why', async () => {
    const metrics = new Metrics('1.2.3');
    metrics.add({ name: 'asked', help: 'For a test.', labels: ['of'], read: async () => [{ of: [], value: 1 }] });
    const { app, log } = await aServer({ settings, metrics });
    const answer = await app.inject('/metrics');
    expect([answer.statusCode, answer.json()]).toEqual([500, { detail: 'Internal Server Error' }]);
    expect(log.entries).toContainEqual(expect.objectContaining({ level: 'error', msg: 'the request failed' }));
  });

  test('is no part of the API', async () => {
    const { app } = await aMeasuredServer();
    expect(Object.keys((await app.inject('/openapi.json')).json().paths)).toEqual(['/api/v1/films/{id}/']);
    expect((await app.inject('/api/v1/metrics')).statusCode).toBe(404);
  });
});

describe('what a process looks up when it is asked', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const reading = (read: Reading['read'], labels: readonly string[] = []): Reading => ({
    name: 'asked',
    help: 'For a test.',
    labels,
    read,
  });

  test.each([
    [[], [], 'asked'],
    [['job', 'state'], ['mail-receipt', 'dead'], 'asked{job="mail-receipt",state="dead"}'],
  ])('is left out while it cannot be had, and there again once it can, by %j', async (labels, of, name) => {
    const metrics = new Metrics('1.2.3');
    let answer: () => Promise<number> = async () => 5;
    metrics.add(reading(async () => [{ of, value: await answer() }], labels));
    expect(samplesIn(await metrics.text()).get(name)).toBe(5);
    answer = async () => Promise.reject(new Error('gone'));
    expect(await metrics.text()).not.toMatch(/^asked/m);
    answer = async () => 6;
    expect(samplesIn(await metrics.text()).get(name)).toBe(6);
  });

  test('keeps nobody waiting', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const metrics = new Metrics('1.2.3');
    metrics.add(reading(() => new Promise(() => {})));
    const text = metrics.text();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(samplesIn(await text).has('asked')).toBe(false);
  });

  test('forgets what is no more', async () => {
    const metrics = new Metrics('1.2.3');
    let names = ['one', 'other'];
    metrics.add(reading(async () => names.map((name) => ({ of: [name], value: 1 })), ['name']));
    expect(samplesIn(await metrics.text()).get('asked{name="one"}')).toBe(1);
    names = ['other'];
    const seen = samplesIn(await metrics.text());
    expect([seen.has('asked{name="one"}'), seen.get('asked{name="other"}')]).toEqual([false, 1]);
  });

  test('are jobs, connections, hashings, Redis, and the process itself', async () => {
    const metrics = new Metrics('1.2.3');
    const now = new Date('2026-01-15T12:00:00Z');
    watchWith(metrics, {
      jobs: {
        stats: async () => [{ name: 'mail-receipt', waiting: 3, retrying: 2, running: 1, dead: 4 }],
        nextDue: async () => later(now, -seconds(90)),
      },
      clock: { now: () => now },
      database: { poolUse: { limit: 10, open: 4, idle: 1, waiting: 7 } },
      hasher: { load: { running: 1, waiting: 2 } },
      redis: { isThere: true },
    });
    const seen = samplesIn(await metrics.text());
    expect(Object.fromEntries([...seen].filter(([name]) => /^(jobs\{|database|password|redis)/.test(name)))).toEqual({
      'jobs{job="mail-receipt",state="waiting"}': 3,
      'jobs{job="mail-receipt",state="retrying"}': 2,
      'jobs{job="mail-receipt",state="running"}': 1,
      'jobs{job="mail-receipt",state="dead"}': 4,
      'database_connections{state="busy"}': 3,
      'database_connections{state="idle"}': 1,
      'database_connections{state="limit"}': 10,
      'database_connections{state="waiting"}': 7,
      'password_hashings{state="running"}': 1,
      'password_hashings{state="waiting"}': 2,
      redis_up: 1,
    });
    expect(seen.get('jobs_overdue_seconds')).toBe(90);
    for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds']) {
      expect(seen.has(name), name).toBe(true);
    }
  });
});
