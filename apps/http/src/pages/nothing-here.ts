import type { FastifyReply, FastifyRequest } from 'fastify';
import { varyBy } from '../shared/vary.ts';
import { type Message, sendMessage } from './message.ts';
import { wantsPage } from './wants-page.ts';

const NOTHING_HERE: Message = {
  status: 404,
  title: 'There is nothing here',
  mood: 'bad',
  paragraphs: ['Maybe a part of the address was lost on the way. If it came by e-mail, open the link there again.'],
};

const NOT_LIKE_THIS: Message = {
  status: 405,
  title: 'That cannot be done here',
  mood: 'bad',
  paragraphs: ['There is something at this address, but it does not take what was sent.'],
};

/** Nothing is at this address: a page for browsers, unless they asked the API. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answer(request, reply, { message: NOTHING_HERE, detail: 'Not Found' });
}

/** Something is at this address, but takes other methods only. */
export function answerMethodNotAllowed(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: readonly string[],
): FastifyReply {
  reply.header('allow', allowed.join(', '));
  return answer(request, reply, { message: NOT_LIKE_THIS, detail: 'Method Not Allowed' });
}

function answer(
  { headers, url }: FastifyRequest,
  reply: FastifyReply,
  { message, detail }: { message: Message; detail: string },
): FastifyReply {
  const isApi = /^\/api(?=[/?]|$)/.test(url);
  if (!isApi) {
    varyBy(reply, 'Accept');
    if (wantsPage(headers.accept)) return sendMessage(reply, message);
  }
  return reply.code(message.status).send({ detail });
}
