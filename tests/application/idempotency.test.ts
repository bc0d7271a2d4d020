import { ClaimIdempotencyKey, ForgetIdempotencyKeys, KeepAnswer } from '@online-cinema/application/ordering';
import { IdempotencyKeyReused, OrderAlreadyCancelled, RequestInProgress } from '@online-cinema/domain/ordering';
import { type Actor, hours, seconds } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { AShop } from '../support/a-shop.ts';

let shop: AShop;
let ann: Actor;
let heat: number;

beforeEach(async () => {
  shop = new AShop();
  ann = await shop.cinema.aUser();
  heat = await shop.cinema.aFilm('Heat', 999);
});

const claim = (key = 'k1', request = 'POST orders', actor = ann) =>
  new ClaimIdempotencyKey(shop.cinema.unitOfWork, shop.cinema.clock).execute({ actor, key, request });
const keep = (held: Awaited<ReturnType<typeof claim>>, answer: { status: number; body: string } | null) => {
  if (!('claim' in held)) throw new Error('There is no claim');
  return new KeepAnswer(shop.cinema.unitOfWork).execute({ claim: held.claim, answer });
};
const keyOf = (held: Awaited<ReturnType<typeof claim>>) => ('claim' in held ? held.claim.keyId : undefined);
const answer = { status: 201, body: '{"id":1}' };

describe('an idempotency key', () => {
  it('gives copies of the request its answer for a day, and is then free again', async () => {
    await keep(await claim(), answer);
    shop.cinema.clock.advance(hours(24) - 1);
    expect(await claim()).toEqual({ answer });
    shop.cinema.clock.advance(1);
    expect(await claim('k1', 'another request')).toHaveProperty('claim');
  });

  it('is for one request, of one user', async () => {
    await keep(await claim(), answer);
    await expect(claim('k1', 'another request')).rejects.toThrow(IdempotencyKeyReused);
    const bob = await shop.cinema.aUser('bob@cinema.example');
    expect(await claim('k1', 'another request', bob)).toHaveProperty('claim');
    expect(await claim('k2', 'another request')).toHaveProperty('claim');
  });

  it('makes a copy wait ten seconds for the answer, and no longer', async () => {
    await claim();
    const arrived = shop.cinema.clock.now().getTime();
    await expect(claim()).rejects.toThrow(RequestInProgress);
    expect(shop.cinema.clock.now().getTime() - arrived).toBe(seconds(10));
  });

  it('gives a copy that waits the answer as soon as it is there', async () => {
    const first = await claim();
    const { clock } = shop.cinema;
    const wait = clock.wait.bind(clock);
    let looks = 0;
    clock.wait = async (milliseconds) => {
      looks += 1;
      if (looks === 3) await keep(first, answer);
      await wait(milliseconds);
    };
    expect(await claim()).toEqual({ answer });
    expect(looks).toBe(3);
  });

  it('is taken over when there is no answer for half a minute, and then belongs to the copy', async () => {
    const first = await claim();
    shop.cinema.clock.advance(seconds(30));
    const copy = await claim();
    expect(keyOf(copy)).toBe(keyOf(first));
    await keep(first, { status: 200, body: 'late' });
    await keep(copy, answer);
    expect(await claim()).toEqual({ answer });
  });

  it('is free for a copy at once when the answer is not worth keeping', async () => {
    const first = await claim();
    await keep(first, null);
    expect(keyOf(await claim())).toBe(keyOf(first));
  });

  it('is claimed by one of many that arrive at once', async () => {
    const claims = await Promise.allSettled([claim(), claim(), claim()]);
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is forgotten after a day', async () => {
    const forget = new ForgetIdempotencyKeys(shop.cinema.unitOfWork, shop.cinema.clock);
    await keep(await claim(), answer);
    expect(await forget.execute()).toBe(0);
    shop.cinema.clock.advance(hours(24));
    expect(await forget.execute()).toBe(1);
    expect(shop.cinema.tables.idempotencyKeys.all()).toEqual([]);
  });
});

describe('a request that died after its work was done is answered by what it did', () => {
  it('when it placed an order', async () => {
    const gone = await shop.cinema.aFilm('Gone', 500);
    await shop.fillCart(ann, heat, gone);
    shop.cinema.reprice(gone, null);
    const requestKey = keyOf(await claim());
    const first = await shop.placeOrder.execute({ actor: ann, requestKey });
    const copy = await shop.placeOrder.execute({ actor: ann, requestKey });

    expect(copy.order.state).toEqual(first.order.state);
    expect(copy.excluded).toEqual(first.excluded);
    expect(copy.excluded).toHaveLength(1);
    expect(shop.cinema.tables.orders.all()).toHaveLength(1);
  });

  it('when it cancelled one', async () => {
    const order = await shop.order({ actor: ann }, heat);
    const cancel = (requestKey: number | undefined) =>
      shop.cancelOrder.execute({ actor: ann, orderId: order.id, returnToCart: true, requestKey });
    const requestKey = keyOf(await claim());
    await cancel(requestKey);
    await cancel(requestKey);
    await expect(cancel(keyOf(await claim('k2')))).rejects.toThrow(OrderAlreadyCancelled);
  });

  it('when it refunded one', async () => {
    const order = await shop.paidOrder(ann, heat);
    const requestKey = keyOf(await claim());
    await shop.refundOrder.execute({ actor: ann, orderId: order.id, requestKey });
    await shop.refundOrder.execute({ actor: ann, orderId: order.id, requestKey });
    expect(shop.cinema.gateway.refunds).toHaveLength(1);
  });

  it('when it accepted prices at which nothing was to be paid', async () => {
    const order = await shop.order({ actor: ann }, heat);
    shop.cinema.reprice(heat, 0);
    const requestKey = keyOf(await claim());
    const checkOut = () =>
      shop.openCheckout.execute({ actor: ann, orderId: order.id, acceptChanges: true, requestKey });
    const first = await checkOut();
    expect((await checkOut()).url).toBe(first.url);
    expect(shop.standing(order.id).order).toBe('paid');
  });
});
