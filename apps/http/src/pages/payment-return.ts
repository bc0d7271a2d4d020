import type { CheckoutOutcome } from '@online-cinema/application/payments';
import type { Message } from './message.ts';

/** What became of a payment; `unconfirmed` while nobody could be asked. */
export type PaymentOutcome = CheckoutOutcome | 'unconfirmed';

/** What is said to somebody who comes back from the payment service. */
export interface ReturnWords extends Pick<Message, 'title' | 'mood' | 'paragraphs'> {
  /** The whole of it to clients that are no browsers. */
  readonly message: string;
}

type WordsByOutcome = Readonly<Record<PaymentOutcome, ReturnWords>>;

const SUCCESSFUL = 'Payment was successful! Thank you!';
const CANCELLED = 'Payment was cancelled.';

/** Back from paying, as the payment service says. */
export const AFTER_PAYING: WordsByOutcome = {
  paid: {
    title: 'Thank you!',
    mood: 'good',
    ...sentences(SUCCESSFUL, 'Your films are in your library, and the receipt comes to you by e-mail.'),
  },
  promised: {
    title: 'Your payment is under way',
    mood: 'neutral',
    ...sentences(
      'Your payment is under way, which can take some days.',
      'As soon as the money is here, your films are in your library, and the receipt comes to you by e-mail. There is no need to pay again.',
    ),
  },
  refunded: {
    title: 'Paid, and refunded since',
    mood: 'neutral',
    ...sentences(
      'This order was paid, and has been refunded since.',
      'Its films have left your library, and the money is on its way back to where it came from.',
    ),
  },
  returned: {
    title: 'Your money goes back to you',
    mood: 'bad',
    ...sentences(
      'Your payment could not be taken, and the money goes back to you.',
      'Most likely your order was cancelled before the money arrived. There is nothing you need to do.',
    ),
  },
  unpaid: {
    title: 'Not paid yet',
    mood: 'neutral',
    ...sentences(
      'The payment service has not taken any money for this order.',
      'Open the checkout of your order again to pay, or cancel the order.',
    ),
  },
  over: {
    title: 'This payment is over',
    mood: 'neutral',
    ...sentences(
      'This payment is over, and nothing was charged by it.',
      'Its time was up, the order was cancelled, or the money never came. If you still want the films, order them again.',
    ),
  },
  unconfirmed: {
    title: 'One moment, please',
    mood: 'neutral',
    ...sentences(
      'We could not find out about your payment yet.',
      'If you have paid, your films will be in your library within a few minutes, and the receipt comes to you by e-mail. There is no need to pay again.',
    ),
  },
  unknown: {
    title: 'Welcome back',
    mood: 'neutral',
    message: SUCCESSFUL,
    paragraphs: [
      'This page cannot tell which payment you come from.',
      'Your order says whether it is paid, and your library which films are yours.',
    ],
  },
};

const WITHOUT_PAYING: ReturnWords = {
  title: 'You came back without paying',
  mood: 'neutral',
  ...sentences(CANCELLED, 'If your order is still open, open its checkout again to pay after all, or cancel it.'),
};

/** Back without having paid, as the payment service says; but maybe it was paid in another tab. */
export const AFTER_CANCELLING: WordsByOutcome = {
  ...AFTER_PAYING,
  unpaid: {
    title: 'Nothing was paid',
    mood: 'neutral',
    ...sentences(CANCELLED, 'Your order waits for a while: open its checkout again to pay after all, or cancel it.'),
  },
  over: { ...AFTER_PAYING.over, ...sentences(CANCELLED, AFTER_PAYING.over.message) },
  unconfirmed: WITHOUT_PAYING,
  unknown: WITHOUT_PAYING,
};

function sentences(message: string, more: string): Pick<ReturnWords, 'message' | 'paragraphs'> {
  return { message, paragraphs: [message, more] };
}
