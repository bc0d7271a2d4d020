import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Routes } from '../type-provider.ts';

const ASSETS = [
  { file: 'cinema.css', type: 'text/css; charset=utf-8' },
  { file: 'icon.svg', type: 'image/svg+xml' },
] as const;

/** What pages look like: read once, asked for anew only when it has changed. */
export const assets: Routes = async (app) => {
  for (const { file, type } of ASSETS) {
    const content = await readFile(new URL(`assets/${file}`, import.meta.url));
    const etag = `"${hash('sha256', content, 'base64url').slice(0, 22)}"`;
    app.get(`/assets/${file}`, async ({ headers }, reply) => {
      reply.headers({ etag, 'cache-control': 'public, no-cache', 'x-content-type-options': 'nosniff' });
      if (headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type(type).send(content);
    });
  }
};
