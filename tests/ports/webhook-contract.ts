import {
  WebhookPayloadInvalid,
  WebhookSignatureInvalid,
  WebhookSignatureMissing,
} from '@online-cinema/domain/payments';
import { DomainError, later, minutes, seconds } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSessionRequest as aRequest } from '../support/a-session-request.ts';
import type { GatewaySetup } from '../support/payment-gateways.ts';

const TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_failed',
  'charge.refunded',
  'customer.created',
];

/** Objects that are nearly what an event of Stripe's tells of. */
const nearlyAnObject = fc.record(
  {
    id: fc.oneof(fc.constant('cs_test_1'), fc.anything()),
    object: fc.oneof(fc.constantFrom('checkout.session', 'charge'), fc.anything()),
    status: fc.oneof(fc.constantFrom('open', 'complete', 'expired'), fc.anything()),
    payment_status: fc.oneof(fc.constantFrom('paid', 'unpaid'), fc.anything()),
    amount_total: fc.oneof(fc.integer(), fc.anything()),
    amount: fc.oneof(fc.nat(), fc.anything()),
    amount_refunded: fc.oneof(fc.nat(), fc.anything()),
    currency: fc.oneof(fc.constant('usd'), fc.anything()),
    payment_intent: fc.oneof(fc.constant('pi_1'), fc.record({ id: fc.string(), status: fc.string() }), fc.anything()),
    metadata: fc.oneof(fc.record({ order_id: fc.string() }), fc.anything()),
  },
  { requiredKeys: [] },
);

const aBody = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc
    .record(
      {
        id: fc.oneof(fc.constant('evt_1'), fc.anything()),
        type: fc.oneof(fc.constantFrom(...TYPES), fc.anything()),
        data: fc.oneof(fc.record({ object: fc.oneof(nearlyAnObject, fc.anything()) }), fc.anything()),
      },
      { requiredKeys: [] },
    )
    .map((event) => JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? `${value}` : value)) ?? ''),
);

const aHeader = fc.oneof(
  fc.constant(undefined),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.tuple(fc.constantFrom('t', 'v1', 'v0', ' v1', ''), fc.oneof(fc.string(), fc.integer())))
    .map((parts) => parts.map(([name, value]) => `${name}=${value}`).join(',')),
  fc.constantFrom('t', 'v1', 't=,v1=', 't=1,v1', 'v1=,v1=', ',,,', '=', 't=NaN,v1=x', `v1=${'0'.repeat(64)}`),
);

/** What every payment gateway promises of webhooks. */
export function describeWebhooks(name: string, aSetup: () => Promise<GatewaySetup>): void {
  async function aWebhook() {
    const setup = await aSetup();
    const { externalId } = await setup.gateway.openSession(aRequest(setup.clock));
    setup.pay(externalId);
    const [webhook] = await setup.webhooks(1);
    if (!webhook) throw new Error('no webhook');
    const { gateway, clock, sign } = setup;
    const read = (rawBody: string, signature: string | undefined, at = clock.now()) =>
      gateway.readEvent(rawBody, signature, at);
    return { ...webhook, clock, read, sign };
  }

  describe(`webhooks of ${name}`, () => {
    it('are signed in a header of their own, named as Node names headers', async () => {
      const { signatureHeader } = (await aSetup()).gateway;
      expect(signatureHeader).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(signatureHeader).not.toBe('authorization');
    });

    it('are not believed without their signature', async () => {
      const { rawBody, signature, read } = await aWebhook();
      for (const none of [undefined, '', '  ']) {
        await expect(read(rawBody, none)).rejects.toThrow(WebhookSignatureMissing);
      }
      const wrong = ['nonsense', 't=1', signature.replace('v1=', 'v1=x'), signature.replace('v1=', 'v0=')];
      for (const header of [...wrong, signature.replace(/v1=.*/, 'v1='), signature.replace(/v1=.*/, 'v1')]) {
        await expect(read(rawBody, header)).rejects.toThrow(WebhookSignatureInvalid);
      }
      await expect(read(`${rawBody} `, signature)).rejects.toThrow(WebhookSignatureInvalid);
      await expect(read(rawBody.replace('1998', '1'), signature)).rejects.toThrow(WebhookSignatureInvalid);
      await expect(read('', signature)).rejects.toThrow(WebhookSignatureInvalid);
      await expect(read(rawBody, signature.replace(/t=\d+/, 't=1'))).rejects.toThrow(WebhookSignatureInvalid);
    });

    it('are believed for one good signature of several, as while a secret is being replaced', async () => {
      const { rawBody, signature, read } = await aWebhook();
      await expect(read(rawBody, signature.replace('v1=', `v1=${'0'.repeat(64)},v1=`))).resolves.toBeDefined();
      await expect(read(rawBody, `${signature},v1=${'0'.repeat(64)},v0=abc`)).resolves.toBeDefined();
    });

    it('are believed for five minutes', async () => {
      const { rawBody, signature, read, clock } = await aWebhook();
      await expect(read(rawBody, signature, later(clock.now(), minutes(5)))).resolves.toBeDefined();
      const tooLate = read(rawBody, signature, later(clock.now(), minutes(5) + seconds(1)));
      await expect(tooLate).rejects.toThrow(WebhookSignatureInvalid);
    });

    it.each([
      ['no JSON', '{'],
      ['null', 'null'],
      ['a number', '7'],
      ['a list', '[]'],
      ['no id', '{"type":"customer.created"}'],
      ['no type', '{"id":"evt_1"}'],
      ['no session', '{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"object":"charge"}}}'],
      ['no charge', '{"id":"evt_1","type":"charge.refunded","data":{"object":{"object":"refund"}}}'],
    ])('with a good signature and %s are no events', async (_, rawBody) => {
      const { read, sign } = await aWebhook();
      await expect(read(rawBody, sign(rawBody))).rejects.toThrow(WebhookPayloadInvalid);
    });

    it('of other kinds are read, and are of no interest', async () => {
      const { read, sign } = await aWebhook();
      const others = [
        { id: 'evt_1', type: 'customer.created', data: { object: { object: 'customer' } } },
        { id: 'evt_2', object: 'v2.core.event', type: 'v1.billing.meter.error_report_triggered' },
        { id: 'evt_3', type: 'charge.refunded', data: { object: { object: 'charge', payment_intent: null } } },
      ];
      for (const { id, type, ...rest } of others) {
        const rawBody = JSON.stringify({ id, type, ...rest });
        expect(await read(rawBody, sign(rawBody))).toEqual({ id, type, session: null, givenBack: null });
      }
    });

    it('may hold whatever they like: they are read, or refused in one of three ways', async () => {
      const { read, sign } = await aWebhook();
      const outcome = (rawBody: string, header: string | undefined) =>
        read(rawBody, header).then(
          ({ id }) => typeof id,
          (error: unknown) => (error instanceof DomainError ? error.kind : error),
        );
      await fc.assert(
        fc.asyncProperty(aBody, aHeader, async (rawBody, header) => {
          expect(await outcome(rawBody, header)).toBe('refused');
          expect(await outcome(rawBody, sign(rawBody))).toBeOneOf(['string', 'refused']);
        }),
        { numRuns: 500 },
      );
    });
  });
}
