export {
  CheckoutSession,
  type CheckoutSessionDraft,
  type CheckoutSessionState,
  type CheckoutSessionStatus,
} from './checkout-session.ts';
export * from './errors.ts';
export {
  type MoneyReceived,
  Payment,
  type PaymentDraft,
  type PaymentItem,
  type PaymentState,
  type PaymentStatus,
} from './payment.ts';
