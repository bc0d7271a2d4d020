import type { FastifyReply } from 'fastify';
import { type Message, sendMessage } from './message.ts';

const PAID: Message = {
  status: 200,
  title: 'Thank you!',
  mood: 'good',
  paragraphs: [
    'Payment was successful! Thank you!',
    'Your films are in your library, and the receipt is on its way to you by e-mail.',
  ],
};

const PAID_UNCONFIRMED: Message = {
  ...PAID,
  paragraphs: [
    'Payment was successful! Thank you!',
    'Your films will be in your library within a few minutes, and the receipt will come to you by e-mail.',
  ],
};

const CANCELLED: Message = {
  status: 200,
  title: 'Nothing was paid',
  mood: 'neutral',
  paragraphs: [
    'Payment was cancelled.',
    'Your order waits for a while: open its checkout again to pay after all, or cancel it.',
  ],
};

const UNPAID: Message = {
  ...CANCELLED,
  title: 'Not paid yet',
  paragraphs: [
    'The payment service has not taken any money for this order.',
    'Open the checkout of your order again to pay, or cancel the order.',
  ],
};

/** Whether the money has arrived; `unconfirmed` while nobody could be asked. */
export type PaymentOutcome = 'paid' | 'unconfirmed' | 'unpaid';

const RETURN_PAGES: Readonly<Record<PaymentOutcome, Message>> = {
  paid: PAID,
  unconfirmed: PAID_UNCONFIRMED,
  unpaid: UNPAID,
};

/** What a browser sees that comes back from paying. */
export function sendReturnPage(reply: FastifyReply, outcome: PaymentOutcome): FastifyReply {
  return sendMessage(reply, RETURN_PAGES[outcome]);
}

/** What a browser sees that comes back without having paid. */
export function sendCancelledPage(reply: FastifyReply): FastifyReply {
  return sendMessage(reply, CANCELLED);
}
