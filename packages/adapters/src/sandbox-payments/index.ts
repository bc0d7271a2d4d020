export { type CheckoutView, HostedCheckout } from './hosted-checkout.ts';
export { SandboxPayments } from './sandbox-payments.ts';
