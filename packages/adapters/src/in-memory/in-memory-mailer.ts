import type { Mail, Mailer } from '@online-cinema/application/ports';

/** Keeps mails by their ids. */
export class InMemoryMailer implements Mailer {
  readonly #mails = new Map<string, Mail>();

  async send({ id, to, subject, html, text }: Mail): Promise<void> {
    this.#mails.set(id, { id, to, subject, html, text });
  }

  /** Every mail once, in the order in which they were first sent. */
  get sent(): readonly Mail[] {
    return [...this.#mails.values()];
  }
}
