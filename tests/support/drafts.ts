import {
  LinkToken,
  type LinkTokenState,
  type ProfileDraft,
  Session,
  type SessionDraft,
  User,
  type UserDraft,
} from '@online-cinema/domain/accounts';
import type { Offer, OrderDraft, OrderStatus } from '@online-cinema/domain/ordering';
import { CheckoutSession, type CheckoutSessionDraft } from '@online-cinema/domain/payments';
import { days, later, Money } from '@online-cinema/domain/shared';

export const NOW = new Date('2026-01-15T12:00:00.123Z');

export const usd = (minor: number): Money => Money.of(minor, 'USD');

let uuids = 0;
/** Another one each time. */
export function aUuid(): string {
  uuids += 1;
  return `00000000-0000-4000-9000-${String(uuids).padStart(12, '0')}`;
}

export function aUserDraft(email = 'ann@cinema.example'): UserDraft {
  return User.register({ email, hashedPassword: 'hashed', now: NOW });
}

export function aSessionDraft(userId: number): SessionDraft {
  const now = NOW;
  const tokenHash = 'a'.repeat(64);
  const device = { userAgent: 'Browser 1', ipAddress: '192.0.2.7' };
  return Session.open({ key: aUuid(), userId, tokenHash, ...device, now, expiresAt: later(now, days(7)) });
}

export function aLinkToken(userId: number, changes: Partial<LinkTokenState> = {}): LinkToken {
  const life = { requestedAt: NOW, recentRequests: [NOW], expiresAt: later(NOW, days(1)) };
  return LinkToken.restore({ userId, tokenHash: 'a'.repeat(64), ...life, ...changes });
}

export function aProfileDraft(userId: number, changes: Partial<ProfileDraft> = {}): ProfileDraft {
  const name = { firstName: 'ann', lastName: 'miller' };
  const facts = { gender: 'woman', dateOfBirth: '1990-02-28', info: 'Likes films.' } as const;
  return { userId, ...name, ...facts, avatar: 'avatars/1_a_avatar.jpg', ...changes };
}

/** An order of what is offered, at the prices offered. */
export function anOrderDraft(
  userId: number | null,
  offers: readonly Offer[],
  { status = 'pending', createdAt = NOW }: { status?: OrderStatus; createdAt?: Date } = {},
): OrderDraft {
  const items = offers.map(({ movie, price }) => ({ movie, priceAtOrder: price ?? usd(0) }));
  return { userId, status, items, createdAt };
}

/** The attempt at an order that follows the `previous` ones. */
export function aCheckoutDraft(orderId: number, previous = 0): CheckoutSessionDraft {
  return CheckoutSession.begin({ orderId, previous, amount: usd(999), now: NOW });
}
