import { DomainError, Money } from '../shared/index.ts';
import { CartIsEmpty } from './errors.ts';
import type { MovieLabel, Offer } from './offer.ts';
import type { OrderDraft } from './order.ts';

/** A movie that was in the cart and is not in the order, and why. */
export interface Exclusion {
  readonly movie: MovieLabel;
  readonly reason: 'purchased' | 'not for sale';
}

/** Nothing of the cart can be ordered; the answer names each movie with its reason. */
export class NothingToOrder extends DomainError {
  readonly kind = 'conflict';
  readonly excluded: readonly Exclusion[];
  constructor(excluded: readonly Exclusion[]) {
    const allPurchased = excluded.every(({ reason }) => reason === 'purchased');
    super(allPurchased ? 'Some movies already purchased' : 'None of the movies in the cart can be ordered.', {
      excluded,
    });
    this.excluded = excluded;
  }
}

export interface Placement {
  readonly order: OrderDraft;
  readonly excluded: readonly Exclusion[];
}

/**
 * Turns a cart into an order at today's prices. Movies meanwhile purchased or withdrawn are left out and named.
 * An order whose total is zero is paid as it is placed.
 * @throws CartIsEmpty, NothingToOrder
 */
export function placeOrder(cart: {
  userId: number;
  offers: readonly Offer[];
  purchasedMovieIds: readonly number[];
  now: Date;
}): Placement {
  const { userId, offers, purchasedMovieIds, now } = cart;
  if (offers.length === 0) throw new CartIsEmpty();

  const items: { movie: MovieLabel; priceAtOrder: Money }[] = [];
  const excluded: Exclusion[] = [];
  for (const { movie, price } of offers) {
    if (purchasedMovieIds.includes(movie.id)) excluded.push({ movie, reason: 'purchased' });
    else if (price === null) excluded.push({ movie, reason: 'not for sale' });
    else items.push({ movie, priceAtOrder: price });
  }
  if (items.length === 0) throw new NothingToOrder(excluded);

  const isFree = Money.sum(items.map((item) => item.priceAtOrder)).isZero;
  return { order: { userId, status: isFree ? 'paid' : 'pending', items, createdAt: now }, excluded };
}
