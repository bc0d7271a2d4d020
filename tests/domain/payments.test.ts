import { Order, type OrderStatus } from '@online-cinema/domain/ordering';
import {
  CheckoutSession,
  type CheckoutSessionStatus,
  givingBack,
  Payment,
  type PaymentState,
  Refund,
  RefundPeriodOver,
} from '@online-cinema/domain/payments';
import { Actor, days, later, Money, minutes, seconds } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00.500Z');
const usd = (minor: number) => Money.of(minor, 'USD');

function anOrder(status: OrderStatus = 'pending'): Order {
  const movie = { id: 1, uuid: 'u', name: 'Film' };
  return Order.restore({
    id: 5,
    userId: 7,
    status,
    createdAt: now,
    items: [{ id: 11, movie, priceAtOrder: usd(999) }],
  });
}

function anAttempt(status: CheckoutSessionStatus): CheckoutSession {
  const draft = CheckoutSession.begin({ orderId: 5, previous: 0, amount: usd(999), now });
  return CheckoutSession.restore({ ...draft, id: 1, status });
}

function aPayment(changes: Partial<PaymentState> = {}): Payment {
  const draft = Payment.receive({ externalPaymentId: 'pi_1', amount: usd(999) }, anOrder(), now);
  return Payment.restore({ ...draft, id: 4, ...changes });
}

function aRefund(): Refund {
  return Refund.restore({ id: 6, ...Refund.request({ paymentId: 4, previous: 1, now }) });
}

describe('money that arrives for an order', () => {
  it('is a successful payment with its items if the order waits for just this sum', () => {
    const payment = Payment.receive({ externalPaymentId: 'pi_1', amount: usd(999) }, anOrder(), now);
    expect(payment).toMatchObject({ status: 'successful', orderId: 5, userId: 7, refundedAt: null });
    expect(payment.items).toEqual([{ orderItemId: 11, priceAtPayment: usd(999) }]);
  });

  it.each([
    ['too little', usd(998), 'pending'],
    ['too much', usd(1000), 'pending'],
    ['another currency', Money.of(999, 'EUR'), 'pending'],
    ['a second time', usd(999), 'paid'],
    ['for a cancelled order', usd(999), 'cancelled'],
  ] as const)('is a cancelled one, to be given back, if it is %s', (_, amount, status) => {
    const draft = Payment.receive({ externalPaymentId: 'pi_1', amount }, anOrder(status), now);
    expect(draft).toMatchObject({ status: 'cancelled', items: [] });

    const payment = Payment.restore({ ...draft, id: 1 });
    expect(payment.isToBeGivenBack).toBe(true);
    payment.givenBack(now);
    expect(payment.isToBeGivenBack).toBe(false);
  });
});

describe('a payment', () => {
  const afterwards = later(now, days(3));

  it('that was taken holds until the gateway has given it back', () => {
    const payment = aPayment();
    expect(payment.id).toBe(4);
    expect(payment.isSuccessful).toBe(true);
    expect(payment.isToBeGivenBack).toBe(false);

    payment.refunded(afterwards);
    expect(payment.state).toEqual({ ...aPayment().state, status: 'refunded', refundedAt: afterwards });
    expect(payment.isSuccessful).toBe(false);
    expect(payment.isToBeGivenBack).toBe(false);
  });

  it('that could not be taken stays a cancelled one when it is given back', () => {
    const payment = aPayment({ status: 'cancelled', items: [] });
    payment.givenBack(afterwards);
    expect(payment.state).toEqual({ ...aPayment().state, status: 'cancelled', items: [], refundedAt: afterwards });
  });

  it('is given back at the customer’s word for so many days, and at an admin’s at any time', () => {
    const refund = (actor: Actor, moment: Date) => () =>
      aPayment().assertMayBeRefunded({ actor, refundDays: 14, now: moment });
    const customer = Actor.user(7, 'user');
    expect(refund(customer, later(now, days(14) - 1))).not.toThrow();
    expect(refund(customer, later(now, days(14)))).toThrow(RefundPeriodOver);
    expect(refund(Actor.user(8, 'moderator'), later(now, days(14)))).toThrow(RefundPeriodOver);
    expect(refund(Actor.user(8, 'admin'), later(now, days(400)))).not.toThrow();
  });

  it('is covered by what was given back in its currency, in however many parts', () => {
    expect(aPayment().isCoveredBy([usd(999)])).toBe(true);
    expect(aPayment().isCoveredBy([usd(500), usd(499)])).toBe(true);
    expect(aPayment().isCoveredBy([usd(1000)])).toBe(true);
    expect(aPayment().isCoveredBy([usd(500), usd(498)])).toBe(false);
    expect(aPayment().isCoveredBy([usd(500), Money.of(499, 'EUR')])).toBe(false);
    expect(aPayment().isCoveredBy([])).toBe(false);
  });
});

