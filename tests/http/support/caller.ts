import type { Server } from '@online-cinema/http/type-provider';
import type { InjectOptions } from 'fastify';
import type { Conformity } from './conformity.ts';
import type { Form } from './form.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: a client sees JSON of whatever shape the server sends
  readonly body: any;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Someone who calls the API; every answer is held against the OpenAPI document. */
export class Caller {
  readonly #app: Server;
  readonly #conformity: Conformity;
  email = '';
  accessToken: string | undefined;
  refreshToken: string | undefined;

  constructor(app: Server, conformity: Conformity) {
    this.#app = app;
    this.#conformity = conformity;
  }

  async logIn(email: string, password: string): Promise<Answer> {
    this.accessToken = undefined;
    const answer = await this.post('/accounts/login/', { email, password });
    this.email = email;
    this.accessToken = answer.body.access_token;
    this.refreshToken = answer.body.refresh_token;
    return answer;
  }

  /** The id of the caller's own account. */
  async ownId(): Promise<number> {
    return (await this.get('/accounts/me/')).body.id;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call('POST', path, body, headers);
  }

  delete(path: string, body?: unknown): Promise<Answer> {
    return this.call('DELETE', path, body);
  }

  /** Sends a form, which may carry files. */
  send(method: Method, path: string, { payload, contentType }: Form): Promise<Answer> {
    return this.call(method, path, payload, { 'content-type': contentType });
  }

  /** A body that is neither text nor bytes is sent as JSON, others as they are. */
  async call(
    method: Method,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const url = `/api/v1${path}`;
    const request: InjectOptions = {
      method,
      url,
      headers: {
        ...(this.accessToken === undefined ? {} : { authorization: `Bearer ${this.accessToken}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    };
    if (typeof body === 'string' || Buffer.isBuffer(body)) request.payload = body;
    else if (body !== undefined) request.payload = JSON.stringify(body);
    const answer = await this.#app.inject(request);
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    const read: unknown = isJson ? answer.json() : answer.body;
    const { statusCode: status, headers: sent } = answer;
    if (isJson || answer.body === '')
      await this.#conformity(method, url, { status, headers: sent, body: isJson ? read : undefined });
    return { status, headers: sent, body: read };
  }
}
