import type { GatewayEvent, GatewayGivenBack, GatewaySession } from '@online-cinema/application/ports';
import { WebhookPayloadInvalid } from '@online-cinema/domain/payments';
import { fieldsOf, isName } from './fields.ts';
import { givenBackFrom } from './refund.ts';
import { sessionFrom, unpaidFor } from './session.ts';

/** Events about a session begin like this. */
const ABOUT_A_SESSION = 'checkout.session.';
/** A payment that was promised when the session was completed, e.g. by bank transfer, has failed. */
const PROMISE_BROKEN = 'checkout.session.async_payment_failed';
const GIVEN_BACK = 'charge.refunded';

/**
 * Reads the body of an event whose signature is known to be good.
 * @throws WebhookPayloadInvalid
 */
export function readGatewayEvent(rawBody: string): GatewayEvent {
  return gatewayEventFrom(parsed(rawBody));
}

/**
 * Reads an event (https://docs.stripe.com/api/events/object); those that are neither about a session nor about money
 * that went back are of no interest here.
 * @throws WebhookPayloadInvalid
 */
function gatewayEventFrom(event: unknown): GatewayEvent {
  const { id, type, data } = fieldsOf(event);
  if (!isName(id) || !isName(type)) throw new WebhookPayloadInvalid();
  const { object } = fieldsOf(data);
  const session = type.startsWith(ABOUT_A_SESSION) ? sessionOf(object, type) : null;
  return { id, type, session, givenBack: type === GIVEN_BACK ? givenBackOf(object) : null };
}

function sessionOf(object: unknown, type: string): GatewaySession {
  const session = sessionFrom(object);
  if (session === undefined) throw new WebhookPayloadInvalid();
  return type === PROMISE_BROKEN ? unpaidFor(session) : session;
}

function givenBackOf(charge: unknown): GatewayGivenBack | null {
  const givenBack = givenBackFrom(charge);
  if (givenBack === undefined) throw new WebhookPayloadInvalid();
  return givenBack;
}

function parsed(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody);
  } catch {
    throw new WebhookPayloadInvalid();
  }
}
