import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock } from '@online-cinema/application/ports';
import { Account } from './account.ts';
import { Api, type ApiRequest } from './api.ts';
import { ApiError } from './api-error.ts';
import { newId } from './books.ts';
import { type Command, obey } from './control.ts';
import { payPage } from './pay-page.ts';
import { befall, Troubles } from './trouble.ts';
import { Webhooks } from './webhooks.ts';

const LOOKS_FOR_OVERDUE_EVERY = 250;

export interface StandInSettings {
  readonly secretKey?: string;
  readonly webhookSecret?: string;
  /** Where it listens, and is found: the loopback address unless it is given. */
  readonly host?: string;
  /** 0: a free one. */
  readonly port?: number;
  readonly clock?: Pick<Clock, 'now'>;
}

/**
 * Stripe as the shop knows it, on this machine: the parts of its API that the shop uses, with state, the hosted page
 * where customers pay, and signed webhooks; and whatever a test needs to happen there.
 */
export class StripeStandIn {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly account: Account;
  readonly webhooks: Webhooks;
  readonly troubles = new Troubles();
  readonly #requests: ApiRequest[] = [];
  readonly #api: Api;
  readonly #server: Server;
  readonly #looking: NodeJS.Timeout;
  readonly #host: string;

  private constructor(settings: StandInSettings) {
    const {
      secretKey = 'sk_test_standin',
      webhookSecret = 'whsec_standin',
      host = '127.0.0.1',
      clock = { now: () => new Date() },
    } = settings;
    this.secretKey = secretKey;
    this.webhookSecret = webhookSecret;
    this.#host = host;
    this.webhooks = new Webhooks(clock, webhookSecret);
    this.account = new Account(clock, (type, object) => this.webhooks.tell(type, object));
    this.#api = new Api(this.account, secretKey, (id) => `${this.url}/c/pay/${id}`);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    this.#looking = setInterval(() => this.account.expireOverdue(), LOOKS_FOR_OVERDUE_EVERY).unref();
  }

  static async start(settings: StandInSettings = {}): Promise<StripeStandIn> {
    const standIn = new StripeStandIn(settings);
    standIn.#server.listen(settings.port ?? 0, standIn.#host);
    await once(standIn.#server, 'listening');
    return standIn;
  }

  /** Where it listens; what `STRIPE_API_BASE` is to be. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The stand-in does not listen');
    return `http://${this.#host}:${address.port}`;
  }

  /** Every request to the API so far, whatever became of it. */
  get requests(): readonly ApiRequest[] {
    return this.#requests;
  }

  async stop(): Promise<void> {
    clearInterval(this.#looking);
    await this.webhooks.stop();
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const body = await text(request);
    if (path === '/_control') return this.#obey(body, response);
    const [, session] = /^\/c\/pay\/(\w+)/.exec(path) ?? [];
    if (session !== undefined) return this.#showPage(payPage(this.account, method, session, body), response);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    await this.#answerApi({ method, path, headers, body }, response);
  }

  async #answerApi(request: ApiRequest, response: ServerResponse): Promise<void> {
    this.#requests.push(request);
    const trouble = this.troubles.next();
    if (trouble && !trouble.afterWork && (await befall(trouble, response))) return;
    const { status, body } = this.#api.answer(request);
    if (trouble?.afterWork && (await befall(trouble, response))) return;
    answerJson(response, status, body);
  }

  #showPage(page: ReturnType<typeof payPage>, response: ServerResponse): void {
    if ('location' in page) response.writeHead(page.status, { location: page.location }).end();
    else response.writeHead(page.status, { 'content-type': 'text/html; charset=utf-8' }).end(page.html);
  }

  async #obey(body: string, response: ServerResponse): Promise<void> {
    try {
      const command: Command = JSON.parse(body);
      answerJson(response, 200, (await obey(this, command)) ?? null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answerJson(response, error.status, error.body);
    }
  }
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const headers = { 'content-type': 'application/json', 'request-id': newId('req') };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
