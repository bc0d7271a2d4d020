import type { Answer, Customer } from './customer.ts';
import { eventually } from './running-cinema.ts';
import { type ListedFilm, Shopper } from './shopper.ts';

/** Longer than anything takes that a killed process left behind. */
const PATIENCE = 120_000;

/** A customer with a bad connection: they ask until somebody answers, and what a lost answer did may be told as a refusal. */
export class PersistentShopper {
  readonly shopper: Shopper;
  readonly #customer: Customer;

  constructor(customer: Customer) {
    this.#customer = customer;
    this.shopper = new Shopper(customer);
  }

  /** From the cart by way of a declined card to the library; gives the order. */
  async buy({ id }: Pick<ListedFilm, 'id'>): Promise<number> {
    const order = await this.#order(id);
    await this.#pay(order);
    await this.sees(order, 'paid');
    return order;
  }

  /** An order that is to be paid, and then is not wanted; the film goes back into the cart. */
  async changeMind({ id }: Pick<ListedFilm, 'id'>): Promise<void> {
    const order = await this.#order(id);
    await this.#checkOut(order);
    await this.#ask([200, 409], `/orders/${order}/cancel/`, { return_to_cart: true });
    await this.sees(order, 'cancelled');
  }

  /** An order that is paid, and the money back. */
  async buyAndReturn(film: Pick<ListedFilm, 'id'>): Promise<void> {
    const order = await this.buy(film);
    await this.#ask([200, 409], `/orders/${order}/refund/`);
    await this.sees(order, 'cancelled');
  }

  /** Waits until an order has come to this. */
  async sees(order: number, status: string): Promise<void> {
    await eventually(async () => {
      const found = await this.shopper.status(order);
      if (found !== status) throw new Error(`Order ${order} is ${found}, not ${status}`);
    }, PATIENCE);
  }

  async #order(movie: number): Promise<number> {
    await this.#ask([201, 409], '/cart/items/', { movie_id: movie });
    await this.#ask([201, 400], '/orders/');
    const { orders } = await eventually(() => this.#customer.get('/orders/'), PATIENCE);
    return orders[0].id;
  }

  async #checkOut(order: number): Promise<string> {
    return (await this.#ask([200], `/orders/${order}/checkout/`)).body.checkout_url;
  }

  async #pay(order: number): Promise<void> {
    const url = await this.#checkOut(order);
    for (const outcome of ['decline', 'pay'] as const) {
      await eventually(() => this.#customer.choose(url, outcome), PATIENCE);
    }
  }

  async #ask(expected: readonly number[], path: string, body?: unknown): Promise<Answer> {
    const answer = await eventually(async () => {
      const answered = await this.#customer.ask('POST', path, body);
      if (answered.status >= 500) throw new Error(`POST ${path}: ${answered.status}`);
      return answered;
    }, PATIENCE);
    if (!expected.includes(answer.status)) {
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  }
}
