import type { Order } from '../ordering/index.ts';
import { type Actor, days, later, type Money } from '../shared/index.ts';
import { RefundPeriodOver } from './errors.ts';

/**
 * `successful`: money taken for an order. `refunded`: given back. `cancelled`: money that could not be taken (the
 * order no longer pending, a wrong amount or currency) and that a job gives back.
 */
export const PAYMENT_STATUSES = ['successful', 'refunded', 'cancelled'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export interface PaymentItem {
  readonly orderItemId: number;
  readonly priceAtPayment: Money;
}

export interface PaymentState {
  readonly id: number;
  /** Null once the person is erased. */
  readonly userId: number | null;
  readonly orderId: number;
  readonly amount: Money;
  readonly status: PaymentStatus;
  /** The gateway's id of the payment. */
  readonly externalPaymentId: string;
  readonly createdAt: Date;
  readonly refundedAt: Date | null;
  readonly items: readonly PaymentItem[];
}

export type PaymentDraft = Omit<PaymentState, 'id'>;

/** Money that arrived at the gateway in the name of an order. */
export interface MoneyReceived {
  readonly externalPaymentId: string;
  readonly amount: Money;
}

/** Money that moved. */
export class Payment {
  #state: PaymentState;
  private constructor(state: PaymentState) {
    this.#state = state;
  }

  static restore(state: PaymentState): Payment {
    return new Payment(state);
  }

  /**
   * What becomes of money that arrived for an order: a successful payment if the order waits for just this sum, else
   * a cancelled one, which is to be given back. Decides, and changes nothing.
   */
  static receive(money: MoneyReceived, order: Order, now: Date): PaymentDraft {
    const isDue = order.status === 'pending' && order.total.equals(money.amount);
    return {
      userId: order.state.userId,
      orderId: order.id,
      amount: money.amount,
      status: isDue ? 'successful' : 'cancelled',
      externalPaymentId: money.externalPaymentId,
      createdAt: now,
      refundedAt: null,
      items: isDue
        ? order.state.items.map((item) => ({ orderItemId: item.id, priceAtPayment: item.priceAtOrder }))
        : [],
    };
  }

  get state(): PaymentState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }

  /** Money that an order was paid with, and that was not given back. */
  get isSuccessful(): boolean {
    return this.#state.status === 'successful';
  }

  /**
   * A customer may change their mind for so many days; an admin may refund at any time.
   * @throws RefundPeriodOver
   */
  assertMayBeRefunded(by: { actor: Actor; refundDays: number; now: Date }): void {
    const { actor, refundDays, now } = by;
    if (actor.mayAdminister()) return;
    if (now >= later(this.#state.createdAt, days(refundDays))) throw new RefundPeriodOver();
  }

  /** Whether what was given back, in however many parts, is all of it. */
  isCoveredBy(amounts: readonly Money[]): boolean {
    const { amount } = this.#state;
    const ours = amounts.filter(({ currency }) => currency === amount.currency);
    return ours.reduce((sum, { minor }) => sum + minor, 0) >= amount.minor;
  }

  /** The gateway gave it all back. */
  refunded(now: Date): void {
    this.#state = { ...this.#state, status: 'refunded', refundedAt: now };
  }

  /** Money we could not take, and still hold. */
  get isToBeGivenBack(): boolean {
    return this.#state.status === 'cancelled' && this.#state.refundedAt === null;
  }

  givenBack(now: Date): void {
    this.#state = { ...this.#state, refundedAt: now };
  }
}
