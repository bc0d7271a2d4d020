import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { eventually } from './running-cinema.ts';

export interface ReceivedWebhook {
  readonly rawBody: string;
  readonly signature: string;
}

/** A shop's end of the webhooks: takes them, or answers as it is told. */
export class WebhookReceiver {
  readonly url: string;
  readonly #server: Server;
  readonly #received: ReceivedWebhook[] = [];
  readonly #answers: number[] = [];
  #isHanging = false;
  readonly #attempts: number[] = [];

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}/`;
    server.on('request', async (request, response) => {
      const signature = request.headers['stripe-signature'];
      this.#answer({ rawBody: await text(request), signature: String(signature) }, response);
    });
  }

  static async start(): Promise<WebhookReceiver> {
    // A connection that is closed for being idle would look like a shop that is down.
    const server = createServer({ keepAliveTimeout: 0 }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new WebhookReceiver(server, address.port);
  }

  /** When something was posted, taken or not, in milliseconds. */
  get attempts(): readonly number[] {
    return this.#attempts;
  }

  /** The next attempts are answered with these statuses, then all with 200. */
  answerNext(...statuses: readonly number[]): void {
    this.#answers.push(...statuses);
  }

  /** From now on nothing is answered at all. */
  hang(): void {
    this.#isHanging = true;
  }

  /** Waits until just this many webhooks have been taken. */
  async received(count: number): Promise<readonly ReceivedWebhook[]> {
    return eventually(async () => {
      if (this.#received.length !== count) throw new Error(`${this.#received.length} webhooks instead of ${count}`);
      return this.#received;
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(webhook: ReceivedWebhook, response: ServerResponse): void {
    this.#attempts.push(Date.now());
    if (this.#isHanging) return;
    const status = this.#answers.shift() ?? 200;
    if (status === 200) this.#received.push(webhook);
    response.writeHead(status, status === 302 ? { location: '/' } : {}).end();
  }
}
