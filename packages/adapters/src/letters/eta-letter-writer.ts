import { fileURLToPath } from 'node:url';
import type { Letter, LetterWriter, RenderedLetter } from '@online-cinema/application/ports';
import { Eta } from 'eta';

const SUBJECTS: Readonly<Record<Letter['kind'], string>> = {
  'account-activation': 'Account Activation',
  'account-activated': 'Account Activated Successfully',
  'password-reset-request': 'Password Reset Request',
  'password-reset-done': 'Your Password Has Been Successfully Reset',
  'payment-received': 'Payment Received',
  'order-refunded': 'Order Refunded',
};

const views = fileURLToPath(new URL('templates', import.meta.url));

/**
 * Writes letters from the templates beside it: `KIND.html.eta` and `KIND.text.eta`, each compiled when it is first
 * needed. In HTML every value is escaped; in plain text names stay on their line.
 */
export class EtaLetterWriter implements LetterWriter {
  readonly #html = new Eta({ views, cache: true, autoEscape: true });
  readonly #text = new Eta({ views, cache: true, autoEscape: false, autoTrim: false });

  write(letter: Letter): RenderedLetter {
    const subject = SUBJECTS[letter.kind];
    const values = { ...letter, subject, line, moment };
    return {
      subject,
      html: this.#html.render(`${letter.kind}.html.eta`, values),
      text: this.#text.render(`${letter.kind}.text.eta`, values),
    };
  }
}

/** As people write it: `21 November 2026, 18:46 UTC`. */
function moment(at: Date): string {
  return `${DAY.format(at)}, ${at.toISOString().slice(11, 16)} UTC`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * Text that was given by people, on one line, so that it cannot pass for a part of the letter. What runs from right to
 * left is held together, or else it turns the price behind it round (Unicode Standard Annex 9, sections 2.4 and 3.2).
 */
function line(text: string): string {
  const flat = text.replace(/[\s\p{Cc}]+/gu, ' ');
  return RUNS_FROM_THE_RIGHT.test(flat) ? `\u2068${flat.replace(DIRECTIONS, '')}\u2069` : flat;
}

/** Signs that set the direction of what comes after them. */
const DIRECTIONS = /[\u202A-\u202E\u2066-\u2069]/g;
const RUNS_FROM_THE_RIGHT =
  /[\u0590-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
