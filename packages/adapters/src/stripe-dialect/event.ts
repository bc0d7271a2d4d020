import type { GatewayEvent } from '@online-cinema/application/ports';
import { WebhookPayloadInvalid } from '@online-cinema/domain/payments';
import { fieldsOf, isName, sessionFrom } from './session.ts';

/** Events about a session begin like this; all others are of no interest here. */
const ABOUT_A_SESSION = 'checkout.session.';

/**
 * Reads an event (https://docs.stripe.com/api/events/object) whose signature is known to be good.
 * @throws WebhookPayloadInvalid
 */
export function readGatewayEvent(rawBody: string): GatewayEvent {
  const { id, type, data } = fieldsOf(parsed(rawBody));
  if (!isName(id) || !isName(type)) throw new WebhookPayloadInvalid();
  if (!type.startsWith(ABOUT_A_SESSION)) return { id, type, session: null };

  const { object } = fieldsOf(data);
  const session = sessionFrom(object);
  if (session === undefined) throw new WebhookPayloadInvalid();
  return { id, type, session };
}

function parsed(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody);
  } catch {
    throw new WebhookPayloadInvalid();
  }
}
