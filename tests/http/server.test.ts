import { connect } from 'node:net';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import { PaymentServiceUnavailable, PricesChanged } from '@online-cinema/domain/payments';
import { InvalidInput, Money } from '@online-cinema/domain/shared';
import { createLogger } from '@online-cinema/http/logger';
import type { Routes } from '@online-cinema/http/type-provider';
import { describe, expect, test } from 'vitest';
import { aServer, aServerSettings, LogLines } from './support/a-server.ts';

/** Routes that throw what they are given. */
const throwing =
  (error: Error, failure?: string): Routes =>
  async (api) => {
    const config = { who: 'anyone', ...(failure === undefined ? {} : { failure }) } as const;
    api.get('/films/:id/', { config, schema: {} }, async () => Promise.reject(error));
    api.post('/films/', { config, schema: {} }, async () => Promise.reject(error));
  };

const aFilm: Routes = async (api) => {
  api.get('/films/:id/', { config: { who: 'anyone' }, schema: {} }, async () => ({ name: 'Alien' }));
  api.post('/films/', { config: { who: 'user' }, schema: {} }, async () => ({}));
  api.get('/films/best/', { config: { who: 'anyone' }, schema: {} }, async () => ({ name: 'Metropolis' }));
};

describe('a path', () => {
  test('takes a slash at the end or none', async () => {
    const { app } = await aServer({ api: [aFilm] });
    for (const url of ['/api/v1/films/1/', '/api/v1/films/1']) {
      expect((await app.inject(url)).json()).toEqual({ name: 'Alien' });
    }
  });

  test.each([
    '/nothing',
    '/api/v1/films/1/more',
    '/api/v1',
    '/%zz',
    '/api/v1/films/%',
    `/api/v1/films/${'x'.repeat(500)}`,
  ])('that nothing is at is not found: %s', async (url) => {
    const { app } = await aServer({ api: [aFilm] });
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'Not Found' }]);
    expect(answer.headers['x-request-id']).toBeDefined();
  });

  test('of the docs that is not there is not found like any other', async () => {
    const { app } = await aServer({});
    const answer = await app.inject('/docs/nope');
    expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'Not Found' }]);
  });

  test.each(['/nothing', '/sandbox/checkout/', '/activatee?token=x', '/%zz', '/docs/nope', '/apian'])(
    'that nothing is at tells browsers so on a page, and others in JSON: %s',
    async (url) => {
      const { app } = await aServer({ api: [aFilm] });
      const page = await app.inject({ url, headers: { accept: 'text/html,*/*;q=0.8' } });
      expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(page.body).toContain('<h1>There is nothing here</h1>');
      expect(page.body).not.toContain('token');
      expect(page.headers['x-request-id']).toBeDefined();
      const answer = await app.inject({ url, headers: { accept: '*/*' } });
      expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'Not Found' }]);
      for (const { headers } of [page, answer]) expect(headers.vary).toContain('Accept');
    },
  );

  test.each(['/api', '/api/v1', '/api/v1/nothing?x=1', '/api/%zz', '/api?x'])(
    'of the API that nothing is at is not found in JSON, also by browsers: %s',
    async (url) => {
      const { app } = await aServer({ api: [aFilm] });
      const answer = await app.inject({ url, headers: { accept: 'text/html' } });
      expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'Not Found' }]);
    },
  );

  test('for browsers says on a page that it does not take a method', async () => {
    const { app } = await aServer({});
    const headers = { accept: 'text/html' };
    const answer = await app.inject({ method: 'POST', url: '/docs', headers });
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, HEAD']);
    expect(answer.body).toContain('<h1>That cannot be done here</h1>');
  });

  test('says which methods it takes to whoever tries another', async () => {
    const { app } = await aServer({ api: [aFilm] });
    const tries = [
      ['DELETE', '/api/v1/films/1/', 'GET, HEAD'],
      ['GET', '/api/v1/films', 'POST'],
      ['POST', '/api/v1/films/best/', 'GET, HEAD'],
    ] as const;
    for (const [method, url, allow] of tries) {
      const answer = await app.inject({
        method,
        url,
        payload: 'not even JSON',
        headers: { 'content-type': 'application/json' },
      });
      expect([answer.statusCode, answer.json(), answer.headers.allow]).toEqual([
        405,
        { detail: 'Method Not Allowed' },
        allow,
      ]);
    }
  });
});

