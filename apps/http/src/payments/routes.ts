import type { ConfirmCheckout, HandleWebhook } from '@online-cinema/application/payments';
import type { PaymentQueries } from '@online-cinema/application/ports';
import { PaymentNotFound, PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { sendCancelledPage, sendPaidPage } from '../pages/payment-return.ts';
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
          summary: 'Come back from paying',
          description: 'Where the payment service sends the browser; it is asked about the session at once.',
          querystring: schemas.returnQuery,
          response: answers({ 200: succeeded.schema }),
        },
      },
      async (request, reply) => {
        const { session_id: externalId } = request.query;
        if (externalId !== undefined) await confirmed(confirmCheckout, externalId, request);
        varyBy(reply, 'Accept');
        return wantsPage(request.headers.accept) ? sendPaidPage(reply) : succeeded.answer;
      },
    );

    const cancelled = sentence('Payment was cancelled.');
    app.get(
      '/payments/cancel/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
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

/** While the payment service does not answer there is nothing to do here: webhook and worker will hear of it. */
async function confirmed(confirmCheckout: ConfirmCheckout, externalId: string, { log }: FastifyRequest): Promise<void> {
  try {
    await confirmCheckout.execute({ externalId });
  } catch (error) {
    if (!(error instanceof PaymentServiceUnavailable)) throw error;
    log.warn('the payment service did not answer when a customer came back from it');
  }
}
