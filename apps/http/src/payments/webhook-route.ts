import type { HandleWebhook } from '@online-cinema/application/payments';
import {
  WebhookPayloadInvalid,
  WebhookSignatureInvalid,
  WebhookSignatureMissing,
} from '@online-cinema/domain/payments';
import { Type } from 'typebox';
import { answers, sentence } from '../shared/answers.ts';
import type { Routes } from '../type-provider.ts';

const signature = Type.String({
  description: '`t=SECONDS,v1=HMAC-SHA256(secret, "SECONDS.BODY")` in hex; good for five minutes.',
  examples: ['t=1767225600,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd'],
});

const event = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('event'),
    type: Type.String(),
    data: Type.Object({
      object: Type.Object({}, { description: 'What the event is about.', additionalProperties: true }),
    }),
  },
  {
    description: 'An event in Stripe’s shape, of which more is sent than is read.',
    examples: [
      {
        id: 'evt_1',
        object: 'event',
        type: 'checkout.session.completed',
        data: {
          object: {
            id: 'cs_1',
            object: 'checkout.session',
            status: 'complete',
            payment_status: 'paid',
            amount_total: 1099,
            currency: 'usd',
            payment_intent: 'pi_1',
            metadata: { order_id: '1' },
          },
        },
      },
    ],
  },
);

/**
 * Where the payment service tells us what happened. Its signature is over the body as it came, byte for byte.
 * @param signatureHeader where the service puts it, in lower case
 */
export function webhookRoute(handleWebhook: HandleWebhook, signatureHeader: string): Routes {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

    const handled = sentence('Webhook handled');
    app.post(
      '/payments/webhook/',
      {
        config: {
          who: 'anyone',
          takesRawBody: true,
          reads: { headers: Type.Object({ [signatureHeader]: signature }), body: event },
        },
        schema: {
          tags: ['Payments'],
          operationId: 'handlePaymentWebhook',
          summary: 'Tell of an event',
          description: `For the payment service: an event in Stripe’s shape, signed in the header \`${signatureHeader}\` (\`t=…,v1=…\`).`,
          response: answers(
            { 200: handled.schema },
            new WebhookSignatureMissing(),
            new WebhookSignatureInvalid(),
            new WebhookPayloadInvalid(),
          ),
        },
      },
      async (request) => {
        const { body, headers } = request;
        const [signature] = [headers[signatureHeader]].flat();
        const rawBody = typeof body === 'string' ? body : '';
        const { orderId: order, ...told } = await handleWebhook.execute({ rawBody, signature });
        request.about = { ...told, ...(order !== undefined && { order }) };
        return handled.answer;
      },
    );
  };
}
