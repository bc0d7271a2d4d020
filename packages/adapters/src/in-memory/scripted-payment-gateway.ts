import type {
  Clock,
  GatewayEvent,
  GatewaySession,
  PaymentGateway,
  SessionRequest,
} from '@online-cinema/application/ports';
import { PaymentServiceUnavailable, TotalTooSmall } from '@online-cinema/domain/payments';
import type { Money } from '@online-cinema/domain/shared';
import { readGatewayEvent, sign, verifySignature } from '../stripe-dialect/index.ts';

/** Stripe's for USD and EUR, in minor units. */
const SMALLEST_AMOUNT = 50;
const SECRET = 'whsec_scripted';

/** A webhook as it arrives at the shop. */
export interface Webhook {
  readonly rawBody: string;
  readonly signature: string;
}

interface Session {
  readonly externalId: string;
  readonly request: SessionRequest;
  status: 'open' | 'complete' | 'expired';
  /** What was really paid. */
  paid: Money | null;
}

/** A gateway that does what a test says: customers pay or let time pass, webhooks are handed out, the line goes down. */
export class ScriptedPaymentGateway implements PaymentGateway {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #sessions = new Map<string, Session>();
  readonly #webhooks: Webhook[] = [];
  readonly #refunds = new Set<string>();
  #isDown = false;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  async openSession(request: SessionRequest): Promise<{ externalId: string; url: string }> {
    this.#assertUp();
    const session = this.#openedWith(request.idempotencyKey) ?? this.#open(request);
    return { externalId: session.externalId, url: `https://pay.example/${session.externalId}` };
  }

  async findSession(externalId: string): Promise<GatewaySession | undefined> {
    this.#assertUp();
    const session = this.#find(externalId);
    return session && viewOf(session);
  }

  async expireSession(externalId: string): Promise<GatewaySession> {
    this.#assertUp();
    this.expire(externalId);
    const session = this.#find(externalId);
    return session ? viewOf(session) : { externalId, orderId: null, status: 'expired', money: null };
  }

  async refund({ externalPaymentId }: { externalPaymentId: string; idempotencyKey: string }): Promise<void> {
    this.#assertUp();
    const session = [...this.#sessions.values()].find((one) => one.paid && paymentOf(one) === externalPaymentId);
    if (!session) throw new PaymentServiceUnavailable({ cause: new Error(`No such payment: ${externalPaymentId}`) });
    if (this.#refunds.has(externalPaymentId)) return;
    this.#refunds.add(externalPaymentId);
    this.#tell('charge.refunded', { object: 'charge', payment_intent: externalPaymentId });
  }

  async readEvent(rawBody: string, signature: string | undefined, now: Date): Promise<GatewayEvent> {
    verifySignature(rawBody, signature, SECRET, now);
    return readGatewayEvent(rawBody);
  }

  /** The customer pays, as asked or another `amount`; nothing happens if the session is over. */
  pay(externalId: string, amount?: Money): void {
    const session = this.#find(externalId);
    if (session?.status !== 'open') return;
    session.status = 'complete';
    session.paid = amount ?? session.request.amount;
    this.#tell('checkout.session.completed', dialectOf(session));
  }

  /** The customer's bank refuses. */
  decline(externalId: string): void {
    const session = this.#find(externalId);
    if (session?.status !== 'open') return;
    this.#tell('payment_intent.payment_failed', { object: 'payment_intent', id: paymentOf(session) });
  }

  /** The session ends unpaid, if it has not ended otherwise. */
  expire(externalId: string): void {
    const session = this.#find(externalId);
    if (session?.status !== 'open') return;
    session.status = 'expired';
    this.#tell('checkout.session.expired', dialectOf(session));
  }

  /** Every webhook so far, in the order of what they tell of; the test delivers them, or does not. */
  get webhooks(): readonly Webhook[] {
    return this.#webhooks;
  }

  /** Ids of the payments that were given back. */
  get refunds(): readonly string[] {
    return [...this.#refunds];
  }

  /** From now on every call fails, until `comeBack`. */
  goDown(): void {
    this.#isDown = true;
  }

  comeBack(): void {
    this.#isDown = false;
  }

  #assertUp(): void {
    if (this.#isDown) throw new PaymentServiceUnavailable({ cause: new Error('The gateway is down') });
  }

  #openedWith(idempotencyKey: string): Session | undefined {
    return [...this.#sessions.values()].find(({ request }) => request.idempotencyKey === idempotencyKey);
  }

  #open(request: SessionRequest): Session {
    if (request.amount.minor < SMALLEST_AMOUNT) throw new TotalTooSmall();
    const externalId = `cs_test_${this.#sessions.size + 1}`;
    const session: Session = { externalId, request, status: 'open', paid: null };
    this.#sessions.set(externalId, session);
    return session;
  }

  /** The session as it is by now. */
  #find(externalId: string): Session | undefined {
    const session = this.#sessions.get(externalId);
    if (session?.status === 'open' && session.request.expiresAt <= this.#clock.now()) {
      session.status = 'expired';
      this.#tell('checkout.session.expired', dialectOf(session));
    }
    return session;
  }

  #tell(type: string, object: Readonly<Record<string, unknown>>): void {
    const id = `evt_${this.#webhooks.length + 1}`;
    const rawBody = JSON.stringify({ id, object: 'event', type, data: { object } });
    this.#webhooks.push({ rawBody, signature: sign(rawBody, SECRET, this.#clock.now()) });
  }
}

function paymentOf({ externalId }: Session): string {
  return externalId.replace('cs_test_', 'pi_');
}

function viewOf(session: Session): GatewaySession {
  const { externalId, request, status, paid } = session;
  const money = paid && { externalPaymentId: paymentOf(session), amount: paid };
  return { externalId, orderId: request.orderId, status, money };
}

function dialectOf(session: Session): Readonly<Record<string, unknown>> {
  const amount = session.paid ?? session.request.amount;
  return {
    id: session.externalId,
    object: 'checkout.session',
    status: session.status,
    payment_status: session.paid ? 'paid' : 'unpaid',
    amount_total: amount.minor,
    currency: amount.currency.toLowerCase(),
    payment_intent: session.paid ? paymentOf(session) : null,
    metadata: { order_id: String(session.request.orderId) },
  };
}
