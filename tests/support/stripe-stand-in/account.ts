import type { Clock } from '@online-cinema/application/ports';
import { ApiError } from './api-error.ts';
import {
  chargeObject,
  type Intent,
  intentObject,
  newId,
  type Refund,
  refundedOf,
  type Session,
  type StripeObject,
  sessionObject,
} from './books.ts';
import { type FormFields, textAt, textsAt } from './form.ts';

const SMALLEST_AMOUNT = 50;
const LIVES_AT_LEAST = 30 * 60;
const LIVES_AT_MOST = 24 * 60 * 60;
const DECLINED = 'Your card was declined.';

/** An account at Stripe: what may become of sessions and their money, and what is told of it. */
export class Account {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #tell: (type: string, object: StripeObject) => void;
  readonly #sessions = new Map<string, Session>();
  #holdsRefunds = false;

  constructor(clock: Pick<Clock, 'now'>, tell: (type: string, object: StripeObject) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** @throws ApiError */
  open(form: FormFields, urlOf: (id: string) => string): Session {
    const line = ['line_items', '0'] as const;
    const amount =
      Number(required(form, ...line, 'price_data', 'unit_amount')) * Number(textAt(form, ...line, 'quantity'));
    const created = this.#now();
    const expiresAt = Number(textAt(form, 'expires_at') ?? created + LIVES_AT_MOST);
    if (required(form, 'mode') !== 'payment') throw new ApiError(400, 'The stand-in takes payments alone.');
    if (amount < SMALLEST_AMOUNT) {
      const message = "The Checkout Session's total amount must convert to at least 50 cents.";
      throw new ApiError(400, message, { code: 'amount_too_small' });
    }
    if (expiresAt < created + LIVES_AT_LEAST || expiresAt > created + LIVES_AT_MOST) {
      const message = 'The `expires_at` timestamp must be 30 minutes to 24 hours from Checkout Session creation.';
      throw new ApiError(400, message, { param: 'expires_at' });
    }
    const id = newId('cs_test');
    const session: Session = {
      id,
      amount,
      currency: required(form, ...line, 'price_data', 'currency'),
      name: required(form, ...line, 'price_data', 'product_data', 'name'),
      metadata: textsAt(form, 'metadata'),
      successUrl: required(form, 'success_url'),
      cancelUrl: textAt(form, 'cancel_url') ?? '',
      created,
      expiresAt,
      url: urlOf(id),
      intent: {
        id: newId('pi'),
        metadata: textsAt(form, 'payment_intent_data', 'metadata'),
        status: null,
        refunds: [],
      },
      status: 'open',
      isPaid: false,
      decline: null,
    };
    this.#sessions.set(id, session);
    return session;
  }

  /** @throws ApiError */
  session(id: string): Session {
    this.expireOverdue();
    const session = this.#sessions.get(id);
    if (!session) throw ApiError.missing('checkout.session', id, 'session');
    return session;
  }

  /** As the API does it. @throws ApiError unless it is open */
  expire(id: string): Session {
    const session = this.session(id);
    if (session.status !== 'open') {
      const message = 'Only Checkout Sessions with a status in ["open"] can be expired.';
      throw new ApiError(400, `${message} This Checkout Session has a status of "${session.status}".`);
    }
    this.#end(session);
    return session;
  }

  /** Ends the sessions whose time is up. */
  expireOverdue(): void {
    for (const session of this.sessions) {
      if (session.status === 'open' && session.expiresAt <= this.#now()) this.#end(session);
    }
  }

  /** The customer pays by card; whoever finds the session over changes nothing. */
  pay(id: string): Session {
    return this.#whileOpen(id, (session) => {
      session.status = 'complete';
      session.isPaid = true;
      session.intent.status = 'succeeded';
      this.#tell('checkout.session.completed', sessionObject(session));
    });
  }

  /** The customer's bank refuses; the session stays open. */
  decline(id: string): Session {
    return this.#whileOpen(id, (session) => {
      session.intent.status = 'requires_payment_method';
      session.decline = DECLINED;
      this.#tell('payment_intent.payment_failed', intentObject(session));
    });
  }

  /** The customer chooses a way of paying that takes days: the session is complete and unpaid. */
  promise(id: string): Session {
    return this.#whileOpen(id, (session) => {
      session.status = 'complete';
      session.intent.status = 'processing';
      this.#tell('checkout.session.completed', sessionObject(session));
    });
  }

  /** The money that was promised comes, or does not. */
  endPromise(id: string, as: 'kept' | 'broken'): Session {
    const session = this.session(id);
    if (session.intent.status !== 'processing') throw new ApiError(400, `Nothing is promised by ${id}`);
    session.isPaid = as === 'kept';
    session.intent.status = as === 'kept' ? 'succeeded' : 'requires_payment_method';
    const outcome = as === 'kept' ? 'succeeded' : 'failed';
    this.#tell(`checkout.session.async_payment_${outcome}`, sessionObject(session));
    return session;
  }

  /** Gives back what is left of a payment, or a part. @throws ApiError */
  refund(paymentIntent: string, amount?: number): { session: Session; refund: Refund } {
    const session = this.paidBy(paymentIntent);
    const { intent } = session;
    if (intent.status !== 'succeeded') throw new ApiError(400, `This PaymentIntent (${intent.id}) has no charge.`);
    const left = session.amount - refundedOf(intent, 'pending', 'succeeded');
    if (left === 0) {
      throw new ApiError(400, 'This charge has already been refunded.', { code: 'charge_already_refunded' });
    }
    const asked = amount ?? left;
    if (!(asked > 0) || asked > left) throw new ApiError(400, `Refund amount is greater than what is left`);
    const status = this.#holdsRefunds ? 'pending' : 'succeeded';
    const refund: Refund = { id: newId('re'), amount: asked, created: this.#now(), status };
    intent.refunds.push(refund);
    if (status === 'succeeded') this.#tell('charge.refunded', chargeObject(session));
    return { session, refund };
  }

  /** From now on what is asked for stays pending, until `endRefunds`. */
  holdRefunds(): void {
    this.#holdsRefunds = true;
  }

  /** What was pending ends like this. */
  endRefunds(as: 'succeeded' | 'failed'): void {
    this.#holdsRefunds = false;
    for (const session of this.sessions) {
      for (const refund of session.intent.refunds.filter(({ status }) => status === 'pending')) {
        refund.status = as;
        if (as === 'succeeded') this.#tell('charge.refunded', chargeObject(session));
      }
    }
  }

  /** The session of a payment. @throws ApiError */
  paidBy(paymentIntent: string): Session {
    const session = this.sessions.find(({ intent }) => intent.id === paymentIntent && isKnown(intent));
    if (!session) throw ApiError.missing('payment_intent', paymentIntent, 'payment_intent');
    return session;
  }

  #whileOpen(id: string, change: (session: Session) => void): Session {
    const session = this.session(id);
    if (session.status === 'open') change(session);
    return session;
  }

  #end(session: Session): void {
    session.status = 'expired';
    if (isKnown(session.intent)) session.intent.status = 'canceled';
    this.#tell('checkout.session.expired', sessionObject(session));
  }

  #now(): number {
    return Math.floor(this.#clock.now().getTime() / 1000);
  }
}

function isKnown({ status }: Intent): boolean {
  return status !== null;
}

function required(form: FormFields, ...path: readonly string[]): string {
  const text = textAt(form, ...path);
  const [first, ...rest] = path;
  const param = `${first}${rest.map((key) => `[${key}]`).join('')}`;
  if (!text) throw new ApiError(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param });
  return text;
}
