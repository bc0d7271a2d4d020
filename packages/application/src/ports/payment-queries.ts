import type { OrderedMovie } from '@online-cinema/domain/ordering';
import type { PaymentStatus } from '@online-cinema/domain/payments';
import type { Actor, Money } from '@online-cinema/domain/shared';
import type { Page, PageRequest } from './page.ts';

export interface PaymentView {
  readonly id: number;
  readonly orderId: number;
  readonly amount: Money;
  readonly status: PaymentStatus;
  readonly createdAt: Date;
  readonly items: readonly { readonly movie: OrderedMovie; readonly priceAtPayment: Money }[];
}

/** What a receipt says. */
export interface ReceiptView {
  /** Null once the person is erased. */
  readonly email: string | null;
  readonly payment: PaymentView;
}

export interface PaymentQueries {
  /** The actor's payments, newest first. */
  payments(actor: Actor, page: PageRequest): Promise<Page<PaymentView>>;
  /** @throws PaymentNotFound if there is none with this id, or it is another's */
  payment(actor: Actor, id: number): Promise<PaymentView>;
  /** @throws PaymentNotFound */
  receipt(paymentId: number): Promise<ReceiptView>;
  /** Sessions still `open` in our books that should have ended by `endedBefore`, the oldest first; at most `limit`. */
  unfinishedSessions(
    endedBefore: Date,
    limit: number,
  ): Promise<readonly { readonly externalId: string; readonly orderId: number }[]>;
}
