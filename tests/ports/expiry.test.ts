import { DeleteExpired } from '@online-cinema/application/accounts';
import { LinkToken, Session, User } from '@online-cinema/domain/accounts';
import { hours } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, STORES, type Store } from '../support/database.ts';

describe.each(STORES)('what expires, %s', (name) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterAll(() => store.stop());

  it('goes however many there are', async () => {
    const { unitOfWork, clock } = store;
    const now = clock.now();
    await unitOfWork.run(async ({ users, sessions }) => {
      const { id: userId } = await users.add(User.register({ email: 'bob@example.com', hashedPassword: 'hash', now }));
      const device = { userAgent: null, ipAddress: null, tokenHash: 'hash' };
      for (let count = 0; count < 501; count += 1) {
        await sessions.add(
          Session.open({ ...device, key: `${count}`, userId, now, expiresAt: Session.expiry(now, 1) }),
        );
      }
    });

    clock.advance(hours(24));

    expect(await new DeleteExpired(unitOfWork, clock).execute()).toBe(501);
  });

  it('goes once its time is over, and not before', async () => {
    const { unitOfWork, clock } = store;
    const now = clock.now();
    await unitOfWork.run(async ({ users, activationTokens, passwordResetTokens, sessions }) => {
      const { id: userId } = await users.add(User.register({ email: 'ann@example.com', hashedPassword: 'hash', now }));
      const request = { userId, tokenHash: 'hash', requestedAt: now };
      const token = LinkToken.issue(request, { present: undefined, now, isLimited: true });
      if (!token) throw new Error('no token');
      await activationTokens.replace(token);
      await passwordResetTokens.replace(token);
      const device = { userAgent: null, ipAddress: null, tokenHash: 'hash' };
      await sessions.add(Session.open({ ...device, key: 'a key', userId, now, expiresAt: Session.expiry(now, 1) }));
    });

    const deleteExpired = new DeleteExpired(unitOfWork, clock);
    clock.advance(hours(24) - 1);
    expect(await deleteExpired.execute()).toBe(0);
    clock.advance(1);
    expect(await deleteExpired.execute()).toBe(3);
    expect(await deleteExpired.execute()).toBe(0);
  });
});
