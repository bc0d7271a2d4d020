import { hash } from 'node:crypto';
import type { Mail, Mailer } from '@online-cinema/application/ports';
import { seconds } from '@online-cinema/domain/shared';
import { createTransport } from 'nodemailer';
import { faultOf } from './smtp-fault.ts';

const CONNECTIONS_AT_MOST = 5;
/** What a server that is well answers within, at each step. */
const ANSWERS_WITHIN = seconds(20);
/** Ids that can stand in a `Message-ID` as they are (RFC 5322, `dot-atom-text` without the dots). */
const PLAIN_ID = /^[A-Za-z0-9_-]{1,100}$/;

interface SmtpSettings {
  /** `smtp://user:password@host:port` (TLS as soon as the server offers it), or `smtps://…` (TLS from the start). */
  readonly url: string;
  /** Who writes: an address, or `Name <address>`. */
  readonly from: string;
  /** The right side of every `Message-ID`: the host of the public address. */
  readonly host: string;
  /** Milliseconds after which a server that says nothing is given up. */
  readonly answersWithin?: number;
}

/** Hands mails to an SMTP server, over a few connections that stay open. */
export class SmtpMailer implements Mailer {
  readonly #from: string;
  readonly #host: string;
  readonly #transport;

  constructor({ url, from, host, answersWithin = ANSWERS_WITHIN }: SmtpSettings) {
    this.#from = from;
    this.#host = host;
    this.#transport = createTransport({
      url,
      pool: true,
      maxConnections: CONNECTIONS_AT_MOST,
      connectionTimeout: answersWithin,
      greetingTimeout: answersWithin,
      socketTimeout: answersWithin,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, to, subject, html, text }: Mail): Promise<void> {
    const mail = {
      // As an object, so that nothing in an address is read as a list of addresses.
      to: { name: '', address: to },
      from: this.#from,
      subject,
      html,
      text,
      messageId: this.#messageId(id),
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
    await this.#transport.sendMail(mail).catch((error: unknown) => {
      throw faultOf(error);
    });
  }

  /** Rejects where the server cannot be reached, or does not let us in. */
  async check(): Promise<void> {
    await this.#transport.verify().catch((error: unknown) => {
      throw faultOf(error);
    });
  }

  /** Ends the connections. */
  close(): void {
    this.#transport.close();
  }

  #messageId(id: string): string {
    const left = PLAIN_ID.test(id) ? id : hash('sha256', id);
    return `<${left}@${this.#host}>`;
  }
}
