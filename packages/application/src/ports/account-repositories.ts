import type { ActivationToken, Session, SessionDraft, User, UserDraft } from '@online-cinema/domain/accounts';

export interface UserRepository {
  /** @throws EmailAlreadyTaken */
  add(draft: UserDraft): Promise<User>;
  save(user: User): Promise<void>;
  /** The user, their row locked until the transaction ends. */
  findForUpdate(id: number): Promise<User | undefined>;
  /** By the address as stored (lower case), their row locked until the transaction ends. */
  findByEmailForUpdate(email: string): Promise<User | undefined>;
  /** Whether there is any user at all. */
  any(): Promise<boolean>;
}

export interface ActivationTokenRepository {
  findOf(userId: number): Promise<ActivationToken | undefined>;
  /** Stores the token in place of any earlier one of its user. */
  replace(token: ActivationToken): Promise<void>;
  deleteOf(userId: number): Promise<void>;
}

export interface SessionRepository {
  add(draft: SessionDraft): Promise<Session>;
  save(session: Session): Promise<void>;
  /** The session with this key, locked until the transaction ends. */
  findForUpdate(key: string): Promise<Session | undefined>;
  delete(id: number): Promise<void>;
  /** Ends one session of a user; false if there is none with this id. */
  deleteOne(userId: number, id: number): Promise<boolean>;
  /** Ends every session of a user but the one with this key. */
  deleteOthers(userId: number, keptKey: string): Promise<void>;
}
