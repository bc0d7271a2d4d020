import { LinkToken, type User } from '@online-cinema/domain/accounts';
import type {
  Clock,
  Letter,
  LetterWriter,
  LinkTokenRepository,
  Mailer,
  SecretGenerator,
  SecretPurpose,
  SiteLinks,
  Transaction,
  UnitOfWork,
} from '../ports/index.ts';

/** What mails with a link need. */
export interface LinkMailNeeds {
  readonly unitOfWork: UnitOfWork;
  readonly secrets: SecretGenerator;
  readonly letters: LetterWriter;
  readonly mailer: Mailer;
  readonly links: SiteLinks;
  readonly clock: Clock;
  /** Whether an address gets no more than its share of mails an hour. */
  readonly isLimited: boolean;
}

/** What differs between one kind of link and another. */
interface LinkKind {
  readonly purpose: SecretPurpose;
  readonly isFor: (user: User) => boolean;
  readonly tokens: (transaction: Transaction) => LinkTokenRepository;
  readonly letter: (email: string, secret: string, links: SiteLinks) => Letter;
}

/** A request for a link, as a job carries it. */
interface LinkJob {
  readonly id: string;
  readonly data: { readonly email: string };
  readonly enqueuedAt: Date;
}

/** Mails a link with a secret of which only a hash is kept. A repeated delivery writes the same link and the same mail. */
export class LinkMail {
  readonly #kind: LinkKind;
  readonly #needs: LinkMailNeeds;

  constructor(kind: LinkKind, needs: LinkMailNeeds) {
    this.#kind = kind;
    this.#needs = needs;
  }

  async send(job: LinkJob): Promise<void> {
    const { secrets, letters, mailer, links } = this.#needs;
    const { email } = job.data;
    const secret = secrets.derive(this.#kind.purpose, job.id);
    const isWanted = await this.#replaceToken(email, secrets.hash(secret), job.enqueuedAt);
    if (!isWanted) return;

    const letter = letters.write(this.#kind.letter(email, secret, links));
    await mailer.send({ id: job.id, to: email, ...letter });
  }

  /** False if nobody is to get this link. */
  async #replaceToken(email: string, tokenHash: string, requestedAt: Date): Promise<boolean> {
    const { unitOfWork, clock, isLimited } = this.#needs;
    const now = clock.now();
    return unitOfWork.run(async (transaction) => {
      const user = await transaction.users.findByEmailForUpdate(email);
      if (!user || !this.#kind.isFor(user)) return false;

      const tokens = this.#kind.tokens(transaction);
      const present = await tokens.findOf(user.id);
      const token = LinkToken.issue({ userId: user.id, tokenHash, requestedAt }, { present, now, isLimited });
      if (!token) return false;
      await tokens.replace(token);
      return true;
    });
  }
}
