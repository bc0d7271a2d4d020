import { minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAYMENT_SERVICES, PayingCinema } from '../support/paying-cinema.ts';
import { eventually } from '../support/running-cinema.ts';
import { type ListedFilm, minorOf, Shopper } from '../support/shopper.ts';

/** Enough for a start shortly before what is due every five minutes, and for that. */
const PATIENCE = 60_000;

describe.each(PAYMENT_SERVICES)('a customer who pays at %s, while time passes and things go wrong,', (service) => {
  let shop: PayingCinema;
  let ann: Shopper;
  let film: ListedFilm;
  let heldBefore: number;
  const held = () => shop.payments.held() - heldBefore;
  const ends = (order: number, status: string) =>
    eventually(async () => expect(await ann.status(order)).toBe(status), PATIENCE);

  beforeAll(async () => {
    shop = await PayingCinema.start(service);
    ann = new Shopper(await shop.arrive('ann@example.com'));
  }, PATIENCE);
  afterAll(() => shop?.remove());

  let films = 0;
  const begin = async () => {
    films += 1;
    await ann.customer.logIn();
    film = await ann.film(films);
    heldBefore = shop.payments.held();
  };

  it('finds the order cancelled when the time to pay is up', { timeout: 2 * PATIENCE }, async () => {
    await begin();
    const order = await ann.order(film);
    const url = await ann.checkOut(order);
    await shop.sleep(minutes(32));
    await ends(order, 'cancelled');
    await ann.customer.choose(url, 'pay');
    expect([await ann.status(order), held(), await ann.library()]).toEqual(['cancelled', 0, []]);
  });

  it('finds the order cancelled that nobody went to pay', { timeout: 2 * PATIENCE }, async () => {
    await begin();
    const order = await ann.order(film);
    await shop.sleep(minutes(31));
    await ends(order, 'cancelled');
  });

  it('has the film although the shop was never told of the payment', { timeout: 2 * PATIENCE }, async () => {
    await begin();
    const order = await ann.order(film);
    const url = await ann.checkOut(order);
    await shop.sleep(minutes(32), () => shop.payments.payUnheard(url));
    await ends(order, 'paid');
    expect(await ann.library()).toEqual([film.id]);
    expect(held()).toBe(minorOf(film.price));
    await ann.customer.mail('Payment Received');
  });

  // The sandbox is a part of the shop, and never down alone.
  if (service === 'the sandbox') return;

  it('has the money back once the payment service is up again', { timeout: 2 * PATIENCE }, async () => {
    await begin();
    const order = await ann.order(film);
    await ann.customer.choose(await ann.checkOut(order), 'pay');
    await ends(order, 'paid');
    shop.payments.outage?.begin();
    expect((await ann.customer.ask('POST', `/orders/${order}/refund/`)).status).toBe(503);
    expect([await ann.status(order), held()]).toEqual(['paid', minorOf(film.price)]);
    shop.payments.outage?.end();
    await shop.sleep(minutes(1));
    await ends(order, 'cancelled');
    expect([held(), (await ann.payments())[0]]).toEqual([0, 'refunded']);
    await ann.customer.mail('Order Refunded');
  });
});
