import type { PriceChange } from '../ordering/index.ts';
import { DomainError } from '../shared/index.ts';

export class PaymentServiceUnavailable extends DomainError {
  readonly kind = 'unavailable';
  constructor(options?: { cause: unknown }) {
    super('The payment service is not available. Please try again later.', {}, options);
  }
}

/** The gateway takes no sum as small as this. */
export class TotalTooSmall extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('The total is below what the payment service accepts.');
  }
}

export class PricesChanged extends DomainError {
  readonly kind = 'conflict';
  readonly changes: readonly PriceChange[];
  constructor(changes: readonly PriceChange[]) {
    super('Prices have changed since the order was placed.', { changes });
    this.changes = changes;
  }
}

export class PaymentNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Payment with given ID was not found.');
  }
}

export class NoPaymentToRefund extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('No valid payment found to refund.');
  }
}

export class RefundPeriodOver extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('The refund period is over.');
  }
}

export class WebhookSignatureMissing extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Missing Stripe signature header');
  }
}

export class WebhookSignatureInvalid extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Invalid Stripe webhook signature.');
  }
}

export class WebhookPayloadInvalid extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Invalid Stripe webhook payload.');
  }
}
