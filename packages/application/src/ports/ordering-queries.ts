import type { OrderedMovie, OrderStatus } from '@online-cinema/domain/ordering';
import type { Actor, Currency, Money } from '@online-cinema/domain/shared';
import type { Page, PageRequest } from './page.ts';

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

export interface OrderView {
  readonly id: number;
  readonly status: OrderStatus;
  readonly total: Money;
  readonly createdAt: Date;
  readonly items: readonly { readonly movie: OrderedMovie; readonly priceAtOrder: Money }[];
}

export interface PurchaseView {
  readonly movie: OrderedMovie;
  readonly purchasedAt: Date;
}

export interface OrderingQueries {
  /** The actor's cart; empty, with id 0, if none was ever made. */
  cart(actor: Actor): Promise<CartView>;
  /** The actor's orders, newest first. */
  orders(actor: Actor, page: PageRequest): Promise<Page<OrderView>>;
  /** @throws OrderNotFound if there is none with this id, or it is another's */
  order(actor: Actor, id: number): Promise<OrderView>;
  /** In which currencies orders are waiting to be paid; for the operator. */
  pendingCurrencies(): Promise<readonly Currency[]>;
  /** The actor's library, newest first. */
  purchases(actor: Actor, page: PageRequest): Promise<Page<PurchaseView>>;
}
