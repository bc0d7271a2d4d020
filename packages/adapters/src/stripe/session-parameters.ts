import type { SessionRequest } from '@online-cinema/application/ports';
import { inSeconds } from '@online-cinema/domain/shared';
import type Stripe from 'stripe';

/** What Stripe takes as the name of a product, in characters. */
const LONGEST_NAME = 250;

/** The order as one line with the total, to be paid at once; the same parameters for every repetition of an attempt. */
export function sessionParameters(request: SessionRequest): Stripe.Checkout.SessionCreateParams {
  const { orderId, amount, expiresAt, successUrl, cancelUrl, films } = request;
  const metadata = { order_id: String(orderId) };
  return {
    mode: 'payment',
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: amount.currency.toLowerCase(),
          unit_amount: amount.minor,
          product_data: { name: nameFor(films, orderId) },
        },
      },
    ],
    metadata,
    // Refunds and disputes show the payment, not the session.
    payment_intent_data: { metadata },
    expires_at: inSeconds(expiresAt),
    success_url: withSession(successUrl),
    cancel_url: withSession(cancelUrl),
  };
}

function nameFor(films: SessionRequest['films'], orderId: number): string {
  const names = films.map(({ name }) => name).join(', ');
  const characters = [...names.trim()];
  if (characters.length === 0) return `Order ${orderId}`;
  return characters.length <= LONGEST_NAME ? characters.join('') : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

/** Stripe puts the session's id in the place of the braces, which must not be escaped. */
function withSession(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}session_id={CHECKOUT_SESSION_ID}`;
}
