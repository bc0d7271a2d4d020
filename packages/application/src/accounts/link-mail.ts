import { LinkToken, MAILS_AN_HOUR, type User } from '@online-cinema/domain/accounts';
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
  /** Told of each mail that is not written: whose it would have been, where that is somebody's, and why not. */
  readonly onNotWritten?: (user: number | undefined, reason: string) => void;
}

/** What differs between one kind of link and another. */
interface LinkKind {
  readonly purpose: SecretPurpose;
  readonly isFor: (user: User) => boolean;
  /** Why it is not for the others. */
  readonly notForOthers: string;
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
    const refusal = await this.#replaceToken(email, secrets.hash(secret), job.enqueuedAt);
    if (refusal !== undefined) return this.#needs.onNotWritten?.(refusal.user, refusal.reason);

    const letter = letters.write(this.#kind.letter(email, secret, links));
    await mailer.send({ id: job.id, to: email, ...letter });
  }

  /** Tells why if nobody is to get this link. */
  async #replaceToken(email: string, tokenHash: string, requestedAt: Date): Promise<Refusal | undefined> {
    const { unitOfWork, clock, isLimited } = this.#needs;
    const now = clock.now();
    return unitOfWork.run(async (transaction) => {
      const user = await transaction.users.findByEmailForUpdate(email);
      if (!user) return { user: undefined, reason: 'nobody has the address' };
      if (!this.#kind.isFor(user)) return { user: user.id, reason: this.#kind.notForOthers };

      const tokens = this.#kind.tokens(transaction);
      const present = await tokens.findOf(user.id);
      const token = LinkToken.issue({ userId: user.id, tokenHash, requestedAt }, { present, now, isLimited });
      if (token) {
        await tokens.replace(token);
        return undefined;
      }
      return { user: user.id, reason: present?.isNewerThan(requestedAt) ? NEWER : ENOUGH };
    });
  }
}

/** Why a mail is not written, and whose it would have been. */
type Refusal = Readonly<{ user: number | undefined; reason: string }>;

const NEWER = 'a newer link was asked for';
const ENOUGH = `the address had its ${MAILS_AN_HOUR} mails of this kind within an hour`;
