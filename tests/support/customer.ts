import type { Mail } from '@online-cinema/application/ports';
import { eventually } from './running-cinema.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a client sees JSON of whatever shape the server sends
  readonly body: any;
}

/** Where a customer's mails arrive: every mail there is, newest first. */
export type MailReader = () => Promise<readonly Mail[]>;

export const PASSWORD = 'Str0ng!pass';

/** Someone with a client in hand, who talks to a running system over HTTP and reads their mail. */
export class Customer {
  readonly url: string;
  readonly email: string;
  accessToken: string | undefined;
  refreshToken: string | undefined;
  readonly #readMails: MailReader;

  /** By default the mails are in the system's own mailbox. */
  constructor(url: string, email: string, readMails: MailReader = mailboxOf(url)) {
    this.url = url;
    this.email = email;
    this.#readMails = readMails;
  }

  /** A customer who registered, followed the link and logged in. */
  static async arrive(url: string, email: string, readMails?: MailReader): Promise<Customer> {
    const customer = new Customer(url, email, readMails);
    await customer.register();
    await customer.activate();
    await customer.logIn();
    return customer;
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.accessToken && { authorization: `Bearer ${this.accessToken}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  }

  /** The same, for what must succeed. */
  async get(path: string): Promise<Answer['body']> {
    return this.#succeed('GET', path);
  }

  async post(path: string, body?: unknown): Promise<Answer['body']> {
    return this.#succeed('POST', path, body);
  }

  async register(): Promise<Answer> {
    return this.ask('POST', '/accounts/register/', { email: this.email, password: PASSWORD });
  }

  /** Waits for the mail with the link and presses the button behind it. */
  async activate(): Promise<void> {
    const link = await this.linkIn('Account Activation');
    const { searchParams } = new URL(link);
    const response = await fetch(link, { method: 'POST', body: new URLSearchParams(searchParams) });
    if (!response.ok) throw new Error(`The activation page answered ${response.status}`);
  }

  async logIn(): Promise<void> {
    const tokens = await this.post('/accounts/login/', { email: this.email, password: PASSWORD });
    this.accessToken = tokens.access_token;
    this.refreshToken = tokens.refresh_token;
  }

  /** Mails to this customer, newest first. */
  async mails(): Promise<readonly Mail[]> {
    return (await this.#readMails()).filter(({ to }) => to === this.email);
  }

  /** Waits for a mail. */
  async mail(subject: string): Promise<Mail> {
    return eventually(async () => {
      const mail = (await this.mails()).find((candidate) => candidate.subject === subject);
      if (!mail) throw new Error(`No mail "${subject}" for ${this.email}`);
      return mail;
    });
  }

  /** Waits for a mail and gives the address in its `<a id="link">`. */
  async linkIn(subject: string): Promise<string> {
    const { html } = await this.mail(subject);
    const tag = /<a\b[^>]*\bid="link"[^>]*>/.exec(html)?.[0] ?? '';
    const href = /\bhref="([^"]+)"/.exec(tag)?.[1];
    if (!href) throw new Error(`No link in "${subject}"`);
    return href.replaceAll('&amp;', '&');
  }

  /** What a browser does with the pay page: its form, sent to its own address. */
  async choose(checkoutUrl: string, outcome: 'pay' | 'decline' | 'cancel'): Promise<Response> {
    return fetch(checkoutUrl, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });
  }

  async #succeed(method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

function mailboxOf(url: string): MailReader {
  return async () => {
    const response = await fetch(`${url}/dev/mailbox.json`);
    const { mails }: { mails: readonly Mail[] } = JSON.parse(await response.text());
    return mails;
  };
}
