import { sandboxGateway, scriptedGateway, stripeGateway } from '../support/payment-gateways.ts';
import { describeDistantGateway } from './distant-gateway-contract.ts';
import { describePaymentGateway } from './payment-gateway-contract.ts';
import { describeWebhooks } from './webhook-contract.ts';

for (const [name, aSetup] of [
  ['scripted', scriptedGateway],
  ['the sandbox', sandboxGateway],
  ['Stripe', stripeGateway],
] as const) {
  describePaymentGateway(name, aSetup);
  describeWebhooks(name, aSetup);
}

describeDistantGateway('scripted', scriptedGateway);
describeDistantGateway('Stripe', stripeGateway);
