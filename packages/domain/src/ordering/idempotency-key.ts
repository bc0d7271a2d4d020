import { hours, later, seconds } from '../shared/index.ts';
import { IdempotencyKeyReused } from './errors.ts';

/** How long an answer is given again. */
const KEPT_FOR = hours(24);
/** How long a request may take before a copy of it takes its place. */
const ANSWERED_WITHIN = seconds(30);

/** What was answered: a status of HTTP and the body as it was sent. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

export interface IdempotencyKeyState {
  readonly id: number;
  readonly userId: number;
  /** As the client made it up: 1–255 characters. */
  readonly key: string;
  /** What tells one request from another: the same for copies of one. */
  readonly request: string;
  readonly createdAt: Date;
  /** When the request that is at work began; null while none is. */
  readonly claimedAt: Date | null;
  readonly answer: KeptAnswer | null;
}

export type IdempotencyKeyDraft = Omit<IdempotencyKeyState, 'id'>;

/**
 * The name that a client gives to one request, so that copies of it are answered and not done again
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/).
 */
export class IdempotencyKey {
  #state: IdempotencyKeyState;
  private constructor(state: IdempotencyKeyState) {
    this.#state = state;
  }

  static restore(state: IdempotencyKeyState): IdempotencyKey {
    return new IdempotencyKey(state);
  }

  /** The first request of its name. */
  static claim(first: { userId: number; key: string; request: string; now: Date }): IdempotencyKeyDraft {
    const { userId, key, request, now } = first;
    return { userId, key, request, createdAt: now, claimedAt: now, answer: null };
  }

  get state(): IdempotencyKeyState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }

  /** Nobody remembers it: its name may be given to another request. */
  isForgotten(now: Date): boolean {
    return now >= later(this.#state.createdAt, KEPT_FOR);
  }

  /** Keys made at this moment or earlier are forgotten. */
  static forgottenBefore(now: Date): Date {
    return later(now, -KEPT_FOR);
  }

  /** The answer to a copy of the request, if there is one yet. @throws IdempotencyKeyReused for any other request */
  answerTo(request: string): KeptAnswer | null {
    if (request !== this.#state.request) throw new IdempotencyKeyReused();
    return this.#state.answer;
  }

  /** Whether a request is at work that may answer yet. */
  isInProgress(now: Date): boolean {
    const { claimedAt, answer } = this.#state;
    return answer === null && claimedAt !== null && now < later(claimedAt, ANSWERED_WITHIN);
  }

  /** A copy of the request takes the place of one that did not answer. */
  takeOver(now: Date): void {
    this.#state = { ...this.#state, claimedAt: now };
  }

  /** Whether the request that began at `claimedAt` is still the one at work. */
  isHeldSince(claimedAt: Date): boolean {
    return this.#state.answer === null && this.#state.claimedAt?.getTime() === claimedAt.getTime();
  }

  answered(answer: KeptAnswer): void {
    this.#state = { ...this.#state, answer };
  }

  /** The request came to no answer worth keeping: a copy may try at once. */
  released(): void {
    this.#state = { ...this.#state, claimedAt: null };
  }
}
