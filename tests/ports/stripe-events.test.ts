import { readGatewayEvent } from '@online-cinema/adapters/stripe-dialect';
import { WebhookPayloadInvalid } from '@online-cinema/domain/payments';
import { describe, expect, it } from 'vitest';

const session = {
  id: 'cs_1',
  object: 'checkout.session',
  status: 'complete',
  payment_status: 'paid',
  amount_total: 999,
  currency: 'usd',
  payment_intent: 'pi_1',
  metadata: { order_id: '7' },
};

const event = (changes: object, ofSession: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    type: 'checkout.session.completed',
    data: { object: { ...session, ...ofSession } },
    ...changes,
  });

describe('an event in Stripe’s dialect', () => {
  it('is read with its session, order and money', () => {
    expect(readGatewayEvent(event({}))).toMatchObject({
      id: 'evt_1',
      session: { externalId: 'cs_1', orderId: 7, status: 'complete', money: { externalPaymentId: 'pi_1' } },
    });
  });

  it.each([
    ['an id with a null character', event({ id: 'a\u0000b' })],
    ['a type with a line break', event({ type: 'a\nb' })],
    ['an endless id', event({ id: 'e'.repeat(256) })],
    ['half a surrogate pair', '{"id":"\\ud800","type":"x"}'],
    ['a payment with a null character', event({}, { payment_intent: 'pi\u0000' })],
    ['a session with a null character', event({}, { id: 'cs\u0000' })],
    ['half a cent', event({}, { amount_total: 0.5 })],
    ['no currency', event({}, { currency: null })],
    ['a list', '[]'],
    ['no JSON', '{'],
  ])('with %s is refused', (_, rawBody) => {
    expect(() => readGatewayEvent(rawBody)).toThrow(WebhookPayloadInvalid);
  });

  const charge = { object: 'charge', payment_intent: 'pi_1', amount: 999, amount_refunded: 999 };
  const refunded = (changes: object) =>
    JSON.stringify({ id: 'evt_1', type: 'charge.refunded', data: { object: { ...charge, ...changes } } });

  it.each([
    ['all', {}, { externalPaymentId: 'pi_1', isWhole: true }],
    ['a part', { amount_refunded: 998 }, { externalPaymentId: 'pi_1', isWhole: false }],
    [
      'all, with the payment given whole',
      { payment_intent: { id: 'pi_2' } },
      { externalPaymentId: 'pi_2', isWhole: true },
    ],
    ['money that was never ours', { payment_intent: null }, null],
  ])('tells of %s given back', (_, changes, givenBack) => {
    expect(readGatewayEvent(refunded(changes))).toEqual({
      id: 'evt_1',
      type: 'charge.refunded',
      session: null,
      givenBack,
    });
  });

  it.each([
    ['a part of a cent', { amount_refunded: 0.5 }],
    ['less than nothing', { amount_refunded: -1 }],
    ['no amount', { amount: null }],
    ['a payment without a name', { payment_intent: '' }],
    ['another object', { object: 'refund' }],
  ])('of money given back with %s is refused', (_, changes) => {
    expect(() => readGatewayEvent(refunded(changes))).toThrow(WebhookPayloadInvalid);
  });
});
