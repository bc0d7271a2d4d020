import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { Actor } from '@online-cinema/domain/shared';
import type { SessionStanding } from '../ports/index.ts';

/** Who somebody acts as. @throws UserNotFoundOrInactive unless their account is there and open */
export function actorOf(standing: Omit<SessionStanding, 'sessionExpiresAt'> | undefined): Actor {
  if (!standing?.isActive || standing.deactivatedAt !== null) throw new UserNotFoundOrInactive();
  return Actor.user(standing.userId, standing.group);
}