describe('a refund', () => {
  it('counts attempts, and names each to the gateway by its own key', () => {
    expect(aRefund().state).toEqual({
      id: 6,
      paymentId: 4,
      attempt: 2,
      status: 'requested',
      externalId: null,
      requestedAt: now,
    });
    expect(aRefund().id).toBe(6);
    expect(aRefund().idempotencyKey).toBe('refund-4-2');
  });

  it('is over once it succeeded or failed', () => {
    const [succeeded, failed] = [aRefund(), aRefund()];
    expect(succeeded.isRequested).toBe(true);
    succeeded.succeeded('re_1');
    failed.failed();
    expect(succeeded.state).toEqual({ ...aRefund().state, status: 'succeeded', externalId: 're_1' });
    expect(failed.state).toEqual({ ...aRefund().state, status: 'failed' });
    expect(succeeded.isRequested).toBe(false);
    expect(failed.isRequested).toBe(false);
  });

  it('that has had no answer for half a minute was interrupted', () => {
    expect(aRefund().isInterrupted(later(now, seconds(30) - 1))).toBe(false);
    expect(aRefund().isInterrupted(later(now, seconds(30)))).toBe(true);
    const failed = aRefund();
    failed.failed();
    expect(failed.isInterrupted(later(now, minutes(5)))).toBe(false);
    expect(Refund.interruptedBefore(later(now, seconds(30)))).toEqual(now);
  });
});

describe('the giving back of a payment', () => {
  it('has come as far as the last attempt at it', () => {
    const kept = aPayment().state;
    expect(givingBack(kept, null)).toBeNull();
    for (const attempt of ['requested', 'succeeded', 'failed'] as const)
      expect(givingBack(kept, attempt)).toBe(attempt);
  });

  it('is over once the money is back, by whatever way', () => {
    for (const attempt of [null, 'requested', 'succeeded', 'failed'] as const) {
      expect(givingBack(aPayment({ status: 'refunded', refundedAt: now }).state, attempt)).toBe('succeeded');
      expect(givingBack(aPayment({ status: 'cancelled', refundedAt: now }).state, attempt)).toBe('succeeded');
    }
  });

  it('is asked for unasked where the money could not be taken', () => {
    expect(givingBack(aPayment({ status: 'cancelled' }).state, null)).toBe('requested');
  });
});

describe('a checkout session', () => {
  it('counts attempts, names each to the gateway by its own key, and lives 31 whole minutes', () => {
    const draft = CheckoutSession.begin({ orderId: 5, previous: 2, amount: usd(999), now });
    expect(draft).toMatchObject({ attempt: 3, status: 'opening', externalId: null });
    expect(CheckoutSession.restore({ ...draft, id: 1 }).idempotencyKey).toBe('order-5-3');
    expect(draft.expiresAt).toEqual(new Date('2026-01-15T12:31:00.000Z'));
  });

  it('ends as paid, as expired or as given up, and stays the same attempt', () => {
    const attempt = anAttempt('opening');
    attempt.opened({ externalId: 'cs_1', url: 'https://pay.example/cs_1' });
    const open = attempt.state;
    expect(open).toEqual({
      ...anAttempt('open').state,
      externalId: 'cs_1',
      url: 'https://pay.example/cs_1',
    });
    for (const end of ['completed', 'expired', 'abandoned'] as const) {
      const ended = CheckoutSession.restore(open);
      ended[end]();
      expect(ended.state).toEqual({ ...open, status: end });
    }
  });

  it('can be paid while it is open and its time is not over', () => {
    const attempt = anAttempt('opening');
    expect(attempt.isPayable(now)).toBe(false);
    attempt.opened({ externalId: 'cs_1', url: 'https://pay.example/cs_1' });
    expect(attempt.isPayable(now)).toBe(true);
    const { expiresAt } = attempt.state;
    expect(attempt.isPayable(later(expiresAt, -1))).toBe(true);
    expect(attempt.isPayable(expiresAt)).toBe(false);
  });

  it('that has been opening for half a minute is stuck', () => {
    expect(anAttempt('opening').isStuck(later(now, seconds(30) - 1))).toBe(false);
    expect(anAttempt('opening').isStuck(later(now, seconds(30)))).toBe(true);
    expect(anAttempt('open').isStuck(later(now, minutes(5)))).toBe(false);
    expect(CheckoutSession.stuckBefore(later(now, seconds(30)))).toEqual(now);
  });

  it('is current only while it can still lead to a payment', () => {
    const current = (['opening', 'open', 'completed', 'expired', 'abandoned'] as const).filter(
      (status) => anAttempt(status).isCurrent,
    );
    expect(current).toEqual(['opening', 'open']);
  });
});
