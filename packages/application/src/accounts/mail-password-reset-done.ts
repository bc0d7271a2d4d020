import type { JobDelivery, LetterWriter, Mailer, SiteLinks } from '../ports/index.ts';

/** Tells the owner of an account that its password was reset. */
export class MailPasswordResetDone {
  readonly #letters: LetterWriter;
  readonly #mailer: Mailer;
  readonly #links: SiteLinks;

  constructor(letters: LetterWriter, mailer: Mailer, links: SiteLinks) {
    this.#letters = letters;
    this.#mailer = mailer;
    this.#links = links;
  }

  async execute(job: JobDelivery<'mail-password-reset-done'>): Promise<void> {
    const { email } = job.data;
    const letter = this.#letters.write({ kind: 'password-reset-done', email, link: this.#links.home });
    await this.#mailer.send({ id: job.id, to: email, ...letter });
  }
}
