import type { Actor, Group } from '@online-cinema/domain/shared';

/** What every request with a token asks, in one query. */
export interface SessionStanding {
  readonly userId: number;
  /** Null once the session ended. */
  readonly sessionExpiresAt: Date | null;
  readonly group: Group;
  readonly isActive: boolean;
  readonly deactivatedAt: Date | null;
}

export interface Credentials {
  readonly userId: number;
  readonly hashedPassword: string;
}

export interface SessionView {
  readonly id: number;
  readonly key: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

export interface AccountView {
  readonly id: number;
  readonly email: string;
  readonly group: Group;
  readonly isActive: boolean;
  readonly createdAt: Date;
}

export interface AccountQueries {
  /** Undefined if there is no such user (any more). */
  standing(subject: { userId: number; session: string }): Promise<SessionStanding | undefined>;
  /** By the address as stored (lower case). */
  credentials(email: string): Promise<Credentials | undefined>;
  /** The actor's own account. @throws UserNotFoundOrInactive */
  account(actor: Actor): Promise<AccountView>;
  /** The actor's sessions that have not expired at `now`, the one used last first. */
  sessions(actor: Actor, now: Date): Promise<readonly SessionView[]>;
}
