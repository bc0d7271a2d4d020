import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Statements, statementsOf } from '../support/counted-statements.ts';
import { aPlaceFor, DATABASES, type Place } from '../support/database.ts';
import { type AnApi, anApi } from './support/an-api.ts';
import { shoppingAt } from './support/shopping.ts';

/** What a purchase may cost altogether, and how many transactions are begun and ended for it. */
const STATEMENTS = 25;
const TRANSACTIONS = 5;

let place: Place;
let api: AnApi;
let statements: Statements;

describe.each(DATABASES)('a purchase on %s', (name) => {
  beforeEach(async () => {
    place = await aPlaceFor(name);
    api = await anApi({ databaseUrl: place.url });
    statements = await statementsOf(api.database);
  });
  afterEach(async () => {
    await api.close();
    await place.stop();
  });

  test.each([1, 2, 5])(
    'costs few statements from the cart to the library, with %i films as with one',
    async (films) => {
      const { aFilm, fillCart, deliver } = shoppingAt(api);
      const user = await api.aUser();
      const last = await aFilm(999, { genres: ['Crime', 'Drama'] });
      for (let count = 1; count < films; count += 1) await fillCart(user, (await aFilm()).id);

      statements.take();
      const cart = await user.post('/cart/items/', { movie_id: last.id });
      const order = await user.post('/orders/');
      const checkout = await user.post(`/orders/${order.body.id}/checkout/`);
      api.gateway.pay(checkout.body.checkout_url.split('/').at(-1));
      const webhook = await deliver();
      const library = await user.get('/purchases/');
      const taken = statements.take();

      expect([cart, order, checkout, webhook, library].map(({ status }) => status)).toEqual([201, 201, 200, 200, 200]);
      expect(library.body.total_items).toBe(films);
      const bounds = taken.filter((text) => /^(begin|start transaction|commit|rollback)\b/i.test(text));
      expect(bounds).toHaveLength(2 * TRANSACTIONS);
      expect(taken.length - bounds.length, taken.join('\n')).toBeLessThanOrEqual(STATEMENTS);
    },
  );
});
