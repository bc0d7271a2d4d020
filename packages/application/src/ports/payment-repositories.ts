import type { Order } from '@online-cinema/domain/ordering';
import type {
  CheckoutSession,
  CheckoutSessionDraft,
  Payment,
  PaymentDraft,
  Refund,
  RefundDraft,
} from '@online-cinema/domain/payments';

/** Attempts at paying orders; changed only under the lock of the order. */
export interface CheckoutSessionRepository {
  add(draft: CheckoutSessionDraft): Promise<CheckoutSession>;
  /** The first attempt at an order; undefined if there was one before, which then stays as it is. */
  addFirst(draft: CheckoutSessionDraft): Promise<CheckoutSession | undefined>;
  save(session: CheckoutSession): Promise<void>;
  /**
   * Stores that an attempt is open, under the lock of its order. False, and nothing is stored, if the attempt is no
   * longer `opening` or its order no longer pending.
   */
  saveOpened(session: CheckoutSession): Promise<boolean>;
  find(id: number): Promise<CheckoutSession | undefined>;
  findByExternalId(externalId: string): Promise<CheckoutSession | undefined>;
  /** The attempt that the gateway knows by this id, with its order; both rows are locked until the transaction ends. */
  findWithOrder(of: {
    orderId: number;
    externalId: string;
  }): Promise<{ readonly attempt: CheckoutSession; readonly order: Order } | undefined>;
  /** The attempt with the highest number. */
  findLatest(orderId: number): Promise<CheckoutSession | undefined>;
  /** Those still `open` in our books that should have ended at `endedBefore` or earlier, the oldest first; at most `limit`. */
  findUnfinished(
    endedBefore: Date,
    limit: number,
  ): Promise<readonly { readonly externalId: string; readonly orderId: number }[]>;
}

/** Money that came, each payment once, known by the gateway’s id. */
export interface PaymentRepository {
  /** The stored payment; undefined if one with the same external id is there already, which then stays as it is. */
  add(draft: PaymentDraft): Promise<Payment | undefined>;
  save(payment: Payment): Promise<void>;
  findForUpdate(id: number): Promise<Payment | undefined>;
  /** By the gateway's id, without a lock. */
  findByExternalId(externalPaymentId: string): Promise<Payment | undefined>;
  /** The payment by which an order is paid, locked until the transaction ends. */
  findSuccessfulForUpdate(orderId: number): Promise<Payment | undefined>;
}

/** Attempts at giving payments back; changed only under the lock of the payment's order. */
export interface RefundRepository {
  add(draft: RefundDraft): Promise<Refund>;
  save(refund: Refund): Promise<void>;
  /** The attempt with the highest number. */
  findLatest(paymentId: number): Promise<Refund | undefined>;
  /** Ids of the payments whose latest request was made at `requestedBefore` or earlier and is open still; at most `limit`, the oldest first. */
  findInterrupted(requestedBefore: Date, limit: number): Promise<readonly number[]>;
}

/** Which events of the gateway have been heard, so that a copy changes nothing. */
export interface WebhookEventRepository {
  /** Records an event; false if it was recorded before. */
  record(event: { id: string; type: string; receivedAt: Date }): Promise<boolean>;
  /** Deletes at most `limit` of those that were received at `moment` or earlier, the oldest first. Answers how many. */
  deleteReceivedBefore(moment: Date, limit: number): Promise<number>;
}
