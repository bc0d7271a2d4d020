import type { Clock, SessionRequest } from '@online-cinema/application/ports';
import { later, Money, minutes } from '@online-cinema/domain/shared';

/** What the shop asks of a gateway: 19.98 for order 5, to be paid within 31 minutes. */
export function aSessionRequest(clock: Pick<Clock, 'now'>, changes: Partial<SessionRequest> = {}): SessionRequest {
  return {
    orderId: 5,
    amount: Money.of(1998, 'USD'),
    expiresAt: later(clock.now(), minutes(31)),
    idempotencyKey: 'order-5-1',
    successUrl: 'https://cinema.example/api/v1/payments/success/',
    cancelUrl: 'https://cinema.example/api/v1/payments/cancel/',
    films: ['The Shining', 'Jaws'].map((name) => ({ name, price: Money.of(999, 'USD') })),
    ...changes,
  };
}
