import { days } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnApi, anApi, PASSWORD } from './support/an-api.ts';
import type { Caller } from './support/caller.ts';
import { shoppingAt } from './support/shopping.ts';

let api: AnApi;
let moderator: Caller;
let heat: { id: number; uuid: string };
let alien: { id: number; uuid: string };

/** On the 15th Heat and Alien are sold to one, Heat to another; on the 16th the first has the money back. */
beforeAll(async () => {
  api = await anApi();
  const { aFilm, fillCart, pay, anOrder } = shoppingAt(api);
  heat = await aFilm(999, { name: 'Heat', genres: ['Crime', 'Action'] });
  alien = await aFilm(501, { name: 'Alien', genres: ['Horror', 'Crime'] });
  const [ann, bob] = [await api.aUser(), await api.aUser()];
  const order = async (user: Caller, ...films: readonly { id: number }[]) => {
    await fillCart(user, ...films.map(({ id }) => id));
    const { id } = (await user.post('/orders/')).body;
    await pay(user, id);
    return id;
  };
  const both = await order(ann, heat, alien);
  await order(bob, heat);
  // What is pending, costs nothing or was cancelled is no sale.
  await anOrder(bob, 777);
  await anOrder(ann, 0);

  api.clock.advance(days(1));
  await ann.logIn(ann.email, PASSWORD);
  await ann.post(`/orders/${both}/refund/`);
  moderator = await api.aUser('moderator');
});
afterAll(() => api.close());

const sales = async (query = '') => (await moderator.get(`/admin/sales/${query}`)).body;
const figures = (payments: number, gross: string, refunds: string, net: string) => ({ payments, gross, refunds, net });
const nothing = figures(0, '0.00', '0.00', '0.00');

describe('GET /admin/sales/', () => {
  test('says what was sold and given back: in all, by day, by film and by genre', async () => {
    const ofHeat = figures(2, '19.98', '9.99', '9.99');
    const ofAlien = figures(1, '5.01', '5.01', '0.00');
    expect(await sales()).toEqual({
      currency: 'USD',
      totals: figures(2, '24.99', '15.00', '9.99'),
      days: [
        { date: '2026-01-15', ...figures(2, '24.99', '0.00', '24.99') },
        { date: '2026-01-16', ...figures(0, '0.00', '15.00', '-15.00') },
      ],
      movies: [
        { movie: { ...heat, name: 'Heat' }, ...ofHeat },
        { movie: { ...alien, name: 'Alien' }, ...ofAlien },
      ],
      genres: [
        { genre: { id: expect.any(Number), name: 'Crime' }, ...figures(3, '24.99', '15.00', '9.99') },
        { genre: { id: expect.any(Number), name: 'Action' }, ...ofHeat },
        { genre: { id: expect.any(Number), name: 'Horror' }, ...ofAlien },
      ],
    });
  });

  test('goes below zero where more went back than came in', async () => {
    const { totals, movies, genres } = await sales('?date_from=2026-01-16');
    expect(totals).toEqual(figures(0, '0.00', '15.00', '-15.00'));
    expect(movies).toMatchObject([{ net: '-5.01' }, { net: '-9.99' }]);
    expect(genres.map(({ net }: { net: string }) => net)).toEqual(['-5.01', '-9.99', '-15.00']);
  });

  test('counts both days that it is asked for', async () => {
    for (const query of ['?date_from=2026-01-15&date_to=2026-01-16', '?date_to=2026-01-16', '?date_from=0001-01-01']) {
      expect((await sales(query)).totals).toEqual(figures(2, '24.99', '15.00', '9.99'));
    }
    const first = await sales('?date_from=2026-01-15&date_to=2026-01-15');
    expect(first.totals).toEqual(figures(2, '24.99', '0.00', '24.99'));
    expect(first.days).toHaveLength(1);
    expect((await sales('?date_to=9999-12-31')).totals.payments).toBe(2);
  });

  test.each(['?date_from=2026-01-17', '?date_to=2026-01-14', '?date_from=2026-01-16&date_to=2026-01-15'])(
    'is nothing where there was nothing: %s',
    async (query) => {
      expect(await sales(query)).toEqual({ currency: 'USD', totals: nothing, days: [], movies: [], genres: [] });
    },
  );

  test.each([
    ['date_from=yesterday', 'date_from', 'Input should be a valid date or datetime, input is too short'],
    ['date_to=2026-02-30', 'date_to', 'Input should be a valid date or datetime, day value is outside expected range'],
    ['date_to=', 'date_to', 'Input should be a valid date or datetime, input is too short'],
    [
      'date_to=2026-01-15T00:00:00Z',
      'date_to',
      'Input should be a valid date or datetime, unexpected extra characters at the end of the input',
    ],
  ])('refuses %s', async (query, field, msg) => {
    const { status, body } = await moderator.get(`/admin/sales/?${query}`);
    expect([status, body.detail]).toMatchObject([
      422,
      [{ type: 'date_from_datetime_parsing', loc: ['query', field], msg }],
    ]);
  });
});
