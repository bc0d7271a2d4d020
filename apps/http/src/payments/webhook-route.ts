import type { HandleWebhook } from '@online-cinema/application/payments';
import {
  WebhookPayloadInvalid,
  WebhookSignatureInvalid,
  WebhookSignatureMissing,
} from '@online-cinema/domain/payments';
import { answers, sentence } from '../shared/answers.ts';
import type { Routes } from '../type-provider.ts';

/** Where the payment service tells us what happened. Its signature is over the body as it came, byte for byte. */
export function webhookRoute(handleWebhook: HandleWebhook): Routes {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

    const handled = sentence('Webhook handled');
    app.post(
      '/payments/webhook/',
      {
        config: { who: 'anyone', takesRawBody: true },
        schema: {
          tags: ['Payments'],
          summary: 'Tell of an event',
          description:
            'For the payment service: an event in Stripe’s shape, signed in the header `Stripe-Signature` (`t=…,v1=…`).',
          response: answers(
            { 200: handled.schema },
            new WebhookSignatureMissing(),
            new WebhookSignatureInvalid(),
            new WebhookPayloadInvalid(),
          ),
        },
      },
      async ({ body, headers }) => {
        const signature = headers['stripe-signature'];
        const rawBody = typeof body === 'string' ? body : '';
        await handleWebhook.execute({ rawBody, signature: Array.isArray(signature) ? signature[0] : signature });
        return handled.answer;
      },
    );
  };
}
