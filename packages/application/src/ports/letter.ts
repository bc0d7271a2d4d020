import type { Money } from '@online-cinema/domain/shared';

/** Every e-mail the system writes, with the values its template shows. Links are absolute. */
export type Letter =
  | { readonly kind: 'account-activation'; readonly email: string; readonly link: string }
  | { readonly kind: 'account-activated'; readonly email: string; readonly link: string }
  | { readonly kind: 'password-reset-request'; readonly email: string; readonly link: string }
  | { readonly kind: 'password-reset-done'; readonly email: string; readonly link: string }
  | {
      readonly kind: 'payment-received' | 'order-refunded';
      readonly email: string;
      readonly link: string;
      readonly orderId: number;
      /** When the money came, or went back. */
      readonly movedAt: Date;
      readonly total: Money;
      readonly items: readonly { readonly name: string; readonly price: Money }[];
    };

/** A letter as it is sent: the same words twice, as HTML and as plain text. */
export interface RenderedLetter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Writes letters: subjects, HTML and text of the contract, every value escaped. */
export interface LetterWriter {
  write(letter: Letter): RenderedLetter;
}
