import { later, seconds } from '../shared/index.ts';
import type { PaymentState } from './payment.ts';

/** How long a request may be on its way to the gateway before somebody else looks after it. */
const REQUEST_TAKES_AT_MOST = seconds(30);

/** `requested`: committed, the gateway is being asked. `succeeded`: given back. `failed`: it was not, by this attempt. */
export const REFUND_STATUSES = ['requested', 'succeeded', 'failed'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/**
 * How far the giving back of a payment has come, told as a refund is; null where it is not to go back. Money that could
 * not be taken goes back unasked, and money may also go back by hand, at the gateway.
 */
export function givingBack(
  { status, refundedAt }: Pick<PaymentState, 'status' | 'refundedAt'>,
  lastAttempt: RefundStatus | null,
): RefundStatus | null {
  if (refundedAt !== null) return 'succeeded';
  return status === 'cancelled' ? 'requested' : lastAttempt;
}

export interface RefundState {
  readonly id: number;
  readonly paymentId: number;
  /** 1, 2, 3, … within a payment. */
  readonly attempt: number;
  readonly status: RefundStatus;
  /** The gateway's id of the refund, once it is known. */
  readonly externalId: string | null;
  readonly requestedAt: Date;
}

export type RefundDraft = Omit<RefundState, 'id'>;

/** One attempt at giving a whole payment back. At most one a payment is `requested`. */
export class Refund {
  #state: RefundState;
  private constructor(state: RefundState) {
    this.#state = state;
  }

  static restore(state: RefundState): Refund {
    return new Refund(state);
  }

  /** The next attempt; to be committed before the gateway is asked. */
  static request({ paymentId, previous, now }: { paymentId: number; previous: number; now: Date }): RefundDraft {
    return { paymentId, attempt: previous + 1, status: 'requested', externalId: null, requestedAt: now };
  }

  get state(): RefundState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }

  get isRequested(): boolean {
    return this.#state.status === 'requested';
  }

  /** The same for every repetition of one attempt, so that the gateway gives the money back once for it. */
  get idempotencyKey(): string {
    return `refund-${this.#state.paymentId}-${this.#state.attempt}`;
  }

  /** Requested for so long that whoever asked the gateway has died, or had no answer. */
  isInterrupted(now: Date): boolean {
    return this.isRequested && now >= later(this.#state.requestedAt, REQUEST_TAKES_AT_MOST);
  }

  /** Requests made at this moment or earlier, and still open, are interrupted. */
  static interruptedBefore(now: Date): Date {
    return later(now, -REQUEST_TAKES_AT_MOST);
  }

  /** `externalId` is null where the gateway's word came without it. */
  succeeded(externalId: string | null): void {
    this.#state = { ...this.#state, status: 'succeeded', externalId };
  }

  failed(): void {
    this.#state = { ...this.#state, status: 'failed' };
  }
}
