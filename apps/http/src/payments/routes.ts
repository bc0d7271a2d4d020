import type { ConfirmCheckout, HandleWebhook } from '@online-cinema/application/payments';
import type { PaymentGateway, PaymentQueries } from '@online-cinema/application/ports';
import { PaymentNotFound } from '@online-cinema/domain/payments';
import { Type } from 'typebox';
import { answers } from '../shared/answers.ts';
import { framed, pageQuery, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import { returnRoutes } from './return-routes.ts';
import * as schemas from './schemas.ts';
import { webhookRoute } from './webhook-route.ts';

type PaymentUseCases = Readonly<{
  handleWebhook: HandleWebhook;
  confirmCheckout: ConfirmCheckout;
  paymentQueries: PaymentQueries;
  gateway: Pick<PaymentGateway, 'signatureHeader'>;
}>;

const tags = ['Payments'];

/** Money that moved, and the ways by which we hear of it. */
export function paymentRoutes({ handleWebhook, confirmCheckout, paymentQueries, gateway }: PaymentUseCases): Routes {
  return async (app) => {
    await app.register(webhookRoute(handleWebhook, gateway.signatureHeader));
    await app.register(returnRoutes(confirmCheckout));

    app.get(
      '/payments/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'listPayments',
          summary: 'List your payments',
          description: 'Newest first; what went back is among them.',
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
          description: 'What was paid for which films, and whether it went back.',
          params: schemas.paymentParameter,
          response: answers({ 200: schemas.payment }, new PaymentNotFound()),
        },
      },
      async ({ actor, params }) => schemas.presentPayment(await paymentQueries.payment(actor, params.id)),
    );
  };
}
