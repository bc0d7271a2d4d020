import type { Cart, Offer, Order, OrderDraft, Purchase } from '@online-cinema/domain/ordering';

/** A movie, by either of the names that the API takes. */
export type MovieReference = { readonly id: number } | { readonly uuid: string };

/** The shop's view of the catalogue. */
export interface OfferRepository {
  find(movie: MovieReference): Promise<Offer | undefined>;
  /** In the order of the ids; movies that are gone are left out. */
  findAll(movieIds: readonly number[]): Promise<readonly Offer[]>;
}

export interface CartRepository {
  /** The user's cart, made if there is none, its row locked until the transaction ends. */
  findForUpdate(userId: number): Promise<Cart>;
  save(cart: Cart): Promise<void>;
}

export interface OrderRepository {
  /** @throws UnpaidOrderExists if the user has a pending order and this is one as well */
  add(draft: OrderDraft): Promise<Order>;
  save(order: Order): Promise<void>;
  /** The order, its row locked until the transaction ends. */
  findForUpdate(id: number): Promise<Order | undefined>;
  /** The id of the user's pending order, if there is one. */
  findPendingId(userId: number): Promise<number | undefined>;
  isInPendingOrder(userId: number, movieId: number): Promise<boolean>;
  /**
   * Ids of pending orders placed at `placedBefore` or earlier that have no open session, nor one that has been opening
   * since after `openingBefore`; at most `limit`, the oldest first.
   */
  findOverdueIds(overdue: { placedBefore: Date; openingBefore: Date; limit: number }): Promise<readonly number[]>;
}

export interface PurchaseRepository {
  /** Grants what is not granted yet. */
  grant(purchases: readonly Purchase[]): Promise<void>;
  /** Takes back the right to watch; nothing happens for what was not granted. */
  withdraw(userId: number, movieIds: readonly number[]): Promise<void>;
  has(userId: number, movieId: number): Promise<boolean>;
  /** Which of these movies the user has purchased. */
  among(userId: number, movieIds: readonly number[]): Promise<readonly number[]>;
}
