import type { Money } from '../shared/index.ts';

/** How a movie is named in carts, orders and payments. */
export interface MovieLabel {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
}

/** A movie as the shop sees it: what it is called and what it costs now; without a price it is not for sale. */
export interface Offer {
  readonly movie: MovieLabel;
  readonly price: Money | null;
}
