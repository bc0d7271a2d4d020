import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aSessionRequest } from '../support/a-session-request.ts';
import { type StripeSetup, stripeGateway } from '../support/payment-gateways.ts';
import { StripeMock, stripeMockPath } from '../support/stripe-mock.ts';
import { describeDistantGateway } from './distant-gateway-contract.ts';
import { describePaymentGateway } from './payment-gateway-contract.ts';

describe.skipIf(stripeMockPath === undefined)('Stripe’s description of its API (needs the program stripe-mock)', () => {
  let mock: StripeMock;
  let checked = 0;

  beforeAll(async () => {
    mock = await StripeMock.start();
  });

  afterAll(async () => {
    await mock?.stop();
    // Every operation of the gateway was among them, in each of its shapes.
    expect(checked).toBeGreaterThan(100);
  });

  /** Whatever the test has asked of the stand-in is also asked of Stripe's own server. */
  async function aWitnessedGateway(): Promise<StripeSetup> {
    const setup = await stripeGateway();
    onTestFinished(async () => {
      for (const request of setup.standIn.requests) {
        expect(await mock.objectionTo(request)).toBeUndefined();
        checked += 1;
      }
    });
    return setup;
  }

  it('has its say: a parameter that there is not is found', async () => {
    const { gateway, clock, standIn } = await stripeGateway();
    await gateway.openSession(aSessionRequest(clock));
    const [request] = standIn.requests;
    if (!request) throw new Error('no request');
    expect(await mock.objectionTo(request)).toBeUndefined();
    expect(await mock.objectionTo({ ...request, body: `${request.body}&expires=1` })).toContain('400');
  });

  describePaymentGateway('Stripe', aWitnessedGateway);
  describeDistantGateway('Stripe', aWitnessedGateway);
});
