import { ActivationToken } from '@online-cinema/domain/accounts';
import type {
  Clock,
  JobDelivery,
  LetterWriter,
  Mailer,
  SecretGenerator,
  SiteLinks,
  UnitOfWork,
} from '../ports/index.ts';

/** Mails the activation link to someone whose account was never activated, and to nobody else. */
export class MailActivationLink {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: SecretGenerator;
  readonly #letters: LetterWriter;
  readonly #mailer: Mailer;
  readonly #links: SiteLinks;
  readonly #clock: Clock;

  constructor(needs: {
    unitOfWork: UnitOfWork;
    secrets: SecretGenerator;
    letters: LetterWriter;
    mailer: Mailer;
    links: SiteLinks;
    clock: Clock;
  }) {
    this.#unitOfWork = needs.unitOfWork;
    this.#secrets = needs.secrets;
    this.#letters = needs.letters;
    this.#mailer = needs.mailer;
    this.#links = needs.links;
    this.#clock = needs.clock;
  }

  /** A repeated delivery writes the same link and the same mail. */
  async execute(job: JobDelivery<'mail-activation-link'>): Promise<void> {
    const { email } = job.data;
    const secret = this.#secrets.derive('activation', job.id);
    const isWanted = await this.#replaceToken(email, this.#secrets.hash(secret), job.enqueuedAt);
    if (!isWanted) return;

    const letter = this.#letters.write({
      kind: 'account-activation',
      email,
      link: this.#links.activation(email, secret),
    });
    await this.#mailer.send({ id: job.id, to: email, ...letter });
  }

  /** False if nobody waits for this link: no account, an activated one, or a later link asked for meanwhile. */
  async #replaceToken(email: string, tokenHash: string, requestedAt: Date): Promise<boolean> {
    const now = this.#clock.now();
    return this.#unitOfWork.run(async ({ users, activationTokens }) => {
      const user = await users.findByEmailForUpdate(email);
      if (!user?.awaitsActivation) return false;

      const present = await activationTokens.findOf(user.id);
      if (present?.isNewerThan(requestedAt)) return false;

      await activationTokens.replace(ActivationToken.issue({ userId: user.id, tokenHash, requestedAt, now }));
      return true;
    });
  }
}
