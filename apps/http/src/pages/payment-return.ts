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

/** What a browser sees that comes back from paying. */
export function sendPaidPage(reply: FastifyReply): FastifyReply {
  return sendMessage(reply, PAID);
}

/** The same while it could not be asked yet whether the money has arrived. */
export function sendPaidUnconfirmedPage(reply: FastifyReply): FastifyReply {
  return sendMessage(reply, PAID_UNCONFIRMED);
}

/** What a browser sees that comes back without having paid. */
export function sendCancelledPage(reply: FastifyReply): FastifyReply {
  return sendMessage(reply, CANCELLED);
}
