import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aPlaceFor, DATABASES, type Place } from '../support/database.ts';
import { type AnApi, anApi } from './support/an-api.ts';
import { plain, shoppingAt } from './support/shopping.ts';

const COPIES = 100;

let place: Place;
let api: AnApi;

describe.each(DATABASES)('a hundred copies of one webhook that arrive at once on %s', (name) => {
  beforeEach(async () => {
    place = await aPlaceFor(name);
    api = await anApi({ databaseUrl: place.url });
  });
  afterEach(async () => {
    await api.close();
    await place.stop();
  });

  const copies = (deliver: () => Promise<unknown>) => Promise.all(Array.from({ length: COPIES }, deliver));
  const jobs = async () => {
    const rows = await api.database.read((reader) => reader.selectFrom('jobs').select('name').execute());
    return rows.map((job) => job.name);
  };

  test('of a payment end in one payment, one purchase of each film and one receipt', async () => {
    const { anOrder, checkOut, deliver } = shoppingAt(api);
    const user = await api.aUser();
    const { id } = await anOrder(user, 999, 501);
    api.gateway.pay(await checkOut(user, id));
    const answers = await copies(async () => plain(await deliver()));

    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify([200, { message: 'Webhook handled' }])]),
    );
    expect((await user.get('/payments/')).body.payments).toMatchObject([{ order_id: id, status: 'successful' }]);
    expect((await user.get('/purchases/')).body.total_items).toBe(2);
    expect(await jobs()).toEqual(['mail-receipt']);
    const stats = await api.database.read((reader) => reader.selectFrom('movie_stats').select('purchases').execute());
    expect(stats).toEqual([{ purchases: 1 }, { purchases: 1 }]);
  });

  test('of a refund give back once, and tell the customer once', async () => {
    const { aPaidOrder, deliver } = shoppingAt(api);
    const user = await api.aUser();
    const { externalPaymentId } = await aPaidOrder(user);
    await api.carryOutJobs();
    api.gateway.refundByHand(externalPaymentId);
    await copies(deliver);

    expect((await user.get('/payments/')).body.payments).toMatchObject([{ status: 'refunded' }]);
    expect((await user.get('/purchases/')).body.purchases).toEqual([]);
    expect(await jobs()).toEqual(['mail-order-refunded']);
  });
});
