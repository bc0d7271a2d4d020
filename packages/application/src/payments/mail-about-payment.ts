import type {
  JobDelivery,
  Letter,
  LetterWriter,
  Mailer,
  PaymentQueries,
  PaymentView,
  SiteLinks,
} from '../ports/index.ts';

type LetterKind = Extract<Letter, { readonly orderId: number }>['kind'];

/** Tells a customer that their money arrived and what it bought, or that it is on its way back. */
export class MailAboutPayment {
  readonly #kind: LetterKind;
  readonly #payments: PaymentQueries;
  readonly #letters: LetterWriter;
  readonly #mailer: Mailer;
  readonly #links: SiteLinks;

  constructor(
    kind: LetterKind,
    needs: { paymentQueries: PaymentQueries; letters: LetterWriter; mailer: Mailer; links: SiteLinks },
  ) {
    this.#kind = kind;
    this.#payments = needs.paymentQueries;
    this.#letters = needs.letters;
    this.#mailer = needs.mailer;
    this.#links = needs.links;
  }

  /** Writes to nobody if the person was erased meanwhile. @throws PaymentNotFound, MailRefused */
  async execute({ id, data }: JobDelivery<'mail-receipt' | 'mail-order-refunded'>): Promise<void> {
    const { email, payment } = await this.#payments.receipt(data.paymentId);
    if (email === null) return;

    const letter = this.#letters.write({
      kind: this.#kind,
      email,
      link: this.#links.home,
      orderId: payment.orderId,
      movedAt: this.#movedAt(payment),
      total: payment.amount,
      items: payment.items.map(({ movie, priceAtPayment }) => ({ name: movie.name, price: priceAtPayment })),
    });
    await this.#mailer.send({ id, to: email, ...letter });
  }

  #movedAt({ createdAt, refundedAt }: PaymentView): Date {
    return this.#kind === 'order-refunded' ? (refundedAt ?? createdAt) : createdAt;
  }
}
