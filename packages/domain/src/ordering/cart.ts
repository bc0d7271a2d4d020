import {
  MovieAlreadyInCart,
  MovieAlreadyPurchased,
  MovieInPendingOrder,
  MovieNotForSale,
  MovieNotInCart,
} from './errors.ts';
import type { Offer } from './offer.ts';

export interface CartItem {
  readonly movieId: number;
  readonly addedAt: Date;
}

export interface CartState {
  readonly id: number;
  readonly userId: number;
  /** A movie once, in the order in which they were added. */
  readonly items: readonly CartItem[];
}

/** What stands between a user and a movie: theirs already, or about to be. */
export interface Holdings {
  readonly purchased: boolean;
  readonly inPendingOrder: boolean;
}

/** What a user means to buy. */
export class Cart {
  #state: CartState;
  private constructor(state: CartState) {
    this.#state = state;
  }

  static restore(state: CartState): Cart {
    return new Cart(state);
  }

  get state(): CartState {
    return this.#state;
  }

  get movieIds(): readonly number[] {
    return this.#state.items.map((item) => item.movieId);
  }

  get isEmpty(): boolean {
    return this.#state.items.length === 0;
  }

  /** @throws MovieNotForSale, MovieAlreadyPurchased, MovieInPendingOrder, MovieAlreadyInCart */
  add(offer: Offer, holdings: Holdings, now: Date): void {
    if (holdings.purchased) throw new MovieAlreadyPurchased();
    if (holdings.inPendingOrder) throw new MovieInPendingOrder();
    if (this.movieIds.includes(offer.movie.id)) throw new MovieAlreadyInCart();
    if (offer.price === null) throw new MovieNotForSale();
    this.#put(offer.movie.id, now);
  }

  /** @throws MovieNotInCart */
  remove(movieId: number): void {
    if (!this.movieIds.includes(movieId)) throw new MovieNotInCart();
    this.#state = { ...this.#state, items: this.#state.items.filter((item) => item.movieId !== movieId) };
  }

  clear(): void {
    this.#state = { ...this.#state, items: [] };
  }

  /** Takes back what a cancelled order held, as far as it is for sale; what is in the cart already stays as it is. */
  takeBack(offers: readonly Offer[], now: Date): void {
    for (const offer of offers) {
      if (offer.price !== null && !this.movieIds.includes(offer.movie.id)) this.#put(offer.movie.id, now);
    }
  }

  #put(movieId: number, addedAt: Date): void {
    this.#state = { ...this.#state, items: [...this.#state.items, { movieId, addedAt }] };
  }
}