describe('an error of the domain', () => {
  test('is answered with its sentence and the status of its kind', async () => {
    const { app } = await aServer({ api: [throwing(new MovieNotFound())] });
    const answer = await app.inject('/api/v1/films/1/');
    expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'Movie with the given ID was not found.' }]);
  });

  test('brings its details along, as the API writes them', async () => {
    const change = {
      movie: { id: 1, uuid: 'u', name: 'Alien' },
      priceAtOrder: Money.of(999, 'USD'),
      price: Money.of(1050, 'USD'),
    };
    const { app } = await aServer({ api: [throwing(new PricesChanged([change]))] });
    const answer = await app.inject('/api/v1/films/1/');
    expect([answer.statusCode, answer.json()]).toEqual([
      409,
      {
        detail: 'Prices have changed since the order was placed.',
        changes: [{ movie: { id: 1, uuid: 'u', name: 'Alien' }, price_at_order: '9.99', price: '10.50' }],
      },
    ]);
  });

  test('says when to try again what is not available', async () => {
    const { app } = await aServer({ api: [throwing(new PaymentServiceUnavailable())] });
    const answer = await app.inject('/api/v1/films/1/');
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('about a field becomes a fault of the input, with what was sent unless that is a secret', async () => {
    const broken = new InvalidInput([
      { field: 'email', message: 'No such address.' },
      { field: 'password', message: 'Too easy.' },
      { field: 'metaScore', message: 'Too high.' },
    ]);
    const { app } = await aServer({ api: [throwing(broken)] });
    // A body that no schema names would be refused before; an empty one has the fields missing.
    const answer = await app.inject({ method: 'POST', url: '/api/v1/films/' });
    expect([answer.statusCode, answer.json()]).toEqual([
      422,
      {
        detail: [
          { type: 'value_error', loc: ['body', 'email'], msg: 'No such address.', input: null },
          { type: 'value_error', loc: ['body', 'password'], msg: 'Too easy.', input: null },
          { type: 'value_error', loc: ['body', 'meta_score'], msg: 'Too high.', input: null },
        ],
      },
    ]);
  });
});

describe('a failure of our own', () => {
  test('says nothing of the inside and is logged with its stack', async () => {
    const { app, log } = await aServer({ api: [throwing(new Error('relation "users" does not exist'))] });
    const answer = await app.inject('/api/v1/films/1/');
    expect([answer.statusCode, answer.body]).toEqual([500, '{"detail":"Internal Server Error"}']);
    const entry = log.entries.find(({ level }) => level === 'error');
    expect(entry).toMatchObject({
      request_id: answer.headers['x-request-id'],
      err: { message: 'relation "users" does not exist', stack: expect.stringContaining('server.test.ts') },
    });
  });

  test('says what the contract has that route say', async () => {
    const { app } = await aServer({ api: [throwing(new Error('x'), 'An error occurred during user creation.')] });
    expect((await app.inject('/api/v1/films/1/')).json()).toEqual({
      detail: 'An error occurred during user creation.',
    });
  });
});

describe('every answer carries x-request-id', () => {
  test('that of the request, where it is fit for a log', async () => {
    const { app } = await aServer({ api: [aFilm] });
    const answer = await app.inject({ url: '/api/v1/films/1/', headers: { 'x-request-id': 'front-42' } });
    expect(answer.headers['x-request-id']).toBe('front-42');
  });

  test.each(['', 'a b', 'x'.repeat(129), 'a"b'])('or a new one, in place of %j', async (given) => {
    const { app } = await aServer({ api: [aFilm] });
    const answer = await app.inject({ url: '/api/v1/films/1/', headers: { 'x-request-id': given } });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('also to what is no HTTP', async () => {
    const { app } = await aServer({ api: [aFilm] });
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      socket.on('data', (data) => {
        text += data.toString();
      });
      socket.on('close', () => resolve(text));
    });
    await app.close();
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(/x-request-id: [0-9a-f-]{36}\r\n/);
    expect(answer).toMatch(/\{"detail":"Bad Request"\}$/);
  });
});

