import type { Payment } from '@online-cinema/domain/payments';

/** By what an operator finds a payment: in our books, and in the gateway's. */
export function idsOf({ id, state }: Payment) {
  return { order: state.orderId, payment: id, externalPaymentId: state.externalPaymentId };
}
