export { StripePayments, type StripeSettings } from './stripe-payments.ts';