describe('the log', () => {
  test('has one line a request: the pattern of the route and the ids in it, never its query', async () => {
    const { app, log } = await aServer({ api: [aFilm] });
    await app.inject({ url: '/api/v1/films/1/?token=hunter2', headers: { authorization: 'Bearer admin' } });
    expect(log.entries).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        request_id: expect.any(String),
        method: 'GET',
        route: '/api/v1/films/:id/',
        params: { id: '1' },
        status: 200,
        ms: expect.any(Number),
        user: 3,
        msg: 'request',
      },
    ]);
    expect(log.lines.join()).not.toContain('hunter2');
  });

  test('has of a path what is a number or a uuid alone', async () => {
    const { app, log } = await aServer({ api: [aFilm] });
    const uuid = '0190a5f2-7b3c-7def-8123-456789abcdef';
    for (const id of ['hunter2', uuid, 'ann@example.com', '1'.repeat(17)]) await app.inject(`/api/v1/films/${id}/`);
    expect(log.entries.map(({ params }) => params)).toEqual([undefined, { id: uuid }, undefined, undefined]);
  });

  test('has nothing of those who ask every second whether all is well, unless it is not', async () => {
    let fault: Error | undefined;
    const ask = async () => {
      if (fault) throw fault;
    };
    const { app, log } = await aServer({ healthChecks: [{ name: 'database', vital: true, ask }] });
    const askAll = async () => {
      for (const url of ['/health/live', '/health/ready', '/metrics']) await app.inject(url);
    };
    await askAll();
    expect(log.entries).toEqual([]);
    fault = new Error('gone');
    await askAll();
    expect(log.entries).toMatchObject([{ msg: 'a health check failed' }, { route: '/health/ready', status: 503 }]);
  });

  test('has one for what is not found as well, without the path', async () => {
    const { app, log } = await aServer({});
    await app.inject('/activate-hunter2');
    expect(log.entries).toMatchObject([{ route: null, status: 404 }]);
    expect(log.lines.join()).not.toContain('hunter2');
  });

  test('hides what is called like a secret', () => {
    const log = new LogLines();
    const logger = createLogger('info', log);
    logger.info({ password: 'hunter2', body: { refresh_token: 'hunter2', mail: { html: 'hunter2' } }, user: 5 }, 'x');
    expect(log.entries).toMatchObject([{ password: '[hidden]', user: 5 }]);
    expect(log.lines.join()).not.toContain('hunter2');
  });
});

test('the log leaves out what a driver hangs on its errors', () => {
  const log = new LogLines();
  const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(ann@example.com)' });
  createLogger('info', log).error({ err: error }, 'x');
  expect(log.entries).toMatchObject([{ err: { type: 'Error', message: 'duplicate key', code: '23505' } }]);
  expect(log.lines.join()).not.toContain('ann@example.com');
});

describe('health', () => {
  const up = { name: 'database', vital: true, ask: async () => {} };
  const slow = { name: 'jobs', vital: false, ask: async () => Promise.reject(new Error('behind')) };

  test('is ok while everything answers', async () => {
    const { app } = await aServer({ healthChecks: [up] });
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'ok' });
    const ready = await app.inject('/health/ready');
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { status: 'ok', checks: { database: { status: 'ok', latency_ms: expect.any(Number) } } },
    ]);
  });

  test('is degraded, and ready nevertheless, while something lesser is down', async () => {
    const { app, log } = await aServer({ healthChecks: [up, slow] });
    const ready = await app.inject('/health/ready');
    expect([ready.statusCode, ready.json().status, ready.json().checks.jobs.status]).toEqual([200, 'degraded', 'down']);
    const why = log.entries.filter(({ msg }) => msg === 'a health check failed');
    expect(why).toMatchObject([{ check: 'jobs', err: { message: 'behind' } }]);
  });

  test('says once in the log that something is down, however often it is asked, and once that it is well again', async () => {
    let isDown = true;
    const ask = async () => {
      if (isDown) throw new Error('behind');
    };
    const { app, log } = await aServer({ healthChecks: [{ name: 'jobs', vital: false, ask }] });
    for (let time = 0; time < 3; time += 1) await app.inject('/health/ready');
    isDown = false;
    for (let time = 0; time < 3; time += 1) await app.inject('/health/ready');
    expect(log.entries.map(({ level, msg, check }) => [level, msg, check])).toEqual([
      ['warn', 'a health check failed', 'jobs'],
      ['info', 'a health check is well again', 'jobs'],
    ]);
  });

  test('is not ready while the database is down', async () => {
    const { app } = await aServer({ healthChecks: [{ ...slow, name: 'database', vital: true }] });
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });

  test.each([
    [{ remoteAddress: '127.0.0.1' }, {}, true],
    [{ remoteAddress: '::1' }, {}, true],
    [{ remoteAddress: '::ffff:127.0.0.1' }, {}, true],
    [{ remoteAddress: '10.0.0.7' }, {}, false],
    [{ remoteAddress: '127.0.0.1' }, { 'x-forwarded-for': '10.0.0.7' }, false],
    [{ remoteAddress: '10.0.0.7' }, { authorization: 'Bearer sixteen-characters' }, true],
    [{ remoteAddress: '10.0.0.7' }, { authorization: 'Bearer sixteen-character' }, false],
  ])('tells details to this machine and to the operator: %j %j', async (peer, headers, told) => {
    const settings = { ...aServerSettings, opsToken: 'sixteen-characters' };
    const { app } = await aServer({ settings, healthChecks: [up] });
    const ready = await app.inject({ url: '/health/ready', ...peer, headers });
    expect('checks' in ready.json()).toBe(told);
  });
});

test('a route of the API that does not say who may use it stops the start', async () => {
  const forgetful: Routes = async (api) => {
    api.get('/films/', async () => ({}));
  };
  await expect(aServer({ api: [forgetful] })).rejects.toThrow('GET /api/v1/films/ does not say who may use it');
});
