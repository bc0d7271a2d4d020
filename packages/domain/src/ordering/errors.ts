import { DomainError } from '../shared/index.ts';

export class MovieAlreadyInCart extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Movie already in cart.');
  }
}

export class MovieAlreadyPurchased extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Movie already purchased.');
  }
}

export class MovieInPendingOrder extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Movie is currently in the order in the pending status.');
  }
}

export class MovieNotForSale extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Movie is not for sale.');
  }
}

export class MovieNotInCart extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Movie not found in cart.');
  }
}

export class CartIsEmpty extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('Cart is empty.');
  }
}

export class UnpaidOrderExists extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('You already have an unpaid (pending) order.');
  }
}

export class OrderNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Order with given ID was not found.');
  }
}

export class OrderNotPending extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Order is not pending.');
  }
}

export class PaidOrderNeedsRefund extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Paid orders cannot be cancelled. Please request a refund.');
  }
}

export class OrderNotPaid extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Order is not paid.');
  }
}

export class CancelledOrderNotRefundable extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Cancelled orders cannot be refunded.');
  }
}

export class OrderAlreadyCancelled extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('Order is already cancelled.');
  }
}

export class IdempotencyKeyReused extends DomainError {
  readonly kind = 'invalid';
  constructor() {
    super('Idempotency key was used for another request.');
  }
}

export class RequestInProgress extends DomainError {
  readonly kind = 'conflict';
  constructor() {
    super('A request with this idempotency key is in progress.');
  }
}
