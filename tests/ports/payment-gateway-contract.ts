import { RefundRefused } from '@online-cinema/application/ports';
import { TotalTooSmall } from '@online-cinema/domain/payments';
import { Money, minutes } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';
import { aSessionRequest as aRequest } from '../support/a-session-request.ts';
import type { GatewaySetup } from '../support/payment-gateways.ts';

const usd = (minor: number) => Money.of(minor, 'USD');

/** A session that its customer has paid, and the payment. */
export async function aPayment(setup: GatewaySetup) {
  const { externalId } = await setup.gateway.openSession(aRequest(setup.clock));
  setup.pay(externalId);
  const session = await setup.gateway.findSession(externalId);
  if (!session?.money) throw new Error('not paid');
  return { externalId, externalPaymentId: session.money.externalPaymentId };
}

/** The latest of so many webhooks of a type, read. */
export async function eventOf(setup: GatewaySetup, type: string, count: number) {
  const webhook = (await setup.webhooks(count)).findLast(({ rawBody }) => JSON.parse(rawBody).type === type);
  return setup.gateway.readEvent(webhook?.rawBody ?? '', webhook?.signature, setup.clock.now());
}

/** What every payment gateway promises of sessions and refunds. */
export function describePaymentGateway(name: string, aSetup: () => Promise<GatewaySetup>): void {
  describe(`a payment gateway: ${name}`, () => {
    it('opens a session where the customer can pay', async () => {
      const { gateway, clock } = await aSetup();
      const { externalId, url } = await gateway.openSession(aRequest(clock));
      expect(new URL(url).pathname).toContain(externalId);
      expect(await gateway.findSession(externalId)).toEqual({ externalId, orderId: 5, status: 'open', money: null });
    });

    it('opens one session however often the same attempt asks', async () => {
      const { gateway, clock } = await aSetup();
      const request = aRequest(clock);
      const first = await gateway.openSession(request);
      clock.advance(minutes(5));
      expect(await gateway.openSession(request)).toEqual(first);
      const second = await gateway.openSession(aRequest(clock, { idempotencyKey: 'order-5-2' }));
      expect(second.externalId).not.toBe(first.externalId);
    });

    it('opens one session for an attempt that asks many times at once', async () => {
      const { gateway, clock } = await aSetup();
      const request = aRequest(clock);
      const opened = await Promise.all(Array.from({ length: 8 }, () => gateway.openSession(request)));
      expect(new Set(opened.map(({ externalId }) => externalId)).size).toBe(1);
    });

    it('takes fifty cents and no less', async () => {
      const { gateway, clock } = await aSetup();
      await expect(gateway.openSession(aRequest(clock, { amount: usd(49) }))).rejects.toThrow(TotalTooSmall);
      const enough = aRequest(clock, { amount: usd(50), idempotencyKey: 'order-5-2' });
      await expect(gateway.openSession(enough)).resolves.toBeDefined();
    });

    it.each([
      ['nothing', []],
      ['hundreds of films', Array.from({ length: 300 }, () => 'The Cabinet of Dr. Caligari')],
      ['words of every script', ['七人の侍', 'Иди и смотри', '👩‍👩‍👧‍👦', '<script>"&\'\\']],
    ])('opens a session for an order of %s', async (_, names) => {
      const { gateway, clock } = await aSetup();
      const { externalId } = await gateway.openSession(
        aRequest(clock, { films: names.map((name) => ({ name, price: usd(100) })) }),
      );
      expect(await gateway.findSession(externalId)).toMatchObject({ status: 'open', orderId: 5 });
    });

    it.each(['cs_test_unknown', '', '.', '../v1/refunds', 'pi_1', 'cs_test_%2F', 'cs_test_1?expand[]=x', 'c\u0000s'])(
      'knows no session %j that it has not opened, and none can be paid by it',
      async (externalId) => {
        const { gateway } = await aSetup();
        expect(await gateway.findSession(externalId)).toBeUndefined();
        const none = { externalId, orderId: null, status: 'expired', money: null };
        expect(await gateway.expireSession(externalId)).toEqual(none);
      },
    );

    it('completes a session that is paid, with the money, and tells of it once', async () => {
      const setup = await aSetup();
      const { externalId } = await aPayment(setup);
      setup.pay(externalId);
      const session = await setup.gateway.findSession(externalId);
      expect(session).toEqual({
        externalId,
        orderId: 5,
        status: 'complete',
        money: { externalPaymentId: expect.stringMatching(/^pi_./), amount: usd(1998) },
      });
      const type = 'checkout.session.completed';
      const id = expect.stringMatching(/^evt_./);
      expect(await eventOf(setup, type, 1)).toEqual({ id, type, session, givenBack: null });
    });

    it('finds the session by which a payment was made, and none of a payment that was not', async () => {
      const { gateway, ...setup } = await aSetup();
      const { externalId, externalPaymentId } = await aPayment({ gateway, ...setup });
      const session = await gateway.findSession(externalId);
      expect(await gateway.findSessionByPayment(externalPaymentId)).toEqual(session);
      expect(await gateway.findSessionByPayment('pi_unknown')).toBeUndefined();
    });

    it('takes other currencies as well', async () => {
      const { gateway, clock, pay } = await aSetup();
      const { externalId } = await gateway.openSession(aRequest(clock, { amount: Money.of(720, 'EUR') }));
      pay(externalId);
      expect(await gateway.findSession(externalId)).toMatchObject({ money: { amount: Money.of(720, 'EUR') } });
    });

    it('leaves a session open that is declined, and tells of it', async () => {
      const setup = await aSetup();
      const { gateway, clock, decline, pay } = setup;
      const { externalId } = await gateway.openSession(aRequest(clock));
      decline(externalId);
      expect(await gateway.findSession(externalId)).toMatchObject({ status: 'open', money: null });
      const type = 'payment_intent.payment_failed';
      expect(await eventOf(setup, type, 1)).toMatchObject({ type, session: null, givenBack: null });
      pay(externalId);
      expect(await gateway.findSession(externalId)).toMatchObject({ status: 'complete', money: { amount: usd(1998) } });
    });

    it('expires a session when its time is up, so that nobody pays by it, and tells of it', async () => {
      const setup = await aSetup();
      const { gateway, clock, pay } = setup;
      const { externalId } = await gateway.openSession(aRequest(clock));
      clock.advance(minutes(31) - 1);
      expect(await gateway.findSession(externalId)).toMatchObject({ status: 'open' });
      clock.advance(1);
      pay(externalId);
      const session = await gateway.findSession(externalId);
      expect(session).toEqual({ externalId, orderId: 5, status: 'expired', money: null });
      const type = 'checkout.session.expired';
      expect(await eventOf(setup, type, 1)).toMatchObject({ type, session, givenBack: null });
    });

    it('expires an open session on demand, once', async () => {
      const { gateway, clock, pay, webhooks } = await aSetup();
      const { externalId } = await gateway.openSession(aRequest(clock));
      const expired = { externalId, orderId: 5, status: 'expired', money: null };
      expect(await gateway.expireSession(externalId)).toEqual(expired);
      pay(externalId);
      expect(await gateway.expireSession(externalId)).toEqual(expired);
      await webhooks(1);
    });

    it('expires a session that was declined before', async () => {
      const { gateway, clock, decline } = await aSetup();
      const { externalId } = await gateway.openSession(aRequest(clock));
      decline(externalId);
      expect(await gateway.expireSession(externalId)).toMatchObject({ status: 'expired', money: null });
      expect(await gateway.findSession(externalId)).toMatchObject({ status: 'expired', money: null });
    });

    it('says that a session is complete if the customer was quicker', async () => {
      const setup = await aSetup();
      const { externalId } = await aPayment(setup);
      const session = await setup.gateway.expireSession(externalId);
      expect(session).toMatchObject({ status: 'complete', money: { amount: usd(1998) } });
      expect(session).toEqual(await setup.gateway.findSession(externalId));
    });

    it('gives a payment back once, however often the same attempt asks, and tells of it once', async () => {
      const setup = await aSetup();
      const { gateway } = setup;
      const { externalPaymentId } = await aPayment(setup);
      const request = { externalPaymentId, idempotencyKey: 'refund-1-1' };
      const refund = await gateway.refund(request);
      expect(refund).toEqual({
        externalId: expect.stringMatching(/^re_./),
        amount: usd(1998),
        status: 'succeeded',
      });
      expect(await gateway.refund(request)).toEqual(refund);
      expect(await Promise.all([gateway.refund(request), gateway.refund(request)])).toEqual([refund, refund]);
      expect(await gateway.findRefunds(externalPaymentId)).toEqual([refund]);
      const givenBack = { externalPaymentId, isWhole: true };
      expect(await eventOf(setup, 'charge.refunded', 2)).toMatchObject({ session: null, givenBack });
    });

    it('refuses to give a payment back twice, and knows what became of the first time', async () => {
      const setup = await aSetup();
      const { gateway } = setup;
      const { externalPaymentId } = await aPayment(setup);
      const refund = await gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-1' });
      const again = gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-2' });
      await expect(again).rejects.toThrow(RefundRefused);
      expect(await gateway.findRefunds(externalPaymentId)).toEqual([refund]);
      await setup.webhooks(2);
    });

    it('gives a payment back once also where attempts ask at the same moment', async () => {
      const setup = await aSetup();
      const { externalPaymentId } = await aPayment(setup);
      const keys = ['refund-1-1', 'refund-1-2', 'refund-1-3'];
      const outcomes = await Promise.allSettled(
        keys.map((idempotencyKey) => setup.gateway.refund({ externalPaymentId, idempotencyKey })),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await setup.gateway.findRefunds(externalPaymentId)).toHaveLength(1);
    });

    it('tells of a part that was given back by hand, and gives the rest', async () => {
      const setup = await aSetup();
      const { gateway } = setup;
      const { externalPaymentId } = await aPayment(setup);
      setup.refundByHand(externalPaymentId, usd(500));
      const part = { externalPaymentId, isWhole: false };
      expect(await eventOf(setup, 'charge.refunded', 2)).toMatchObject({ givenBack: part });

      const rest = await gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-1' });
      expect(rest).toMatchObject({ amount: usd(1498), status: 'succeeded' });
      const sums = (await gateway.findRefunds(externalPaymentId)).map(({ amount }) => amount.minor);
      expect(sums).toEqual([500, 1498]);
      expect(await eventOf(setup, 'charge.refunded', 3)).toMatchObject({ givenBack: { ...part, isWhole: true } });
    });

    it('has nothing to give back of what was given back by hand as a whole', async () => {
      const setup = await aSetup();
      const { gateway } = setup;
      const { externalPaymentId } = await aPayment(setup);
      setup.refundByHand(externalPaymentId);
      const refund = gateway.refund({ externalPaymentId, idempotencyKey: 'refund-1-1' });
      await expect(refund).rejects.toThrow(RefundRefused);
      expect(await gateway.findRefunds(externalPaymentId)).toMatchObject([{ amount: usd(1998), status: 'succeeded' }]);
      expect(await eventOf(setup, 'charge.refunded', 2)).toMatchObject({ givenBack: { isWhole: true } });
    });

    it('refuses to give back a payment that was never made, and knows no refund of it', async () => {
      const { gateway } = await aSetup();
      const refund = gateway.refund({ externalPaymentId: 'pi_unknown', idempotencyKey: 'refund-1-1' });
      await expect(refund).rejects.toThrow(RefundRefused);
      expect(await gateway.findRefunds('pi_unknown')).toEqual([]);
    });
  });
}
