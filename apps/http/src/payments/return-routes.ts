import type { ConfirmCheckout } from '@online-cinema/application/payments';
import { DomainError } from '@online-cinema/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { home, sendMessage } from '../pages/message.ts';
import { AFTER_CANCELLING, AFTER_PAYING, type PaymentOutcome, type ReturnWords } from '../pages/payment-return.ts';
import { wantsPage } from '../pages/wants-page.ts';
import { varyBy } from '../shared/vary.ts';
import type { Routes } from '../type-provider.ts';

const query = Type.Object({
  session_id: Type.Optional(
    Type.String({ maxLength: 255, description: 'The session, as the payment service names it.' }),
  ),
});

const places = [
  {
    path: '/payments/success/',
    operationId: 'returnFromCheckout',
    summary: 'Come back from paying',
    description: 'Where the payment service sends the browser of who has paid.',
    words: AFTER_PAYING,
  },
  {
    path: '/payments/cancel/',
    operationId: 'returnFromCancelledCheckout',
    summary: 'Come back without having paid',
    description: 'Where the payment service sends the browser of who changed their mind.',
    words: AFTER_CANCELLING,
  },
] as const;

/** Where the payment service sends browsers back to. Both look what became of the payment, and say the truth of it. */
export function returnRoutes(confirmCheckout: Pick<ConfirmCheckout, 'execute'>): Routes {
  return async (app) => {
    for (const { path, operationId, summary, description, words } of places) {
      app.get(
        path,
        {
          config: { who: 'anyone' },
          schema: {
            tags: ['Payments'],
            operationId,
            summary,
            description: `${description} The service is asked about the session at once; whether an order is paid, the order says. Who accepts \`text/html\` gets a page, others a sentence.`,
            querystring: query,
            response: { 200: answerIn(Object.values(words)) },
          },
        },
        async (request, reply) => answer(request, reply, words[await outcomeOf(confirmCheckout, request)]),
      );
    }
  };
}

/** A sentence, or a page around it. */
function answerIn(words: readonly ReturnWords[]) {
  const messages = [...new Set(words.map(({ message }) => message))];
  return {
    description: messages.join(' · '),
    content: {
      'application/json': {
        schema: Type.Object({ message: Type.String() }, { title: 'Message' }),
        examples: Object.fromEntries(messages.map((message, at) => [`${at + 1}`, { value: { message } }])),
      },
      'text/html': { schema: Type.String({ description: 'The same as a page.' }) },
    },
  };
}

function answer({ headers, url }: FastifyRequest, reply: FastifyReply, words: ReturnWords) {
  varyBy(reply, 'Accept');
  if (!wantsPage(headers.accept)) return { message: words.message };
  const { title, mood, paragraphs } = words;
  const link = words === AFTER_PAYING.unconfirmed ? { href: url, text: 'Look again' } : home;
  return sendMessage(reply, { status: 200, title, mood, paragraphs, link });
}

/** Unconfirmed while the payment service or the database does not answer: webhook and worker will see to it. */
async function outcomeOf(
  confirmCheckout: Pick<ConfirmCheckout, 'execute'>,
  { query, log }: FastifyRequest<{ Querystring: { session_id?: string } }>,
): Promise<PaymentOutcome> {
  if (query.session_id === undefined) return 'unknown';
  try {
    return await confirmCheckout.execute({ externalId: query.session_id });
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'unavailable') throw error;
    log.warn({ err: error }, 'a customer came back from paying, and nobody could be asked about it');
    return 'unconfirmed';
  }
}
