export {
  CHECKOUT_SESSION_STATUSES,
  CheckoutSession,
  type CheckoutSessionDraft,
  type CheckoutSessionState,
  type CheckoutSessionStatus,
} from './checkout-session.ts';
export * from './errors.ts';
export {
  type MoneyReceived,
  PAYMENT_STATUSES,
  Payment,
  type PaymentDraft,
  type PaymentItem,
  type PaymentState,
  type PaymentStatus,
} from './payment.ts';
export {
  givingBack,
  REFUND_STATUSES,
  Refund,
  type RefundDraft,
  type RefundState,
  type RefundStatus,
} from './refund.ts';
