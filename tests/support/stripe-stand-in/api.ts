import type { Account } from './account.ts';
import { ApiError } from './api-error.ts';
import { refundObject, sessionObject } from './books.ts';
import { type FormFields, readForm, textAt, textsAt } from './form.ts';

/** A request to the API, as it came. */
export interface ApiRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Remembered extends ApiAnswer {
  readonly path: string;
  readonly parameters: string;
}

/** The parts of Stripe's API that the shop uses, on one account (https://docs.stripe.com/api). */
export class Api {
  readonly #account: Account;
  readonly #secretKey: string;
  readonly #payPage: (id: string) => string;
  /** First answers by idempotency key. */
  readonly #answers = new Map<string, Remembered>();

  /** `payPage`: the address at which a session's customer pays. */
  constructor(account: Account, secretKey: string, payPage: (id: string) => string) {
    this.#account = account;
    this.#secretKey = secretKey;
    this.#payPage = payPage;
  }

  answer(request: ApiRequest): ApiAnswer {
    try {
      this.#authenticate(request);
      const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
      return key === undefined ? this.#work(request) : this.#once(key, request);
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status, body: error.body };
      throw error;
    }
  }

  #authenticate({ headers }: ApiRequest): void {
    const [, given = ''] = /^Bearer (.+)$/.exec(headers['authorization'] ?? '') ?? [];
    if (given === this.#secretKey) return;
    const shown = given.slice(0, 8).padEnd(given.length - 4, '*') + given.slice(-4);
    throw new ApiError(401, `Invalid API Key provided: ${shown}`);
  }

  /** The first answer to a key is the answer to all its repetitions (https://docs.stripe.com/api/idempotent_requests). */
  #once(key: string, request: ApiRequest): ApiAnswer {
    const parameters = JSON.stringify([...new URLSearchParams(request.body)].sort());
    const first = this.#answers.get(key);
    if (first?.path === request.path && first.parameters === parameters) return first;
    if (first) {
      const rule = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      const message = `${rule} Try using a key other than '${key}' if you meant to execute a different request.`;
      throw new ApiError(400, message, { type: 'idempotency_error' });
    }
    const answer = this.#work(request);
    this.#answers.set(key, { ...answer, path: request.path, parameters });
    return answer;
  }

  #work({ method, path, body }: ApiRequest): ApiAnswer {
    const { pathname, search } = new URL(path, 'http://stripe');
    const form = readForm(method === 'GET' ? search.slice(1) : body);
    for (const [pattern, work] of this.#routes) {
      const match = pattern.exec(`${method} ${pathname}`);
      if (match) return { status: 200, body: work(form, decodeURIComponent(match[1] ?? '')) };
    }
    throw new ApiError(404, `Unrecognized request URL (${method}: ${pathname}).`);
  }

  readonly #routes: readonly (readonly [RegExp, (form: FormFields, id: string) => unknown])[] = [
    [/^POST \/v1\/checkout\/sessions$/, (form) => sessionObject(this.#account.open(form, this.#payPage))],
    [/^GET \/v1\/checkout\/sessions$/, (form) => this.#sessionsOf(form)],
    [/^GET \/v1\/checkout\/sessions\/([^/]+)$/, (form, id) => this.#session(form, this.#account.session(id))],
    [/^POST \/v1\/checkout\/sessions\/([^/]+)\/expire$/, (form, id) => this.#session(form, this.#account.expire(id))],
    [/^POST \/v1\/refunds$/, (form) => this.#refund(form)],
    [/^GET \/v1\/refunds\/([^/]+)$/, (_, id) => this.#findRefund(id)],
    [/^GET \/v1\/refunds$/, (form) => this.#refunds(form)],
  ];

  #session(form: FormFields, session: Parameters<typeof sessionObject>[0]): unknown {
    return sessionObject(session, Object.values(textsAt(form, 'expand')));
  }

  #sessionsOf(form: FormFields): unknown {
    const session = this.#account.paidBy(textAt(form, 'payment_intent') ?? '');
    const expanded = Object.values(textsAt(form, 'expand')).map((path) => path.replace(/^data\./, ''));
    return { object: 'list', data: [sessionObject(session, expanded)], has_more: false, url: '/v1/checkout/sessions' };
  }

  #refund(form: FormFields): unknown {
    const amount = textAt(form, 'amount');
    const { session, refund } = this.#account.refund(
      textAt(form, 'payment_intent') ?? '',
      amount === undefined ? undefined : Number(amount),
    );
    return refundObject(session, refund);
  }

  #findRefund(id: string): unknown {
    for (const session of this.#account.sessions) {
      const refund = session.intent.refunds.find((one) => one.id === id);
      if (refund) return refundObject(session, refund);
    }
    throw ApiError.missing('refund', id, 'id');
  }

  /** The latest first, a page at a time (https://docs.stripe.com/api/pagination). */
  #refunds(form: FormFields): unknown {
    const session = this.#account.paidBy(textAt(form, 'payment_intent') ?? '');
    const all = session.intent.refunds.toReversed();
    const after = textAt(form, 'starting_after');
    const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const page = all.slice(from, from + Number(textAt(form, 'limit') ?? 10));
    const data = page.map((refund) => refundObject(session, refund));
    return { object: 'list', data, has_more: from + page.length < all.length, url: '/v1/refunds' };
  }
}
