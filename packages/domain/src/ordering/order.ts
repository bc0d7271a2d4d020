import { type Actor, later, Money, minutes } from '../shared/index.ts';
import {
  CancelledOrderNotRefundable,
  OrderAlreadyCancelled,
  OrderNotFound,
  OrderNotPaid,
  OrderNotPending,
  PaidOrderNeedsRefund,
} from './errors.ts';
import type { MovieLabel, Offer } from './offer.ts';

export const ORDER_STATUSES = ['pending', 'paid', 'cancelled'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** How long an order waits for its checkout to be opened. */
const WAITS_FOR_CHECKOUT = minutes(30);

export interface OrderedMovie {
  /** Null once the movie is gone from the catalogue. */
  readonly id: number | null;
  readonly uuid: string;
  readonly name: string;
}

export interface OrderItemState {
  readonly id: number;
  readonly movie: OrderedMovie;
  readonly priceAtOrder: Money;
}

export interface OrderState {
  readonly id: number;
  /** Null once the person is erased. */
  readonly userId: number | null;
  readonly status: OrderStatus;
  /** At least one. */
  readonly items: readonly OrderItemState[];
  readonly createdAt: Date;
}

export interface OrderDraft extends Omit<OrderState, 'id' | 'items'> {
  readonly items: readonly { readonly movie: MovieLabel; readonly priceAtOrder: Money }[];
}

/** A movie whose price is no longer the one of the order. */
export interface PriceChange {
  readonly movie: OrderedMovie;
  readonly priceAtOrder: Money;
  readonly price: Money;
}

/** What a customer agreed to buy, at the prices of that moment. */
export class Order {
  #state: OrderState;
  private constructor(state: OrderState) {
    this.#state = state;
  }

  static restore(state: OrderState): Order {
    return new Order(state);
  }

  get state(): OrderState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }

  get status(): OrderStatus {
    return this.#state.status;
  }

  get total(): Money {
    return Money.sum(this.#state.items.map((item) => item.priceAtOrder));
  }

  /** Movies of the order that still are in the catalogue. */
  get movieIds(): readonly number[] {
    return this.#state.items.flatMap(({ movie }) => (movie.id === null ? [] : [movie.id]));
  }

  /** Another's order is not found, never forbidden. @throws OrderNotFound */
  assertBelongsTo(actor: Actor): void {
    if (!actor.is(this.#state.userId)) throw new OrderNotFound();
  }

  /** @throws OrderNotPending */
  assertPending(): void {
    if (this.status !== 'pending') throw new OrderNotPending();
  }

  /** @throws PaidOrderNeedsRefund once the money has moved, OrderAlreadyCancelled */
  assertMayBeCancelled(): void {
    if (this.status === 'paid') throw new PaidOrderNeedsRefund();
    if (this.status === 'cancelled') throw new OrderAlreadyCancelled();
  }

  /** @throws PaidOrderNeedsRefund once the money has moved, OrderAlreadyCancelled */
  cancel(): void {
    this.assertMayBeCancelled();
    this.#state = { ...this.#state, status: 'cancelled' };
  }

  /** The money is here, or none was owed. @throws OrderNotPending */
  settle(): void {
    this.assertPending();
    this.#state = { ...this.#state, status: 'paid' };
  }

  /** Only its owner, or an admin; to everybody else it is not there. @throws OrderNotFound */
  assertMayBeRefundedBy(actor: Actor): void {
    if (!actor.mayAdminister()) this.assertBelongsTo(actor);
  }

  /** @throws OrderNotPaid, CancelledOrderNotRefundable */
  assertPaid(): void {
    if (this.status === 'pending') throw new OrderNotPaid();
    if (this.status === 'cancelled') throw new CancelledOrderNotRefundable();
  }

  /** The money went back. @throws OrderNotPaid, CancelledOrderNotRefundable */
  refunded(): void {
    this.assertPaid();
    this.#state = { ...this.#state, status: 'cancelled' };
  }

  /** Where today's offers differ from what was agreed. A movie withdrawn since keeps the agreed price. */
  priceChanges(offers: readonly Offer[]): readonly PriceChange[] {
    return this.#state.items.flatMap(({ movie, priceAtOrder }) => {
      const price = offers.find((offer) => offer.movie.id === movie.id)?.price;
      return price && !price.equals(priceAtOrder) ? [{ movie, priceAtOrder, price }] : [];
    });
  }

  /** The customer takes the new prices. @throws OrderNotPending */
  accept(changes: readonly PriceChange[]): void {
    this.assertPending();
    const items = this.#state.items.map((item) => {
      const change = changes.find(({ movie }) => movie.uuid === item.movie.uuid);
      return change ? { ...item, priceAtOrder: change.price } : item;
    });
    this.#state = { ...this.#state, items };
  }

  /** Whether its time is up, given that no checkout session is open for it. */
  isOverdue(now: Date): boolean {
    return this.status === 'pending' && now >= later(this.#state.createdAt, WAITS_FOR_CHECKOUT);
  }

  /** Orders placed at this moment or earlier and still without a checkout are overdue. */
  static overdueBefore(now: Date): Date {
    return later(now, -WAITS_FOR_CHECKOUT);
  }
}
