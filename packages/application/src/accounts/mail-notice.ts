import type { Letter, LetterWriter, Mailer, SiteLinks } from '../ports/index.ts';

/** What happened to an account. */
export type Notice = Extract<Letter['kind'], 'account-activated' | 'password-reset-done'>;

/** Tells the owner of an account what happened to it. */
export class MailNotice {
  readonly #notice: Notice;
  readonly #letters: LetterWriter;
  readonly #mailer: Mailer;
  readonly #links: SiteLinks;

  constructor(notice: Notice, letters: LetterWriter, mailer: Mailer, links: SiteLinks) {
    this.#notice = notice;
    this.#letters = letters;
    this.#mailer = mailer;
    this.#links = links;
  }

  async execute(job: { readonly id: string; readonly data: { readonly email: string } }): Promise<void> {
    const { email } = job.data;
    const letter = this.#letters.write({ kind: this.#notice, email, link: this.#links.home });
    await this.#mailer.send({ id: job.id, to: email, ...letter });
  }
}
