import { Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnApi, anApi } from './support/an-api.ts';
import type { Answer, Caller } from './support/caller.ts';
import { aForm } from './support/form.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

const profile = { first_name: 'Ann', last_name: 'Lee', gender: 'woman', date_of_birth: '1990-02-03', info: 'Films.' };

const making: readonly (readonly [what: string, make: (admin: Caller) => Promise<Answer>])[] = [
  ['a movie', (admin) => admin.post('/theater/movies/', { name: 'Alien', year: 1979 })],
  ['a genre', (admin) => admin.post('/theater/genres/', { name: 'Horror' })],
  ['a profile', async (admin) => admin.send('POST', `/profiles/users/${await admin.ownId()}/profile/`, aForm(profile))],
  [
    'an order',
    async (admin) => {
      await admin.post('/cart/items/', { movie_id: (await api.aMovie({ price: Money.of(999, 'USD') })).id });
      return admin.post('/orders/');
    },
  ],
];

test.each(making)('who made %s is told where it is', async (_what, make) => {
  const admin = await api.aUser('admin');
  const made = await make(admin);
  expect(made.status).toBe(201);
  const found = await admin.get(String(made.headers['location']).replace('/api/v1', ''));
  expect([found.status, found.body]).toEqual([200, expect.objectContaining({ id: made.body.id })]);
});

test('who may not make it is told no place', async () => {
  const user = await api.aUser();
  const refused = await user.post('/theater/movies/', { name: 'Alien', year: 1979 });
  expect([refused.status, refused.headers['location']]).toEqual([403, undefined]);
});
