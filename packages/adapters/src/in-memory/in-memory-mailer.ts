import type { Mail, Mailer } from '@online-cinema/application/ports';

/** Keeps mails by their ids, and can be told to fail. */
export class InMemoryMailer implements Mailer {
  readonly #mails = new Map<string, Mail>();
  readonly #failures: Error[] = [];

  async send({ id, to, subject, html, text }: Mail): Promise<void> {
    const failure = this.#failures.shift();
    if (failure) throw failure;
    this.#mails.set(id, { id, to, subject, html, text });
  }

  /** Every mail once, in the order in which they were first sent. */
  get sent(): readonly Mail[] {
    return [...this.#mails.values()];
  }

  /** The next attempts fail, one with each of these. */
  failNext(...failures: readonly Error[]): void {
    this.#failures.push(...failures);
  }
}
