import { media } from '@online-cinema/http/media';
import { pages } from '@online-cinema/http/pages/routes';
import type { Routes } from '@online-cinema/http/type-provider';
import { describe, expect, test } from 'vitest';
import { aServer, aServerSettings } from './support/a-server.ts';

const films: Routes = async (api) => {
  api.get('/films/:id/', { config: { who: 'anyone' }, schema: {} }, async () => ({ name: 'Alien' }));
  api.get('/broken/', { config: { who: 'anyone' }, schema: {} }, async () => Promise.reject(new Error('broken')));
};

const aPicture = { body: Buffer.from('picture'), contentType: 'image/jpeg' };
const nobody = { execute: async () => ({ userId: 1 }) };
const everyPage: readonly Routes[] = [
  pages({ activateAccount: nobody, completePasswordReset: nobody, hasMailbox: false }),
  media({ objects: { get: async () => aPicture } }),
];

async function headersOf(url: string, { publicUrl = 'https://cinema.example', corsOrigins = [''].slice(1) } = {}) {
  const settings = { ...aServerSettings, publicUrl, corsOrigins };
  const { app } = await aServer({ settings, api: [films], pages: everyPage });
  return (await app.inject({ url, headers: { origin: 'https://shop.example' } })).headers;
}

describe('an answer of the API', () => {
  test.each(['/api/v1/films/1/', '/api/v1/broken/', '/api/v1/nothing', '/openapi.json', '/health/live', '/metrics'])(
    'is taken for nothing but what it says, framed by nobody, and kept by no cache: %s',
    async (url) => {
      expect(await headersOf(url)).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  test('holds browsers to HTTPS where the system is found by it, and nowhere else', async () => {
    const strict = (await headersOf('/api/v1/films/1/'))['strict-transport-security'];
    expect(strict).toBe('max-age=31536000');
    const plain = await headersOf('/api/v1/films/1/', { publicUrl: 'http://127.0.0.1:8000' });
    expect(plain['strict-transport-security']).toBeUndefined();
  });

  test('is read by pages of the origins that may', async () => {
    const headers = await headersOf('/api/v1/films/1/', { corsOrigins: ['https://shop.example'] });
    expect(headers['access-control-allow-origin']).toBe('https://shop.example');
  });

  test('does not name what wrote it', async () => {
    const headers = await headersOf('/api/v1/films/1/');
    expect([headers['server'], headers['x-powered-by']]).toEqual([undefined, undefined]);
  });
});

describe('a page', () => {
  test.each(['/', '/activate', '/reset-password'])(
    'shows its own styles, runs nothing, and is framed by nobody: %s',
    async (url) => {
      const headers = await headersOf(url);
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'none'", "style-src 'self'", "frame-ancestors 'none'"]),
      );
      expect(policy.filter((directive) => directive.startsWith('script-src'))).toEqual([]);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  test('finds its styles', async () => {
    expect(await headersOf('/assets/cinema.css')).toMatchObject({
      'cache-control': 'public, no-cache',
      'content-type': 'text/css; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });

  test('of the docs runs its own scripts, under a policy of its own', async () => {
    const headers = await headersOf('/docs');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

test('a picture is shown by pages of any origin, and kept for long', async () => {
  expect(await headersOf('/media/avatars/1.jpg')).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
});
