import type { Clock, GatewayEvent } from '@online-cinema/application/ports';
import { readGatewayEvent, sign, verifySignature } from '../stripe-dialect/index.ts';

const SECRET = 'whsec_scripted';

/** A webhook as it arrives at the shop. */
export interface Webhook {
  readonly rawBody: string;
  readonly signature: string;
}

/** What a scripted gateway has to tell; nobody delivers it but the test. */
export class ScriptedWebhooks {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #all: Webhook[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** In the order of what they tell of. */
  get all(): readonly Webhook[] {
    return this.#all;
  }

  tell(type: string, object: Readonly<Record<string, unknown>>): void {
    const id = `evt_${this.#all.length + 1}`;
    const rawBody = JSON.stringify({ id, object: 'event', type, data: { object } });
    this.#all.push({ rawBody, signature: sign(rawBody, SECRET, this.#clock.now()) });
  }

  /** @throws WebhookSignatureMissing, WebhookSignatureInvalid, WebhookPayloadInvalid */
  read(rawBody: string, signature: string | undefined, now: Date): GatewayEvent {
    verifySignature(rawBody, signature, SECRET, now);
    return readGatewayEvent(rawBody);
  }
}
