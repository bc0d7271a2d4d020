import type { OrderedMovie, OrderStatus } from '@online-cinema/domain/ordering';
import type { PaymentStatus, RefundStatus } from '@online-cinema/domain/payments';
import type { Actor, Currency, Money } from '@online-cinema/domain/shared';
import type { Named } from './catalogue-queries.ts';
import type { BooksFilter, CustomerView } from './ordering-queries.ts';
import type { Page, PageRequest } from './page.ts';

/** A payment as its customer sees it. */
export interface PaymentView {
  readonly id: number;
  readonly orderId: number;
  readonly amount: Money;
  readonly status: PaymentStatus;
  readonly createdAt: Date;
  /** When the money was back; null while it is not. */
  readonly refundedAt: Date | null;
  readonly items: readonly { readonly movie: OrderedMovie; readonly priceAtPayment: Money }[];
}

/** A payment as moderators see it. */
export interface CustomerPaymentView extends PaymentView {
  /** Null once the person is erased. */
  readonly customer: CustomerView | null;
  readonly orderStatus: OrderStatus;
  /** The gateway's id of the payment. */
  readonly externalPaymentId: string;
  /** How far the giving back has come; null where the money is not to go back. */
  readonly refund: RefundStatus | null;
}

/** Days in UTC, `YYYY-MM-DD`, both ends included; without an end, without a bound. */
export interface SalesPeriod {
  readonly from?: string;
  readonly to?: string;
}

/** What was sold and given back: money that could not be taken is neither. */
export interface SalesFigures {
  /** How many payments, or of a film or genre how many films paid for. */
  readonly payments: number;
  readonly gross: Money;
  readonly refunds: Money;
  /** Gross less refunds: below zero where more went back than came in. */
  readonly net: Money;
}

/** What was sold, by the day, by the film and by the genre. */
export interface SalesView {
  readonly totals: SalesFigures;
  /** Days on which money moved, in their order; a refund counts on its own day. */
  readonly days: readonly (SalesFigures & { readonly date: string })[];
  /** The best sold first. */
  readonly movies: readonly (SalesFigures & { readonly movie: OrderedMovie })[];
  /** A film counts whole in each of its genres. */
  readonly genres: readonly (SalesFigures & { readonly genre: Named })[];
}

/** What a receipt says. */
export interface ReceiptView {
  /** Null once the person is erased. */
  readonly email: string | null;
  readonly payment: PaymentView;
}

/** What is asked about payments. Others’ are not found, but where everybody’s are asked for. */
export interface PaymentQueries {
  /** The actor's payments, newest first. */
  payments(actor: Actor, page: PageRequest): Promise<Page<PaymentView>>;
  /** Everybody's payments that match, newest first. */
  allPayments(filter: BooksFilter<PaymentStatus>, page: PageRequest): Promise<Page<CustomerPaymentView>>;
  /** What was sold in a currency. */
  sales(period: SalesPeriod, currency: Currency): Promise<SalesView>;
  /** @throws PaymentNotFound if there is none with this id, or it is another's */
  payment(actor: Actor, id: number): Promise<PaymentView>;
  /** @throws PaymentNotFound */
  receipt(paymentId: number): Promise<ReceiptView>;
}
