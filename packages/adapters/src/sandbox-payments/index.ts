export { type CheckoutView, HostedCheckout } from './hosted-checkout.ts';
export { SandboxPayments, type SandboxSettings } from './sandbox-payments.ts';
