import { hours, later } from '../shared/index.ts';

const LIFE = hours(24);

export interface ActivationTokenState {
  readonly userId: number;
  /** SHA-256 of the secret in the link, in hex. */
  readonly tokenHash: string;
  /** When the link was asked for; a later asking replaces an earlier one, never the other way round. */
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

/** The right to activate one account, good for 24 hours from the mail that carries it. One a user. */
export class ActivationToken {
  readonly #state: ActivationTokenState;
  private constructor(state: ActivationTokenState) {
    this.#state = state;
  }

  static restore(state: ActivationTokenState): ActivationToken {
    return new ActivationToken(state);
  }

  static issue(token: { userId: number; tokenHash: string; requestedAt: Date; now: Date }): ActivationToken {
    const { userId, tokenHash, requestedAt, now } = token;
    return new ActivationToken({ userId, tokenHash, requestedAt, expiresAt: later(now, LIFE) });
  }

  get state(): ActivationTokenState {
    return this.#state;
  }

  /** Whether this one stands in the way of one asked for at `requestedAt`, which then needs no mail. */
  isNewerThan(requestedAt: Date): boolean {
    return this.#state.requestedAt > requestedAt;
  }

  accepts(tokenHash: string, now: Date): boolean {
    return this.#state.tokenHash === tokenHash && now < this.#state.expiresAt;
  }
}
