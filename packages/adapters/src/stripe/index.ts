export { StripePayments } from './stripe-payments.ts';
