import { DatabaseUnavailable, TooBusyToHash } from '@online-cinema/application/ports';
import type { Routes } from '@online-cinema/http/type-provider';
import { expect, test } from 'vitest';
import { aServer } from './support/a-server.ts';

test.each([new DatabaseUnavailable(), new TooBusyToHash()])(
  'what is down for a while is 503, says when to come back, and nothing of the inside: %s',
  async (error) => {
    const failing: Routes = async (api) => {
      api.get('/films/', { config: { who: 'anyone' }, schema: {} }, async () => Promise.reject(error));
    };
    const { app } = await aServer({ api: [failing] });
    const answer = await app.inject('/api/v1/films/');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      { detail: 'The service is temporarily unavailable. Please try again later.' },
    ]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  },
);

test('a database that is gone while a token is looked up is 503 as well', async () => {
  const aFilm: Routes = async (api) => {
    api.get('/films/', { config: { who: 'user' }, schema: {} }, async () => ({}));
  };
  const { app } = await aServer({
    api: [aFilm],
    authentication: {
      accessTokens: { verify: async () => ({ userId: 1, session: 's' }) },
      authenticate: { execute: async () => Promise.reject(new DatabaseUnavailable()) },
      clock: { now: () => new Date() },
    },
  });
  expect((await app.inject({ url: '/api/v1/films/', headers: { authorization: 'Bearer t' } })).statusCode).toBe(503);
});
