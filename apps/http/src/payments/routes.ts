import type { ConfirmCheckout, HandleWebhook } from '@online-cinema/application/payments';
import type { PaymentQueries } from '@online-cinema/application/ports';
import { PaymentNotFound } from '@online-cinema/domain/payments';
import { DomainError } from '@online-cinema/domain/shared';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type PaymentOutcome, sendCancelledPage, sendReturnPage } from '../pages/payment-return.ts';
import { wantsPage } from '../pages/wants-page.ts';
import { answers, sentence } from '../shared/answers.ts';
import { framed, pageQuery, pageRequest } from '../shared/pages.ts';
import { varyBy } from '../shared/vary.ts';
import type { Routes } from '../type-provider.ts';
import * as schemas from './schemas.ts';
import { webhookRoute } from './webhook-route.ts';

export type PaymentUseCases = Readonly<{
  handleWebhook: HandleWebhook;
  confirmCheckout: ConfirmCheckout;
  paymentQueries: PaymentQueries;
}>;

const tags = ['Payments'];

/** Money that moved, and the ways by which we hear of it. */
export function paymentRoutes({ handleWebhook, confirmCheckout, paymentQueries }: PaymentUseCases): Routes {
  return async (app) => {
    await app.register(webhookRoute(handleWebhook));

    app.get(
      '/payments/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'listPayments',
          summary: 'List your payments',
          querystring: Type.Object(pageQuery),
          response: answers({ 200: schemas.payments }),
        },
      },
      async ({ actor, query, url }) => {
        const asked = pageRequest(query);
        const page = await paymentQueries.payments(actor, asked);
        return { payments: page.items.map(schemas.presentPayment), ...framed(page, asked, url) };
      },
    );

    app.get(
      '/payments/:id/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'getPayment',
          summary: 'See a payment',
          params: schemas.paymentParameter,
          response: answers({ 200: schemas.payment }, new PaymentNotFound()),
        },
      },
      async ({ actor, params }) => schemas.presentPayment(await paymentQueries.payment(actor, params.id)),
    );

    const succeeded = sentence('Payment was successful! Thank you!');
    app.get(
      '/payments/success/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          operationId: 'returnFromCheckout',
          summary: 'Come back from paying',
          description: 'Where the payment service sends the browser; it is asked about the session at once.',
          querystring: schemas.returnQuery,
          response: answers({ 200: succeeded.schema }),
        },
      },
      async (request, reply) => {
        const { session_id: externalId } = request.query;
        const outcome = externalId === undefined ? 'paid' : await outcomeOf(confirmCheckout, externalId, request);
        varyBy(reply, 'Accept');
        return wantsPage(request.headers.accept) ? sendReturnPage(reply, outcome) : succeeded.answer;
      },
    );

    const cancelled = sentence('Payment was cancelled.');
    app.get(
      '/payments/cancel/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          operationId: 'returnFromCancelledCheckout',
          summary: 'Come back without having paid',
          description: 'Where the payment service sends the browser of who changed their mind.',
          querystring: schemas.returnQuery,
          response: answers({ 200: cancelled.schema }),
        },
      },
      async ({ headers }, reply) => {
        varyBy(reply, 'Accept');
        return wantsPage(headers.accept) ? sendCancelledPage(reply) : cancelled.answer;
      },
    );
  };
}

/** Unconfirmed while the payment service or the database does not answer: webhook and worker will see to it. */
async function outcomeOf(
  confirmCheckout: Pick<ConfirmCheckout, 'execute'>,
  externalId: string,
  { log }: FastifyRequest,
): Promise<PaymentOutcome> {
  try {
    return (await confirmCheckout.execute({ externalId })) ? 'paid' : 'unpaid';
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'unavailable') throw error;
    log.warn({ err: error }, 'a customer came back from paying, and nobody could be asked about it');
    return 'unconfirmed';
  }
}
