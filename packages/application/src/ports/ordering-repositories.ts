import type { Cart, Holdings, Offer, Order, OrderDraft, Purchase } from '@online-cinema/domain/ordering';

/** A movie, by either of the names that the API takes. */
export type MovieReference = { readonly id: number } | { readonly uuid: string };

/** The shop's view of the catalogue. */
export interface OfferRepository {
  find(movie: MovieReference): Promise<Offer | undefined>;
  /** In the order of the ids; movies that are gone are left out. */
  findAll(movieIds: readonly number[]): Promise<readonly Offer[]>;
  /** Likewise, with what keeps the user from ordering them. */
  findAllFor(userId: number, movieIds: readonly number[]): Promise<OffersToUser>;
}

/** What movies cost now, and what of that the user may order. */
export interface OffersToUser {
  readonly offers: readonly Offer[];
  /** Which of the movies the user has purchased. */
  readonly purchasedMovieIds: readonly number[];
  /** Whether an order of the user's waits to be paid; not looked for where no movie is there. */
  readonly hasPendingOrder: boolean;
}

/** All that gives a user's cart throws UserNotFoundOrInactive once the user is gone. */
export interface CartRepository {
  /** The user's cart, made if there is none, its row locked until the transaction ends. */
  findForUpdate(userId: number): Promise<Cart>;
  /**
   * Likewise, with a movie that may be put into it, and what of that is the user's already; undefined if there is no
   * such movie.
   */
  findForAdding(userId: number, movie: MovieReference): Promise<CartForAdding | undefined>;
  /** The user's cart as it was: it is empty from now on, and locked until the transaction ends. */
  take(userId: number): Promise<Cart>;
  save(cart: Cart): Promise<void>;
}

/** A cart with all that decides whether a movie may be put into it. */
export interface CartForAdding {
  readonly cart: Cart;
  readonly offer: Offer;
  readonly holdings: Holdings;
}

/** Orders with their items; a user has one pending order at most. */
export interface OrderRepository {
  /** @throws UnpaidOrderExists if the user has a pending order and this is one as well */
  add(draft: OrderDraft): Promise<Order>;
  save(order: Order): Promise<void>;
  /** The order, its row locked until the transaction ends. */
  findForUpdate(id: number): Promise<Order | undefined>;
  /** Likewise, with what its movies cost now; those that are gone from the catalogue are left out. */
  findForCheckout(id: number): Promise<{ readonly order: Order; readonly offers: readonly Offer[] } | undefined>;
  /** The id of the user's pending order, if there is one. */
  findPendingId(userId: number): Promise<number | undefined>;
  /**
   * Ids of pending orders placed at `placedBefore` or earlier that have no open session, nor one that has been opening
   * since after `openingBefore`; at most `limit`, the oldest first.
   */
  findOverdueIds(overdue: { placedBefore: Date; openingBefore: Date; limit: number }): Promise<readonly number[]>;
}

/** The right of users to watch films: one a user and film. */
export interface PurchaseRepository {
  /** Grants what is not granted yet. */
  grant(purchases: readonly Purchase[]): Promise<void>;
  /** Takes back the right to watch; nothing happens for what was not granted. */
  withdraw(userId: number, movieIds: readonly number[]): Promise<void>;
  /** Which of these movies the user has purchased. */
  among(userId: number, movieIds: readonly number[]): Promise<readonly number[]>;
}
