import { setTimeout } from 'node:timers/promises';
import { type Answer, Customer, type MailReader } from '../customer.ts';
import { eventually } from '../running-cinema.ts';

/** How long anything may take while processes die: a worker that is killed is missed for 15 s, and the next try is later. */
const PATIENCE = 180_000;
const UNAVAILABLE = new Set([
  'The service is temporarily unavailable. Please try again later.',
  'The payment service is not available. Please try again later.',
]);
const IN_PROGRESS = 'A request with this idempotency key is in progress.';
/** As long as the clients of a busy shop wait, at the least. */
const TRIES_AGAIN_AFTER = 200;

/** What happened to someone's requests, apart from answers that the contract has for good. */
export interface Experience {
  /** Answers 503 as the contract has them: by route, one entry each. */
  readonly unavailable: string[];
  /** What should never be: other 5xx, 503s of another text, connections cut off. */
  readonly wrong: string[];
}

/** A customer who asks again where the system says that it is not available, and does everything else once. */
export class Shopper {
  readonly customer: Customer;
  readonly #experience: Experience;
  #films = 0;

  constructor(url: string, email: string, mails: MailReader, experience: Experience) {
    this.customer = new Customer(url, email, mails);
    this.#experience = experience;
  }

  /** How many films are bought so far. */
  get films(): number {
    return this.#films;
  }

  /** Registers, follows the link of the mail and logs in. */
  async arrive(): Promise<void> {
    const { customer } = this;
    const { email } = customer;
    const password = 'Str0ng!pass';
    // An answer that was lost may have been a 201.
    expectOneOf(await this.step('POST', '/accounts/register/', { email, password }), 201, 409);
    const { html } = await eventually(async () => {
      const mail = (await customer.mails()).find(({ subject }) => subject === 'Account Activation');
      if (mail === undefined) throw new Error(`No link for ${email}`);
      return mail;
    }, PATIENCE);
    const token = /[?&;]token=([\w-]+)/.exec(html)?.[1] ?? '';
    expectOneOf(await this.step('POST', '/accounts/activate/', { email, token }), 200, 400);
    const login = await this.step('POST', '/accounts/login/', { email, password });
    expectOneOf(login, 201);
    customer.accessToken = login.body.access_token;
  }

  /** Buys one more film, and waits until it is in the library. */
  async buy(): Promise<void> {
    const { customer } = this;
    const page = await this.step('GET', `/theater/movies/?for_sale=true&per_page=1&page=${this.#films + 1}`);
    const [movie] = page.body.movies;
    expectOneOf(await this.step('POST', '/cart/items/', { movie_id: movie.id }), 201, 409);
    const key = { 'idempotency-key': `${customer.email}-${this.#films}` };
    const order = await this.step('POST', '/orders/', undefined, key);
    expectOneOf(order, 201);
    const checkout = await this.step('POST', `/orders/${order.body.id}/checkout/`);
    expectOneOf(checkout, 200);
    await customer.choose(checkout.body.checkout_url, 'pay');
    await eventually(async () => {
      const { body } = await this.step('GET', `/orders/${order.body.id}/`);
      if (body.status !== 'paid') throw new Error(`Order ${order.body.id} is ${body.status}`);
    }, PATIENCE);
    this.#films += 1;
  }

  /** The answer, once there is one that stays. */
  async step(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    for (const giveUpAt = Date.now() + PATIENCE; ; await setTimeout(TRIES_AGAIN_AFTER)) {
      const answer = await this.#ask(method, path, body, headers);
      if (answer !== undefined) return answer;
      if (Date.now() > giveUpAt) throw new Error(`${method} ${path} never got an answer`);
    }
  }

  async #ask(...request: Parameters<Customer['ask']>): Promise<Answer | undefined> {
    const { unavailable, wrong } = this.#experience;
    const [method, path] = request;
    const name = `${method} ${path.replaceAll(/\d+/g, '…')}`;
    try {
      const answer = await this.customer.ask(...request);
      const detail = String(answer.body?.detail);
      if (answer.status === 503 && UNAVAILABLE.has(detail)) unavailable.push(name);
      else if (answer.status >= 500) wrong.push(`${name}: ${answer.status} ${detail}`);
      else if (detail !== IN_PROGRESS) return answer;
    } catch (error) {
      wrong.push(`${name}: ${error}`);
    }
    return undefined;
  }
}

function expectOneOf({ status, body }: Answer, ...expected: readonly number[]): void {
  if (!expected.includes(status)) throw new Error(`${status} instead of ${expected}: ${JSON.stringify(body)}`);
}
