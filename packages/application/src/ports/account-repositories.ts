import type {
  LinkToken,
  Profile,
  ProfileDraft,
  Session,
  SessionDraft,
  User,
  UserDraft,
} from '@online-cinema/domain/accounts';

/** Accounts, each stored at once and changed only under the lock of its row. */
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
  /**
   * Takes the user, whose row the caller has locked, away with all that is theirs alone; in orders and payments they
   * become nobody.
   */
  delete(id: number): Promise<void>;
  /**
   * How many active admins there are, counted under a lock that whoever asks next waits for until the transaction
   * ends. To be called before the user's own row is locked.
   */
  countActiveAdminsForUpdate(): Promise<number>;
}

/** The tokens of one kind of link. */
export interface LinkTokenRepository {
  findOf(userId: number): Promise<LinkToken | undefined>;
  /** Stores the token in place of any earlier one of its user. */
  replace(token: LinkToken): Promise<void>;
  /** The user's token is good for nothing any more; when links were asked for stays known. */
  spendOf(userId: number): Promise<void>;
  /** Deletes at most `limit` of those that are good for nothing at `now`; how many went. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

/** Sessions of users, each known by its key. */
export interface SessionRepository {
  add(draft: SessionDraft): Promise<Session>;
  save(session: Session): Promise<void>;
  /** The session with this key, locked until the transaction ends. */
  findForUpdate(key: string): Promise<Session | undefined>;
  delete(id: number): Promise<void>;
  /** Ends one session of a user; false if there is none with this id. */
  deleteOne(userId: number, id: number): Promise<boolean>;
  /** Ends every session of a user. */
  deleteAll(userId: number): Promise<void>;
  /** Ends every session of a user but the one with this key. */
  deleteOthers(userId: number, keptKey: string): Promise<void>;
  /** Deletes at most `limit` of those whose time is over at `now`; how many went. */
  deleteExpired(now: Date, limit: number): Promise<number>;
}

/** What users tell of themselves: at most one profile a user. */
export interface ProfileRepository {
  /** @throws ProfileExists */
  add(draft: ProfileDraft): Promise<Profile>;
  save(profile: Profile): Promise<void>;
  /** The user's profile, its row locked until the transaction ends. */
  findForUpdate(userId: number): Promise<Profile | undefined>;
  /** Which of these keys are those of pictures that profiles show. */
  findAvatarsAmong(keys: readonly string[]): Promise<readonly string[]>;
}
