import { Order, type OrderStatus } from '@online-cinema/domain/ordering';
import { CheckoutSession, type CheckoutSessionStatus, Payment } from '@online-cinema/domain/payments';
import { later, Money, minutes, seconds } from '@online-cinema/domain/shared';
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

describe('a checkout session', () => {
  it('counts attempts, names each to the gateway by its own key, and lives 31 whole minutes', () => {
    const draft = CheckoutSession.begin({ orderId: 5, previous: 2, amount: usd(999), now });
    expect(draft).toMatchObject({ attempt: 3, status: 'opening', externalId: null });
    expect(CheckoutSession.restore({ ...draft, id: 1 }).idempotencyKey).toBe('order-5-3');
    expect(draft.expiresAt).toEqual(new Date('2026-01-15T12:31:00.000Z'));
  });

  it('can be paid while it is open and its time is not over', () => {
    const attempt = anAttempt('opening');
    expect(attempt.isPayable(now)).toBe(false);
    attempt.opened({ externalId: 'cs_1', url: 'https://pay.example/cs_1' });
    expect(attempt.isPayable(now)).toBe(true);
    expect(attempt.isPayable(later(now, minutes(31)))).toBe(false);
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
