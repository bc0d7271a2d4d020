import type { Customer } from './customer.ts';

/** A film as lists of the catalogue show it. */
export interface ListedFilm {
  readonly id: number;
  readonly price: string;
}

/** What a customer of a running shop does, from the film to the money. */
export class Shopper {
  readonly customer: Customer;

  constructor(customer: Customer) {
    this.customer = customer;
  }

  /** The n-th of the films that are for sale. */
  async film(n: number): Promise<ListedFilm> {
    const { movies } = await this.customer.get(`/theater/movies/?for_sale=true&sort=-votes&per_page=1&page=${n}`);
    return movies[0];
  }

  /** An order of one film. */
  async order({ id }: Pick<ListedFilm, 'id'>): Promise<number> {
    await this.customer.post('/cart/items/', { movie_id: id });
    return (await this.customer.post('/orders/')).id;
  }

  /** Where it is to be paid. */
  async checkOut(order: number): Promise<string> {
    return (await this.customer.post(`/orders/${order}/checkout/`)).checkout_url;
  }

  async status(order: number): Promise<string> {
    return (await this.customer.get(`/orders/${order}/`)).status;
  }

  /** Ids of the films in the library. */
  async library(): Promise<readonly number[]> {
    const { purchases } = await this.customer.get('/purchases/');
    return purchases.map(({ movie }: { movie: { id: number } }) => movie.id);
  }

  /** Ids of the films in the cart. */
  async cart(): Promise<readonly number[]> {
    const { items } = await this.customer.get('/cart/');
    return items.map(({ movie }: { movie: { id: number } }) => movie.id);
  }

  /** Statuses of the payments, newest first. */
  async payments(): Promise<readonly string[]> {
    const { payments } = await this.customer.get('/payments/');
    return payments.map(({ status }: { status: string }) => status);
  }
}

/** A price as the API writes it, in minor units. */
export function minorOf(price: string): number {
  return Math.round(Number(price) * 100);
}
