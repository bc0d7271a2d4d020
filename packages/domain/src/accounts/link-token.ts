import { hours, later } from '../shared/index.ts';

const LIFE = hours(24);
const ALLOWANCE_WINDOW = hours(1);

/** How many mails of one kind an address gets within an hour. */
export const MAILS_AN_HOUR = 5;

export interface LinkTokenState {
  readonly userId: number;
  /** SHA-256 of the secret in the link, in hex. */
  readonly tokenHash: string;
  /** When the link was asked for; a later asking replaces an earlier one, never the other way round. */
  readonly requestedAt: Date;
  /** Every asking that was answered with a mail within the hour before the last, and the last. */
  readonly recentRequests: readonly Date[];
  readonly expiresAt: Date;
}

export interface LinkRequest {
  readonly userId: number;
  readonly tokenHash: string;
  readonly requestedAt: Date;
}

/** The right, carried by a link in a mail, to do one thing with one account: good for 24 hours from the mail, one a user. */
export class LinkToken {
  readonly #state: LinkTokenState;
  private constructor(state: LinkTokenState) {
    this.#state = state;
  }

  static restore(state: LinkTokenState): LinkToken {
    return new LinkToken(state);
  }

  /**
   * The token that takes the place of the present one; undefined where no mail is to be written, since a later link
   * was asked for or the address has had its share for this hour (`isLimited`). The same request again, which is a
   * job's repetition, gives the same token again.
   */
  static issue(
    request: LinkRequest,
    { present, now, isLimited }: { present: LinkToken | undefined; now: Date; isLimited: boolean },
  ): LinkToken | undefined {
    const { requestedAt } = request;
    const before = present?.state;
    if (present?.isNewerThan(requestedAt)) return undefined;

    const isRepetition = before?.requestedAt.getTime() === requestedAt.getTime();
    const since = later(requestedAt, -ALLOWANCE_WINDOW);
    const recent = before?.recentRequests.filter((moment) => moment > since) ?? [];
    if (isLimited && !isRepetition && recent.length >= MAILS_AN_HOUR) return undefined;

    const recentRequests = isRepetition ? recent : [...recent, requestedAt];
    return new LinkToken({ ...request, recentRequests, expiresAt: later(now, LIFE) });
  }

  get state(): LinkTokenState {
    return this.#state;
  }

  /** Whether it was asked for later than that. */
  isNewerThan(requestedAt: Date): boolean {
    return this.#state.requestedAt > requestedAt;
  }

  /** The same, good for nothing any more; that it was mailed is still counted. */
  spent(): LinkToken {
    return new LinkToken({ ...this.#state, tokenHash: '' });
  }

  accepts(tokenHash: string, now: Date): boolean {
    return tokenHash !== '' && this.#state.tokenHash === tokenHash && now < this.#state.expiresAt;
  }
}
