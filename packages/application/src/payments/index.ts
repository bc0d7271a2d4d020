export { ConfirmCheckout } from './confirm-checkout.ts';
export { GiveBackPayment } from './give-back-payment.ts';
export { HandleWebhook } from './handle-webhook.ts';
export { MailReceipt } from './mail-receipt.ts';
export { type Checkout, OpenCheckout, type OpenCheckoutCommand } from './open-checkout.ts';
export { ReconcilePayments } from './reconcile-payments.ts';
export { SettleSession, type SettleSessionCommand } from './settle-session.ts';
