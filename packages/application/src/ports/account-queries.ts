import type { ProfileState } from '@online-cinema/domain/accounts';
import type { Actor, Group } from '@online-cinema/domain/shared';
import type { Page, PageRequest } from './page.ts';

/** What every request with a token asks, in one query. */
export interface SessionStanding {
  readonly userId: number;
  /** Null once the session ended. */
  readonly sessionExpiresAt: Date | null;
  readonly group: Group;
  readonly isActive: boolean;
  readonly deactivatedAt: Date | null;
}

/** What a password is compared with. */
export interface Credentials {
  readonly userId: number;
  readonly hashedPassword: string;
}

/** A session as its user sees it. */
export interface SessionView {
  readonly id: number;
  readonly key: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly expiresAt: Date;
}

/** An account as its owner sees it. */
export interface AccountView {
  readonly id: number;
  readonly email: string;
  readonly group: Group;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A profile as it is shown; `avatar` is the key of the picture. */
export type ProfileView = ProfileState;

/** What admins look for; several fields ask for all of them. */
export interface UserFilter {
  /** A part of the address, in any case. */
  readonly email?: string;
  readonly group?: Group;
  readonly isActive?: boolean;
}

/** A user as admins see them. */
export interface UserView extends AccountView {
  readonly deactivatedAt: Date | null;
}

/** What is asked about accounts. What the API shows is there or throws; what a use case decides on may be undefined. */
export interface AccountQueries {
  /** Undefined if there is no such user (any more). */
  standing(subject: { userId: number; session: string }): Promise<SessionStanding | undefined>;
  /** By the address as stored (lower case). */
  credentials(email: string): Promise<Credentials | undefined>;
  /** Undefined if there is no such user. */
  credentialsOf(userId: number): Promise<Credentials | undefined>;
  /** The profile of a user, whoever asks; null if there is none. */
  profile(userId: number): Promise<ProfileView | null>;
  /** Users that match, by id. */
  users(filter: UserFilter, page: PageRequest): Promise<Page<UserView>>;
  /** @throws UserNotFound */
  user(id: number): Promise<UserView>;
  /** The actor's own account. @throws UserNotFoundOrInactive */
  account(actor: Actor): Promise<AccountView>;
  /** The actor's sessions that have not expired at `now`, the one used last first. */
  sessions(actor: Actor, now: Date): Promise<readonly SessionView[]>;
}
