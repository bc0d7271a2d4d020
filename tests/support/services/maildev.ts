import type { Mail } from '@online-cinema/application/ports';
import type { MailReader } from '../customer.ts';
import { freePort } from '../free-port.ts';
import { findProgram } from '../go-program.ts';
import { eventually } from '../running-cinema.ts';
import { Child } from './child.ts';

/** The program `maildev`, where `scripts/install-maildev.sh` or the system's administrator put it. */
export const mailDevPath = findProgram('maildev', '--version');

/** A real SMTP server that shows what it took, to people and over a web API. */
export class MailDev {
  readonly url: string;
  readonly webUrl: string;
  readonly #server: Child;

  private constructor(smtp: number, web: number) {
    this.url = `smtp://127.0.0.1:${smtp}`;
    this.webUrl = `http://127.0.0.1:${web}`;
    const here = ['--ip', '127.0.0.1', '--web-ip', '127.0.0.1', '--hide-extensions', 'STARTTLS'];
    this.#server = new Child(mailDevPath ?? 'maildev', ['--smtp', `${smtp}`, '--web', `${web}`, ...here]);
  }

  /** On free ports, or on these. */
  static async start(smtp?: number, web?: number): Promise<MailDev> {
    const mailDev = new MailDev(smtp ?? (await freePort()), web ?? (await freePort()));
    await eventually(async () => {
      if (mailDev.#server.hasEnded) return;
      const { ok } = await fetch(`${mailDev.webUrl}/healthz`);
      if (!ok) throw new Error('MailDev is not ready');
    });
    if (mailDev.#server.hasEnded) throw new Error(`MailDev ended:\n${mailDev.#server.output}`);
    return mailDev;
  }

  async stop(): Promise<void> {
    await this.#server.end();
  }
}

/** Reads what a MailDev took, as a mail reader shows it: copies of a mail, known by their `Message-ID`, once. */
export function mailsIn(webUrl: string): MailReader {
  return async () => {
    const response = await fetch(`${webUrl}/email`);
    const taken: readonly TakenMail[] = JSON.parse(await response.text());
    const mails = taken.map(
      ({ messageId, to, subject, html, text }): Mail => ({
        id: messageId.replace(/@.*$/, ''),
        to: to.map(({ address }) => address).join(', '),
        subject,
        html,
        text,
      }),
    );
    return [...new Map(mails.toReversed().map((mail) => [mail.id, mail])).values()].toReversed();
  };
}

interface TakenMail {
  readonly messageId: string;
  readonly to: readonly { readonly address: string }[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}
