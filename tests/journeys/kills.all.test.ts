import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Customer } from '../support/customer.ts';
import { PAYMENT_SERVICES, PayingCinema } from '../support/paying-cinema.ts';
import { PersistentShopper } from '../support/persistent-shopper.ts';
import { eventually } from '../support/running-cinema.ts';
import { type ListedFilm, minorOf, Shopper } from '../support/shopper.ts';

const ROUNDS = 20;
const FOR_LONG = { timeout: 1_200_000 };
const ARRIVING = ['Account Activated Successfully', 'Account Activation'];

/** What a customer does, about how many milliseconds that takes, and what they have in the end. */
const JOURNEYS = [
  {
    name: 'a purchase',
    takes: 500,
    walk: (shopper: PersistentShopper, film: ListedFilm) => shopper.buy(film),
    payments: ['successful'],
    owned: true,
    emptiesCart: true,
    mails: ['Payment Received'],
  },
  {
    name: 'a cancellation',
    takes: 400,
    walk: (shopper: PersistentShopper, film: ListedFilm) => shopper.changeMind(film),
    payments: [],
    owned: false,
    // Who asks for it again may hear that it is done, and the films have not come back into the cart.
    emptiesCart: false,
    mails: [],
  },
  {
    name: 'a purchase and its refund',
    takes: 700,
    walk: (shopper: PersistentShopper, film: ListedFilm) => shopper.buyAndReturn(film),
    payments: ['refunded'],
    owned: false,
    emptiesCart: true,
    mails: ['Order Refunded', 'Payment Received'],
  },
] as const;

describe.each(PAYMENT_SERVICES)('paying at %s', (service) => {
  let shop: PayingCinema;
  let film: ListedFilm;
  beforeAll(async () => {
    shop = await PayingCinema.start(service);
    film = await new Shopper(new Customer(shop.url, 'nobody@example.com')).film(1);
  }, 60_000);
  afterAll(() => shop?.remove());

  it.each(JOURNEYS)(`killed ${ROUNDS} times at any moment of $name, the books balance`, FOR_LONG, async (journey) => {
    const heldBefore = shop.payments.held();
    const customers: Customer[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const customer = await shop.arrive(`${journey.name.replaceAll(' ', '-')}-${round}@example.com`);
      customers.push(customer);
      const moment = Math.floor(Math.random() * journey.takes);
      const killing = setTimeout(moment).then(() => shop.killAndRestart());
      const walking = journey.walk(new PersistentShopper(customer), film);
      await Promise.all([walking, killing]).catch((error: unknown) => {
        throw new Error(`Round ${round}, killed after ${moment} ms`, { cause: error });
      });
    }

    for (const customer of customers) {
      const shopper = new Shopper(customer);
      expect(await shopper.payments()).toEqual(journey.payments);
      expect(await shopper.library()).toEqual(journey.owned ? [film.id] : []);
      if (journey.emptiesCart) expect(await shopper.cart()).toEqual([]);
      await eventually(async () => {
        const subjects = (await customer.mails()).map(({ subject }) => subject).sort();
        expect(subjects).toEqual([...ARRIVING, ...journey.mails].sort());
      });
    }
    const paid = journey.owned ? ROUNDS * minorOf(film.price) : 0;
    expect(shop.payments.held() - heldBefore).toBe(paid);
  });
});
