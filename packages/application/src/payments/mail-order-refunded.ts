import type { JobDelivery, LetterWriter, Mailer, PaymentQueries, SiteLinks } from '../ports/index.ts';

/** Tells a customer that their money is on its way back. */
export class MailOrderRefunded {
  readonly #payments: PaymentQueries;
  readonly #letters: LetterWriter;
  readonly #mailer: Mailer;
  readonly #links: SiteLinks;

  constructor(payments: PaymentQueries, letters: LetterWriter, mailer: Mailer, links: SiteLinks) {
    this.#payments = payments;
    this.#letters = letters;
    this.#mailer = mailer;
    this.#links = links;
  }

  /** Writes to nobody if the person was erased meanwhile. */
  async execute({ id, data }: JobDelivery<'mail-order-refunded'>): Promise<void> {
    const { email, payment } = await this.#payments.receipt(data.paymentId);
    if (email === null) return;

    const letter = this.#letters.write({
      kind: 'order-refunded',
      email,
      link: this.#links.home,
      orderId: payment.orderId,
      total: payment.amount,
      items: payment.items.map(({ movie, priceAtPayment }) => ({ name: movie.name, price: priceAtPayment })),
    });
    await this.#mailer.send({ id, to: email, ...letter });
  }
}
