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
    expect(asked.headers['access-control-allow-headers']).toContain('authorization');
    const answered = await ask('GET', shop, [shop]);
    expect([answered.statusCode, answered.headers['access-control-allow-origin']]).toEqual([200, shop]);
    expect(answered.headers['access-control-expose-headers']).toContain('x-request-id');
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

  test('does not make unknown paths known', async () => {
    const shop = 'https://shop.example';
    expect((await ask('GET', shop, [shop], '/api/v1/nothing')).statusCode).toBe(404);
  });
});
