import type { Alarms, Clock } from '@online-cinema/application/ports';
import { hours, minutes, seconds } from '@online-cinema/domain/shared';
import { SIGNATURE_HEADER, sign } from '../stripe-dialect/index.ts';
import type { EventRow, SandboxStore } from './sandbox-store.ts';

const AT_ONCE = 8;
const ANSWER_TAKES_AT_MOST = seconds(10);
const FIRST_RETRY_AFTER = 250;
const RETRY_AFTER_AT_MOST = minutes(5);
/** Longer than that no timer is set; then we look again. */
const LOOK_AT_LEAST_EVERY = hours(1);

/** Posts events to the shop, each until it is answered 2xx: at once, then with longer and longer pauses. */
export class WebhookCourier {
  readonly #store: SandboxStore;
  readonly #secret: string;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #alarms: Alarms;
  readonly #underway = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #webhookUrl: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(needs: { store: SandboxStore; webhookSecret: string; clock: Pick<Clock, 'now'>; alarms: Alarms }) {
    this.#store = needs.store;
    this.#secret = needs.webhookSecret;
    this.#clock = needs.clock;
    this.#alarms = needs.alarms;
  }

  /** From now on events go to `webhookUrl`, first of all those that an earlier process has not delivered. */
  start(webhookUrl: string): void {
    this.#webhookUrl = webhookUrl;
    this.#store.makeAllEventsDue(this.#clock.now().getTime());
    this.wake();
  }

  /** There may be something to deliver. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#webhookUrl === undefined || this.#stopping.signal.aborted) return;
    const now = this.#clock.now().getTime();
    const waiting = this.#store.undeliveredEvents().filter(({ id }) => !this.#underway.has(id));
    const places = AT_ONCE - this.#underway.size;
    for (const event of waiting.filter((one) => one.next_attempt_at <= now).slice(0, places)) {
      this.#underway.set(event.id, this.#deliver(event, this.#webhookUrl));
    }
    const next = waiting.find((one) => one.next_attempt_at > now);
    if (next) this.#wakeIn(next.next_attempt_at - now);
  }

  /** Resolves once nothing is under way any more. What was not delivered is delivered after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#underway.values());
  }

  #wakeIn(milliseconds: number): void {
    this.#timer = setTimeout(() => this.wake(), Math.min(milliseconds, LOOK_AT_LEAST_EVERY)).unref();
  }

  async #deliver(event: EventRow, url: string): Promise<void> {
    const problem = await this.#post(event.body, url);
    this.#underway.delete(event.id);
    if (this.#stopping.signal.aborted && problem !== undefined) return;

    const now = this.#clock.now().getTime();
    if (problem === undefined) this.#store.eventDelivered(event.id, now);
    else {
      this.#store.eventRefused(event.id, now + pauseAfter(event.attempts));
      this.#alarms.raise('a webhook was not taken and will be repeated', {
        event: event.id,
        attempt: event.attempts + 1,
        problem,
      });
    }
    this.wake();
  }

  /** What went wrong, in words; undefined if the shop took the event. */
  async #post(body: string, url: string): Promise<string | undefined> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          [SIGNATURE_HEADER]: sign(body, this.#secret, this.#clock.now()),
          'user-agent': 'Online-Cinema-Sandbox/1.0',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_TAKES_AT_MOST)]),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `answered ${response.status}`;
    } catch (error) {
      return error instanceof Error ? [error.message, causeOf(error)].filter(Boolean).join(': ') : String(error);
    }
  }
}

/** `fetch` says what happened in the cause alone. */
function causeOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : '';
}

function pauseAfter(attempts: number): number {
  return Math.min(FIRST_RETRY_AFTER * 2 ** Math.min(attempts, 20), RETRY_AFTER_AT_MOST);
}
