import { sign } from '@online-cinema/adapters/stripe-dialect';
import type { Clock } from '@online-cinema/application/ports';
import { newId, type StripeObject } from './books.ts';

/** An event, as it is posted. */
export interface StandInEvent {
  readonly id: string;
  readonly type: string;
  readonly rawBody: string;
}

export interface Delivery {
  /** How often each is posted. */
  readonly copies?: number;
  /** All at the same moment instead of one after the other. */
  readonly concurrently?: boolean;
  /** The latest first. */
  readonly reversed?: boolean;
}

const FIRST_RETRY_AFTER = 100;
const RETRY_AFTER_AT_MOST = 2000;
const ANSWER_TAKES_AT_MOST = 10_000;

/** What Stripe tells: kept until somebody delivers it, or posted by itself until it is taken. */
export class Webhooks {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #secret: string;
  readonly #events: StandInEvent[] = [];
  readonly #stopping = new AbortController();
  readonly #underway = new Set<Promise<void>>();
  #url: string | undefined;
  #copies = 1;
  #taken = 0;

  constructor(clock: Pick<Clock, 'now'>, secret: string) {
    this.#clock = clock;
    this.#secret = secret;
  }

  /** Everything told so far, delivered or not. */
  get events(): readonly StandInEvent[] {
    return this.#events;
  }

  tell(type: string, object: StripeObject): void {
    const id = newId('evt');
    const created = Math.floor(this.#clock.now().getTime() / 1000);
    const event = { id, object: 'event', api_version: '2026-10-28.endive', created, data: { object }, type };
    const told = { id, type, rawBody: JSON.stringify({ ...event, livemode: false, pending_webhooks: 1 }) };
    this.#events.push(told);
    if (this.#url !== undefined) this.#keepPosting(told, this.#url);
  }

  /** From now on events are posted as they happen, each `copies` times at once, again and again until it is taken. */
  sendTo(url: string, copies = 1): void {
    this.#url = url;
    this.#copies = copies;
    for (const event of this.#held()) this.#keepPosting(event, url);
  }

  /** From now on nothing is posted by itself; what happens is kept. */
  hold(): void {
    this.#url = undefined;
    this.#taken = this.#events.length;
  }

  /** Drops what is kept: nobody will ever hear of it. */
  lose(): void {
    this.#taken = this.#events.length;
  }

  /** Posts what is kept, as told, once, taken or not; answers with the statuses. */
  async deliver(url: string, { copies = 1, concurrently = false, reversed = false }: Delivery = {}) {
    const events = this.#held();
    this.lose();
    const posts = (reversed ? events.toReversed() : events).flatMap((event) => Array<StandInEvent>(copies).fill(event));
    if (concurrently) return Promise.all(posts.map((event) => this.post(event, url)));
    const statuses: number[] = [];
    for (const event of posts) statuses.push(await this.post(event, url));
    return statuses;
  }

  /** Posts one event; answers with the status. */
  async post({ rawBody }: StandInEvent, url: string): Promise<number> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': this.signature(rawBody) },
      body: rawBody,
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_TAKES_AT_MOST)]),
    });
    await response.body?.cancel();
    return response.status;
  }

  signature(rawBody: string): string {
    return sign(rawBody, this.#secret, this.#clock.now());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underway);
  }

  #held(): readonly StandInEvent[] {
    return this.#events.slice(this.#taken);
  }

  #keepPosting(event: StandInEvent, url: string): void {
    this.#taken = this.#events.length;
    for (let copy = 0; copy < this.#copies; copy += 1) {
      const posting = this.#postUntilTaken(event, url).finally(() => this.#underway.delete(posting));
      this.#underway.add(posting);
    }
  }

  async #postUntilTaken(event: StandInEvent, url: string): Promise<void> {
    for (let attempt = 0; !this.#stopping.signal.aborted; attempt += 1) {
      const status = await this.post(event, url).catch(() => 0);
      if (status >= 200 && status < 300) return;
      await this.#pause(Math.min(FIRST_RETRY_AFTER * 2 ** attempt, RETRY_AFTER_AT_MOST));
    }
  }

  #pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#stopping.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
    return promise;
  }
}
