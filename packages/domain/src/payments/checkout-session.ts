import { later, type Money, minutes, seconds } from '../shared/index.ts';

/** How long a gateway keeps a session open: a minute more than the 30 that Stripe asks for at least. */
const LIFE = minutes(31);
/** How long an attempt may be on its way to the gateway before the next one is made. */
const OPENING_TAKES_AT_MOST = seconds(30);

/**
 * `opening`: the row is there, the gateway is being asked. `open`: the customer can pay. `completed`: paid there.
 * `expired`: over, unpaid. `abandoned`: given up while opening; should it turn up, it is expired.
 */
export const CHECKOUT_SESSION_STATUSES = ['opening', 'open', 'completed', 'expired', 'abandoned'] as const;
export type CheckoutSessionStatus = (typeof CHECKOUT_SESSION_STATUSES)[number];

export interface CheckoutSessionState {
  readonly id: number;
  readonly orderId: number;
  /** 1, 2, 3, … within an order. */
  readonly attempt: number;
  readonly amount: Money;
  readonly status: CheckoutSessionStatus;
  /** The gateway's id of the session, once it has answered. */
  readonly externalId: string | null;
  /** Where the customer pays, once the gateway has answered. */
  readonly url: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type CheckoutSessionDraft = Omit<CheckoutSessionState, 'id'>;

/** One attempt at paying one order at the gateway. At most one an order is `opening` or `open`. */
export class CheckoutSession {
  #state: CheckoutSessionState;
  private constructor(state: CheckoutSessionState) {
    this.#state = state;
  }

  static restore(state: CheckoutSessionState): CheckoutSession {
    return new CheckoutSession(state);
  }

  /** The next attempt at an order; every parameter of the request to the gateway is read from what this makes. */
  static begin(attempt: { orderId: number; previous: number; amount: Money; now: Date }): CheckoutSessionDraft {
    const { orderId, previous, amount, now } = attempt;
    return {
      orderId,
      attempt: previous + 1,
      amount,
      status: 'opening',
      externalId: null,
      url: null,
      createdAt: now,
      // Gateways reckon in whole seconds.
      expiresAt: new Date(Math.floor(later(now, LIFE).getTime() / 1000) * 1000),
    };
  }

  get state(): CheckoutSessionState {
    return this.#state;
  }

  get status(): CheckoutSessionStatus {
    return this.#state.status;
  }

  /** The same for every repetition of one attempt, so that the gateway opens one session for it. */
  get idempotencyKey(): string {
    return `order-${this.#state.orderId}-${this.#state.attempt}`;
  }

  isPayable(now: Date): boolean {
    return this.status === 'open' && now < this.#state.expiresAt;
  }

  /** Being opened for so long that whoever opened it must have died. */
  isStuck(now: Date): boolean {
    return this.status === 'opening' && now >= later(this.#state.createdAt, OPENING_TAKES_AT_MOST);
  }

  /** Attempts that began to open at this moment or earlier, and still are opening, are stuck. */
  static stuckBefore(now: Date): Date {
    return later(now, -OPENING_TAKES_AT_MOST);
  }

  opened(at: { externalId: string; url: string }): void {
    this.#state = { ...this.#state, status: 'open', externalId: at.externalId, url: at.url };
  }

  completed(): void {
    this.#state = { ...this.#state, status: 'completed' };
  }

  expired(): void {
    this.#state = { ...this.#state, status: 'expired' };
  }

  abandoned(): void {
    this.#state = { ...this.#state, status: 'abandoned' };
  }

  /** Whether this is the attempt by which the order can now be paid; only its end may end the order. */
  get isCurrent(): boolean {
    return this.status === 'opening' || this.status === 'open';
  }
}
