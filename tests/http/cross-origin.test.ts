import type { Routes } from '@online-cinema/http/type-provider';
import { describe, expect, test } from 'vitest';
import { aServer, aServerSettings } from './support/a-server.ts';

const aFilm: Routes = async (api) => {
  api.get('/films/', { config: { who: 'user' }, schema: {} }, async () => ({ name: 'Alien' }));
};

async function ask(method: 'GET' | 'OPTIONS', origin: string, corsOrigins: readonly string[], url = '/api/v1/films/') {
  const settings = { ...aServerSettings, corsOrigins };
  const { app } = await aServer({ settings, api: [aFilm] });
  const preflight = method === 'OPTIONS' ? { 'access-control-request-method': 'GET' } : {};
  return app.inject({ method, url, headers: { origin, authorization: 'Bearer user', ...preflight } });
}

describe('a page of another origin', () => {
  test('may call where it is named, and asks beforehand without a token', async () => {
    const shop = 'https://shop.example';
    const asked = await ask('OPTIONS', shop, [shop]);
    expect(asked.statusCode).toBe(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': shop,
      vary: expect.stringMatching(/origin/i),
    });
    for (const header of ['authorization', 'idempotency-key', 'if-none-match']) {
      expect(asked.headers['access-control-allow-headers']).toContain(header);
    }
    const answered = await ask('GET', shop, [shop]);
    expect([answered.statusCode, answered.headers['access-control-allow-origin']]).toEqual([200, shop]);
    for (const header of ['etag', 'location', 'retry-after', 'x-request-id']) {
      expect(answered.headers['access-control-expose-headers']).toContain(header);
    }
  });

  test.each([
    ['that is not named', ['https://shop.example']],
    ['where none is', []],
  ])('%s gets no leave', async (_case, corsOrigins) => {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const { headers } = await ask(method, 'https://evil.example', corsOrigins);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test.each([
    ['/api/v1/films/', 405, 'Method Not Allowed', 'GET, HEAD'],
    ['/api/v1/nothing', 404, 'Not Found', undefined],
  ])('that asks nothing about itself is told of %s what everybody is told', async (url, status, detail, allow) => {
    const shop = 'https://shop.example';
    for (const corsOrigins of [[shop], []]) {
      const { app } = await aServer({ settings: { ...aServerSettings, corsOrigins }, api: [aFilm] });
      for (const headers of [{}, { origin: shop }, { 'access-control-request-method': 'GET' }]) {
        const answer = await app.inject({ method: 'OPTIONS', url, headers });
        expect([answer.statusCode, answer.json(), answer.headers.allow]).toEqual([status, { detail }, allow]);
      }
    }
  });

  test('does not make unknown paths known', async () => {
    const shop = 'https://shop.example';
    expect((await ask('GET', shop, [shop], '/api/v1/nothing')).statusCode).toBe(404);
  });
});
