import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Mail } from '@online-cinema/application/ports';
import { SMTPServer } from 'smtp-server';
import { readMail } from './read-mail.ts';

/** What the server was told to do, and what came of it. */
interface Orders {
  login: { user: string; password: string } | undefined;
  /** What is answered to whatever recipient. */
  refusal: { readonly responseCode: number; readonly text: string } | undefined;
  isHanging: boolean;
  readonly raw: string[];
  readonly recipients: string[];
}

/** A real SMTP server within the test process, which takes everything, or does as it is told. */
export class MailServer {
  readonly port: number;
  readonly #server: SMTPServer;
  readonly #orders: Orders;

  private constructor(port: number, server: SMTPServer, orders: Orders) {
    this.port = port;
    this.#server = server;
    this.#orders = orders;
  }

  /** On a free port, or on this one. */
  static async start(port = 0): Promise<MailServer> {
    const orders: Orders = { login: undefined, refusal: undefined, isHanging: false, raw: [], recipients: [] };
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onConnect: (_session, accept) => {
        if (!orders.isHanging) accept();
      },
      onAuth: ({ username, password }, _session, answer) => {
        const { login } = orders;
        if (login && username === login.user && password === login.password) answer(null, { user: username });
        else answer(new Error('wrong password'));
      },
      onRcptTo: ({ address }, _session, answer) => {
        const { refusal } = orders;
        if (refusal) return answer(Object.assign(new Error(refusal.text.replace('ADDRESS', address)), refusal));
        orders.recipients.push(address);
        answer();
      },
      onData: async (stream, _session, answer) => {
        orders.raw.push(await text(stream));
        answer();
      },
    });
    server.on('error', () => undefined);
    const listening = server.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new MailServer(address.port, server, orders);
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Every mail as it arrived. */
  get raw(): readonly string[] {
    return this.#orders.raw;
  }

  /** Every address that something was sent to. */
  get recipients(): readonly string[] {
    return this.#orders.recipients;
  }

  /** What a reader sees: copies of a mail, known by their `Message-ID`, once. */
  get mails(): readonly Mail[] {
    return [...new Map(this.#orders.raw.map(readMail).map((mail) => [mail.id, mail])).values()];
  }

  /** Only who logs in like this may send. */
  demand(login: { user: string; password: string }): void {
    this.#orders.login = login;
  }

  refuse(isRefusing: boolean): void {
    this.#orders.refusal = isRefusing ? { responseCode: 450, text: 'not now' } : undefined;
  }

  /** From now on this is answered to whatever recipient, who stands in the place of `ADDRESS`. */
  refuseWith(responseCode: number, text: string): void {
    this.#orders.refusal = { responseCode, text };
  }

  /** From now on nobody is greeted. */
  hang(): void {
    this.#orders.isHanging = true;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
