import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../support/customer.ts';
import { PAYMENT_SERVICES, PayingCinema } from '../support/paying-cinema.ts';
import { eventually } from '../support/running-cinema.ts';
import { type ListedFilm, minorOf, Shopper } from '../support/shopper.ts';

describe.each(PAYMENT_SERVICES)('a customer of the shop, who pays at %s,', (service) => {
  let shop: PayingCinema;
  let ann: Shopper;
  let film: ListedFilm;
  let heldBefore: number;
  const held = () => shop.payments.held() - heldBefore;
  const ends = (order: number, status: string) => eventually(async () => expect(await ann.status(order)).toBe(status));

  let shoppers = 0;
  const aShopper = async () => {
    shoppers += 1;
    return new Shopper(await shop.arrive(`shopper${shoppers}@example.com`));
  };

  beforeAll(async () => {
    shop = await PayingCinema.start(service);
    ann = await aShopper();
  }, 60_000);
  afterAll(() => shop?.remove());

  /** Every journey is about another film. */
  let films = 0;
  const begin = async () => {
    films += 1;
    film = await ann.film(films);
    heldBefore = shop.payments.held();
  };

  it('pays and has the film and a receipt', async () => {
    await begin();
    const order = await ann.order(film);
    const url = await ann.checkOut(order);
    const { status, headers } = await ann.customer.choose(url, 'pay');
    expect(status).toBe(303);
    expect(headers.get('location')).toContain('/payments/success/?session_id=');
    await ends(order, 'paid');
    expect(await ann.library()).toEqual([film.id]);
    expect(held()).toBe(minorOf(film.price));
    expect((await ann.customer.mail('Payment Received')).html).toContain(film.price);
  });

  it('is declined, and pays after all', async () => {
    await begin();
    const order = await ann.order(film);
    const url = await ann.checkOut(order);
    expect((await ann.customer.choose(url, 'decline')).status).toBe(303);
    expect([await ann.status(order), held()]).toEqual(['pending', 0]);
    await ann.customer.choose(url, 'pay');
    await ends(order, 'paid');
    expect(held()).toBe(minorOf(film.price));
  });

  it('cancels, gets the film back into the cart, and cannot pay any more', async () => {
    await begin();
    const order = await ann.order(film);
    const url = await ann.checkOut(order);
    await ann.customer.post(`/orders/${order}/cancel/`, { return_to_cart: true });
    await ann.customer.choose(url, 'pay');
    expect([await ann.status(order), await ann.cart(), held()]).toEqual(['cancelled', [film.id], 0]);
    await ann.customer.ask('DELETE', '/cart/items/');
  });

  it('is told that the price has changed, and pays the new one', async () => {
    await begin();
    const order = await ann.order(film);
    await (await shop.admin()).ask('PATCH', `/theater/movies/${film.id}/`, { price: '1.23' });
    const told = await ann.customer.ask('POST', `/orders/${order}/checkout/`);
    expect(told).toMatchObject({ status: 409, body: { changes: [{ price_at_order: film.price, price: '1.23' }] } });
    const taken = await ann.customer.post(`/orders/${order}/checkout/`, { accept_changes: true });
    await ann.customer.choose(taken.checkout_url, 'pay');
    await ends(order, 'paid');
    expect(held()).toBe(123);
  });

  it('buys the same film in two tabs at once, and pays for it once', async () => {
    await begin();
    const tabs = [ann.customer, ann.customer] as const;
    const inBoth = <T>(act: (tab: Customer) => Promise<T>) => Promise.all(tabs.map(act));
    const put = await inBoth((tab) => tab.ask('POST', '/cart/items/', { movie_id: film.id }));
    expect(put.map(({ status }) => status).sort()).toEqual([201, 409]);
    const placed = await inBoth((tab) => tab.ask('POST', '/orders/'));
    expect(placed.map(({ status }) => status).sort()).toEqual([201, 400]);
    const order = placed.find(({ status }) => status === 201)?.body.id;
    const [url, other] = await inBoth(() => ann.checkOut(order));
    expect(other).toBe(url);
    await inBoth((tab) => tab.choose(url ?? '', 'pay'));
    await ends(order, 'paid');
    const { payments } = await ann.customer.get('/payments/');
    expect(payments.filter(({ order_id: id }: { order_id: number }) => id === order)).toHaveLength(1);
    expect(held()).toBe(minorOf(film.price));
  });

  it('has the money back, and may buy the film again', async () => {
    await begin();
    const bob = await aShopper();
    const order = await bob.order(film);
    await bob.customer.choose(await bob.checkOut(order), 'pay');
    await eventually(async () => expect(await bob.status(order)).toBe('paid'));
    const refunds = await Promise.all([1, 2].map(() => bob.customer.ask('POST', `/orders/${order}/refund/`)));
    for (const { status } of refunds) expect([200, 409]).toContain(status);
    expect([await bob.status(order), await bob.payments(), held()]).toEqual(['cancelled', ['refunded'], 0]);
    expect(await bob.library()).toEqual([]);
    await bob.customer.mail('Order Refunded');

    const again = await bob.order(film);
    await bob.customer.choose(await bob.checkOut(again), 'pay');
    await eventually(async () => expect(await bob.library()).toEqual([film.id]));
    expect(held()).toBe(minorOf(film.price));
  });
});
