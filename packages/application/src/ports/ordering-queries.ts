import type { OrderedMovie, OrderStatus } from '@online-cinema/domain/ordering';
import type { CheckoutSessionStatus, PaymentStatus } from '@online-cinema/domain/payments';
import type { Actor, Currency, Money } from '@online-cinema/domain/shared';
import type { Page, PageRequest } from './page.ts';

/** A cart at the prices of now. */
export interface CartView {
  readonly id: number;
  /** In the order in which they were added. */
  readonly items: readonly {
    readonly movie: {
      readonly id: number;
      readonly uuid: string;
      readonly name: string;
      readonly year: number;
      readonly price: Money | null;
      readonly genres: readonly { readonly id: number; readonly name: string }[];
    };
    readonly addedAt: Date;
  }[];
  /** The sum of the prices; zero for an empty cart. */
  readonly total: Money;
}

/** An order as its customer sees it, at the prices of when it was placed. */
export interface OrderView {
  readonly id: number;
  readonly status: OrderStatus;
  readonly total: Money;
  readonly createdAt: Date;
  readonly items: readonly { readonly movie: OrderedMovie; readonly priceAtOrder: Money }[];
}

/** Whom an order or a payment belongs to, for moderators. */
export interface CustomerView {
  readonly id: number;
  readonly email: string;
}

/** An attempt at paying an order. */
export interface CheckoutView {
  readonly status: CheckoutSessionStatus;
  readonly openedAt: Date;
  /** The gateway's id of the session; null until the gateway has answered. */
  readonly externalId: string | null;
}

/** An order as moderators see it. */
export interface CustomerOrderView extends OrderView {
  /** Null once the person is erased. */
  readonly customer: CustomerView | null;
  /** Money that came for it, the oldest first. */
  readonly payments: readonly { readonly id: number; readonly status: PaymentStatus }[];
  /** The oldest first. */
  readonly checkouts: readonly CheckoutView[];
}

/** What moderators look for; several fields ask for all of them. */
export interface BooksFilter<Status> {
  readonly userId?: number;
  /** This order, or the payments for it. */
  readonly orderId?: number;
  /** A part of the address, in any case. */
  readonly email?: string;
  /** From this moment on. */
  readonly createdFrom?: Date;
  /** Before this moment. */
  readonly createdBefore?: Date;
  readonly status?: Status;
}

/** A film of a user’s library. */
export interface PurchaseView {
  readonly movie: OrderedMovie;
  readonly purchasedAt: Date;
}

/** What is asked about carts, orders and libraries. Others’ are not found, but where everybody’s are asked for. */
export interface OrderingQueries {
  /** The actor's cart; empty, with id 0, if none was ever made. */
  cart(actor: Actor): Promise<CartView>;
  /** The cart of a user; empty, with id 0, if none was ever made. @throws UserNotFound */
  cartOf(userId: number): Promise<CartView>;
  /** Everybody's orders that match, newest first. */
  allOrders(filter: BooksFilter<OrderStatus>, page: PageRequest): Promise<Page<CustomerOrderView>>;
  /** The actor's orders, newest first. */
  orders(actor: Actor, page: PageRequest): Promise<Page<OrderView>>;
  /** @throws OrderNotFound if there is none with this id, or it is another's */
  order(actor: Actor, id: number): Promise<OrderView>;
  /** In which currencies orders are waiting to be paid; for the operator. */
  pendingCurrencies(): Promise<readonly Currency[]>;
  /** The actor's library, newest first. */
  purchases(actor: Actor, page: PageRequest): Promise<Page<PurchaseView>>;
}
