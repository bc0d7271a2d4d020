import { RefundRefused } from '@online-cinema/application/ports';
import { PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import { Money } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';
import { aSessionRequest as aRequest } from '../support/a-session-request.ts';
import type { DistantGatewaySetup } from '../support/payment-gateways.ts';
import { aPayment, eventOf } from './payment-gateway-contract.ts';

const usd = (minor: number) => Money.of(minor, 'USD');

/** What a payment gateway promises besides where a line leads to it that may break, and money takes its time. */
export function describeDistantGateway(name: string, aSetup: () => Promise<DistantGatewaySetup>): void {
  describe(`a distant payment gateway: ${name}`, () => {
    it('waits for the money of a session that was completed with a promise, and takes it when it comes', async () => {
      const setup = await aSetup();
      const { gateway, clock } = setup;
      const { externalId } = await gateway.openSession(aRequest(clock));
      setup.promise(externalId);
      const promised = { externalId, orderId: 5, status: 'complete', money: null };
      expect(await gateway.findSession(externalId)).toEqual(promised);
      expect(await gateway.expireSession(externalId)).toEqual(promised);
      expect(await eventOf(setup, 'checkout.session.completed', 1)).toMatchObject({ session: promised });

      setup.endPromise(externalId, 'kept');
      const session = await gateway.findSession(externalId);
      expect(session).toMatchObject({ status: 'complete', money: { amount: usd(1998) } });
      expect(await eventOf(setup, 'checkout.session.async_payment_succeeded', 2)).toMatchObject({ session });
    });

    it('says that a session is over when the promise is broken', async () => {
      const setup = await aSetup();
      const { gateway, clock } = setup;
      const { externalId } = await gateway.openSession(aRequest(clock));
      setup.promise(externalId);
      setup.endPromise(externalId, 'broken');
      const over = { externalId, orderId: 5, status: 'expired', money: null };
      expect(await gateway.findSession(externalId)).toEqual(over);
      expect(await gateway.expireSession(externalId)).toEqual(over);
      expect(await eventOf(setup, 'checkout.session.async_payment_failed', 2)).toMatchObject({ session: over });
    });

    it('says what became of a refund that was pending, to the same attempt too', async () => {
      const setup = await aSetup();
      const { gateway } = setup;
      const { externalPaymentId } = await aPayment(setup);
      const request = { externalPaymentId, idempotencyKey: 'refund-1-1' };
      setup.holdRefunds();
      const pending = await gateway.refund(request);
      expect(pending).toMatchObject({ amount: usd(1998), status: 'pending' });
      expect(await gateway.findRefunds(externalPaymentId)).toEqual([pending]);
      const other = gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-2' });
      await expect(other).rejects.toThrow(RefundRefused);
      await setup.webhooks(1);

      setup.endRefunds('succeeded');
      const succeeded = { ...pending, status: 'succeeded' };
      expect(await gateway.findRefunds(externalPaymentId)).toEqual([succeeded]);
      expect(await gateway.refund(request)).toEqual(succeeded);
      const givenBack = { externalPaymentId, isWhole: true };
      expect(await eventOf(setup, 'charge.refunded', 2)).toMatchObject({ givenBack });
    });

    it('gives a payment back to another attempt when the first has failed', async () => {
      const setup = await aSetup();
      const { gateway } = setup;
      const { externalPaymentId } = await aPayment(setup);
      setup.holdRefunds();
      const request = { externalPaymentId, idempotencyKey: 'refund-1-1' };
      await gateway.refund(request);
      setup.endRefunds('failed');
      expect(await gateway.refund(request)).toMatchObject({ status: 'failed' });
      const second = await gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-2' });
      expect(second).toMatchObject({ amount: usd(1998), status: 'succeeded' });
      const statuses = (await gateway.findRefunds(externalPaymentId)).map(({ status }) => status);
      expect(statuses).toEqual(['failed', 'succeeded']);
    });

    it('is unavailable while it is down, and has done nothing when it comes back', async () => {
      const setup = await aSetup();
      const { gateway, clock } = setup;
      const { externalId, externalPaymentId } = await aPayment(setup);
      const other = aRequest(clock, { idempotencyKey: 'order-5-2' });
      const open = await gateway.openSession(other);
      setup.goDown();
      const third = aRequest(clock, { idempotencyKey: 'order-5-3' });
      const outcomes = await Promise.allSettled([
        gateway.openSession(third),
        gateway.findSession(externalId),
        gateway.expireSession(open.externalId),
        gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-1' }),
        gateway.findRefunds(externalPaymentId),
      ]);
      const errors = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : undefined));
      expect(errors).toEqual(Array(5).fill(expect.any(PaymentServiceUnavailable)));

      setup.comeBack();
      expect(await gateway.findSession(open.externalId)).toMatchObject({ status: 'open' });
      expect(await gateway.findRefunds(externalPaymentId)).toEqual([]);
      await setup.webhooks(1);
    });

    it('has done what was asked where only the answer got lost, and the same attempt hears of it', async () => {
      const setup = await aSetup();
      const { gateway, clock } = setup;
      const { externalPaymentId } = await aPayment(setup);
      const refund = { externalPaymentId, idempotencyKey: 'refund-1-1' };
      setup.loseNextAnswer();
      await expect(gateway.refund(refund)).rejects.toThrow(PaymentServiceUnavailable);
      const [given, ...others] = await gateway.findRefunds(externalPaymentId);
      expect(others).toEqual([]);
      expect(await gateway.refund(refund)).toEqual(given);
      expect(given).toMatchObject({ amount: usd(1998), status: 'succeeded' });

      const opening = aRequest(clock, { idempotencyKey: 'order-5-2' });
      setup.loseNextAnswer();
      await expect(gateway.openSession(opening)).rejects.toThrow(PaymentServiceUnavailable);
      const { externalId } = await gateway.openSession(opening);
      expect(await gateway.openSession(opening)).toMatchObject({ externalId });

      setup.loseNextAnswer();
      await expect(gateway.expireSession(externalId)).rejects.toThrow(PaymentServiceUnavailable);
      expect(await gateway.findSession(externalId)).toMatchObject({ status: 'expired' });
    });
  });
}
