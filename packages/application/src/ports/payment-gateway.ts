import type { Money } from '@online-cinema/domain/shared';

/** A film as the pay page names it, at the agreed price. */
export interface SoldFilm {
  readonly name: string;
  readonly price: Money;
}

/** What a session is opened with; all of it is read from the attempt's committed row. */
export interface SessionRequest {
  readonly orderId: number;
  readonly amount: Money;
  readonly expiresAt: Date;
  /** The same for every repetition of one attempt. */
  readonly idempotencyKey: string;
  /** Where the customer is sent back to; the gateway puts the session's id into the query of either as `session_id`. */
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** What the customer is told to be buying; the amount is their sum. */
  readonly films: readonly SoldFilm[];
}

/** A session as the gateway knows it. */
export interface GatewaySession {
  readonly externalId: string;
  /** The order named in its metadata; null if it names none of ours. */
  readonly orderId: number | null;
  readonly status: 'open' | 'complete' | 'expired';
  /** The money of a session that is paid; null while it is not. */
  readonly money: { readonly externalPaymentId: string; readonly amount: Money } | null;
}

/** Money given back, as the gateway knows it; maybe only a part of a payment. */
export interface GatewayRefund {
  readonly externalId: string;
  readonly amount: Money;
  /** `pending`: under way, and may still fail. */
  readonly status: 'pending' | 'succeeded' | 'failed';
}

/** Word that money of a payment went back. */
export interface GatewayGivenBack {
  readonly externalPaymentId: string;
  /** All of it, or a part. */
  readonly isWhole: boolean;
}

/** The gateway will not give a payment back, however often it is asked: e.g. it was given back already. */
export class RefundRefused extends Error {
  constructor(options?: { cause: unknown }) {
    super('The gateway refuses the refund', options);
    this.name = new.target.name;
  }
}

/** What a gateway tells us by webhook. */
export interface GatewayEvent {
  readonly id: string;
  /** The gateway's own name of it, e.g. `checkout.session.completed`. */
  readonly type: string;
  /** The session that the event is about; null for events of no interest. */
  readonly session: GatewaySession | null;
  /** The money that went back, where the event is about that. */
  readonly givenBack: GatewayGivenBack | null;
}

/** A payment service with hosted pay pages, in Stripe's dialect. No call is made while a transaction is open. */
export interface PaymentGateway {
  /** The header of a webhook that holds its signature, in lower case. */
  readonly signatureHeader: string;
  /**
   * Opens a session, or gives back the one opened before with the same idempotency key.
   * @throws TotalTooSmall, PaymentServiceUnavailable
   */
  openSession(request: SessionRequest): Promise<{ externalId: string; url: string }>;
  /** @throws PaymentServiceUnavailable */
  findSession(externalId: string): Promise<GatewaySession | undefined>;
  /** The session by which a payment was made. @throws PaymentServiceUnavailable */
  findSessionByPayment(externalPaymentId: string): Promise<GatewaySession | undefined>;
  /**
   * Ends an open session, so that nobody can pay by it any more, and says what it ended as: `expired`, or `complete`
   * if the customer was quicker. @throws PaymentServiceUnavailable
   */
  expireSession(externalId: string): Promise<GatewaySession>;
  /**
   * Gives back what is left of a payment: all of it, unless a part was given back before. Repeating it with the same key
   * gives the same refund again, as it is by then. What it answers may still be `pending`.
   * @throws RefundRefused, PaymentServiceUnavailable
   */
  refund(request: { externalPaymentId: string; idempotencyKey: string }): Promise<GatewayRefund>;
  /** Every refund of a payment, the oldest first, of whatever part and by whomever. @throws PaymentServiceUnavailable */
  findRefunds(externalPaymentId: string): Promise<readonly GatewayRefund[]>;
  /**
   * Reads a webhook's raw body after checking its signature (five minutes' tolerance).
   * @throws WebhookSignatureMissing, WebhookSignatureInvalid, WebhookPayloadInvalid
   */
  readEvent(rawBody: string, signature: string | undefined, now: Date): Promise<GatewayEvent>;
}
