import { days, later } from '../shared/index.ts';

export interface SessionState {
  readonly id: number;
  /** What tokens name as `sid`: a uuid. */
  readonly key: string;
  readonly userId: number;
  /** SHA-256 of the refresh token, in hex. */
  readonly tokenHash: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

export type SessionDraft = Omit<SessionState, 'id'>;

const LONGEST_USER_AGENT = 255;

/** One log-in on one device, from log-in to log-out or expiry. */
export class Session {
  #state: SessionState;
  private constructor(state: SessionState) {
    this.#state = state;
  }

  static restore(state: SessionState): Session {
    return new Session(state);
  }

  static open(session: {
    key: string;
    userId: number;
    tokenHash: string;
    userAgent: string | null;
    ipAddress: string | null;
    now: Date;
    expiresAt: Date;
  }): SessionDraft {
    const { now, userAgent, ...rest } = session;
    return { ...rest, userAgent: userAgent?.slice(0, LONGEST_USER_AGENT) ?? null, createdAt: now, lastUsedAt: now };
  }

  /** When a session begun at `now` ends, by the configured number of days. */
  static expiry(now: Date, lifeInDays: number): Date {
    return later(now, days(lifeInDays));
  }

  get state(): SessionState {
    return this.#state;
  }

  accepts(tokenHash: string, now: Date): boolean {
    return this.#state.tokenHash === tokenHash && now < this.#state.expiresAt;
  }

  touch(now: Date): void {
    this.#state = { ...this.#state, lastUsedAt: now };
  }
}
