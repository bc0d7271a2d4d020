import {
  type Clock,
  type GatewayEvent,
  type GatewayRefund,
  type GatewaySession,
  type PaymentGateway,
  RefundRefused,
  type SessionRequest,
} from '@online-cinema/application/ports';
import { TotalTooSmall } from '@online-cinema/domain/payments';
import { Money } from '@online-cinema/domain/shared';
import { type HeldAnswers, ScriptedLine } from './scripted-line.ts';
import {
  chargeOf,
  dialectOf,
  left,
  newSession,
  paymentOf,
  refundView,
  type ScriptedRefund,
  type ScriptedSession,
  sumOf,
  viewOf,
} from './scripted-session.ts';
import { ScriptedWebhooks, type Webhook } from './scripted-webhooks.ts';

/** Stripe's for USD and EUR, in minor units. */
const SMALLEST_AMOUNT = 50;

/** A gateway that does what a test says: customers pay or let time pass, webhooks are handed out, the line goes down. */
export class ScriptedPaymentGateway implements PaymentGateway {
  readonly signatureHeader = 'scripted-signature';
  readonly #clock: Pick<Clock, 'now'>;
  readonly #line = new ScriptedLine();
  readonly #sessions = new Map<string, ScriptedSession>();
  readonly #webhooks: ScriptedWebhooks;
  #refusesRefunds = false;
  #holdsRefunds = false;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#webhooks = new ScriptedWebhooks(clock);
  }

  openSession(request: SessionRequest): Promise<{ externalId: string; url: string }> {
    return this.#line.ask(() => {
      const opened = this.#all().find((one) => one.request.idempotencyKey === request.idempotencyKey);
      const { externalId } = opened ?? this.#open(request);
      return { externalId, url: `https://pay.example/${externalId}` };
    });
  }

  findSession(externalId: string): Promise<GatewaySession | undefined> {
    return this.#line.ask(() => {
      const session = this.#find(externalId);
      return session && viewOf(session);
    });
  }

  findSessionByPayment(externalPaymentId: string): Promise<GatewaySession | undefined> {
    return this.#line.ask(() => {
      const session = this.#paidBy(externalPaymentId);
      return session && viewOf(session);
    });
  }

  expireSession(externalId: string): Promise<GatewaySession> {
    return this.#line.ask(() => {
      this.expire(externalId);
      const session = this.#find(externalId);
      return session ? viewOf(session) : { externalId, orderId: null, status: 'expired', money: null };
    });
  }

  refund(request: { externalPaymentId: string; idempotencyKey: string }): Promise<GatewayRefund> {
    return this.#line.ask(() => {
      const { externalPaymentId, idempotencyKey: key } = request;
      const session = this.#paidBy(externalPaymentId);
      const same = session?.refunds.find((refund) => refund.key === key);
      if (same) return refundView(same);
      if (this.#refusesRefunds || !session || left(session) === 0) {
        throw new RefundRefused({ cause: new Error(`${externalPaymentId} is not given back`) });
      }
      return refundView(this.#giveBack(session, left(session), this.#holdsRefunds ? 'pending' : 'succeeded', key));
    });
  }

  findRefunds(externalPaymentId: string): Promise<readonly GatewayRefund[]> {
    return this.#line.ask(() => this.#paidBy(externalPaymentId)?.refunds.map(refundView) ?? []);
  }

  async readEvent(rawBody: string, signature: string | undefined, now: Date): Promise<GatewayEvent> {
    return this.#webhooks.read(rawBody, signature, now);
  }

  /** The customer pays, as asked or another `amount`; nothing happens if the session is over. */
  pay(externalId: string, amount?: Money): void {
    const session = this.#findOpen(externalId);
    if (!session) return;
    session.status = 'complete';
    session.paid = amount ?? session.request.amount;
    this.#webhooks.tell('checkout.session.completed', dialectOf(session));
  }

  /** The customer chooses to pay by a way that takes days: the session is complete, and nothing is paid yet. */
  promise(externalId: string): void {
    const session = this.#findOpen(externalId);
    if (!session) return;
    session.status = 'complete';
    session.isPromised = true;
    this.#webhooks.tell('checkout.session.completed', dialectOf(session));
  }

  /** The money that was promised comes, or does not. */
  endPromise(externalId: string, as: 'kept' | 'broken'): void {
    const session = this.#sessions.get(externalId);
    if (!session?.isPromised) throw new Error(`Nothing is promised by ${externalId}`);
    session.isPromised = false;
    if (as === 'kept') session.paid = session.request.amount;
    this.#webhooks.tell(`checkout.session.async_payment_${as === 'kept' ? 'succeeded' : 'failed'}`, dialectOf(session));
  }

  /** The customer's bank refuses. */
  decline(externalId: string): void {
    const session = this.#findOpen(externalId);
    if (session)
      this.#webhooks.tell('payment_intent.payment_failed', { object: 'payment_intent', id: paymentOf(session) });
  }

  /** The session ends unpaid, if it has not ended otherwise. */
  expire(externalId: string): void {
    const session = this.#findOpen(externalId);
    if (session) this.#end(session);
  }

  /** Somebody gives back what is left of a payment, or a part, past the shop. */
  refundByHand(externalPaymentId: string, amount?: Money): void {
    const session = this.#paidBy(externalPaymentId);
    const minor = amount?.minor ?? (session ? left(session) : 0);
    if (!session || minor <= 0 || minor > left(session))
      throw new Error(`There is not so much of ${externalPaymentId}`);
    this.#giveBack(session, minor, 'succeeded', `by hand ${session.refunds.length}`);
  }

  /** From now on every refund is refused, until `acceptRefunds`. */
  refuseRefunds(): void {
    this.#refusesRefunds = true;
  }

  acceptRefunds(): void {
    this.#refusesRefunds = false;
  }

  /** From now on what is asked for stays `pending`, until `endRefunds`. */
  holdRefunds(): void {
    this.#holdsRefunds = true;
  }

  /** What was pending ends like this; what comes later is given back at once again. */
  endRefunds(status: 'succeeded' | 'failed'): void {
    this.#holdsRefunds = false;
    for (const session of this.#all()) {
      for (const refund of session.refunds.filter((one) => one.status === 'pending')) {
        refund.status = status;
        if (status === 'succeeded') this.#webhooks.tell('charge.refunded', chargeOf(session));
      }
    }
  }

  /** Every webhook so far, in the order of what they tell of; the test delivers them, or does not. */
  get webhooks(): readonly Webhook[] {
    return this.#webhooks.all;
  }

  /** What it knows, whatever the line is like: every session, and what went back of its money. */
  get ledger(): readonly { readonly session: GatewaySession; readonly refunds: readonly GatewayRefund[] }[] {
    return this.#all().map((one) => ({ session: viewOf(one), refunds: one.refunds.map(refundView) }));
  }

  /** Ids of the payments that were given back as a whole. */
  get refunds(): readonly string[] {
    return this.#all()
      .filter((one) => sumOf(one, ['succeeded']) === one.paid?.minor)
      .map(paymentOf);
  }

  /** From now on every call fails and does nothing, until `comeBack`. */
  goDown(): void {
    this.#line.isDown = true;
  }

  comeBack(): void {
    this.#line.isDown = false;
  }

  /** The next `count` calls do what they are asked to, and their answers get lost. */
  loseAnswers(count = 1): void {
    this.#line.losing = count;
  }

  /** From now on calls do what they are asked to, and answer when the test says so. */
  holdAnswers(): HeldAnswers {
    return this.#line.hold();
  }

  #all(): readonly ScriptedSession[] {
    return [...this.#sessions.values()];
  }

  #open(request: SessionRequest): ScriptedSession {
    if (request.amount.minor < SMALLEST_AMOUNT) throw new TotalTooSmall();
    const session = newSession(`cs_test_${this.#sessions.size + 1}`, request);
    this.#sessions.set(session.externalId, session);
    return session;
  }

  /** The session as it is by now. */
  #find(externalId: string): ScriptedSession | undefined {
    const session = this.#sessions.get(externalId);
    if (session?.status === 'open' && session.request.expiresAt <= this.#clock.now()) this.#end(session);
    return session;
  }

  #end(session: ScriptedSession): void {
    session.status = 'expired';
    this.#webhooks.tell('checkout.session.expired', dialectOf(session));
  }

  #findOpen(externalId: string): ScriptedSession | undefined {
    const session = this.#find(externalId);
    return session?.status === 'open' ? session : undefined;
  }

  #paidBy(externalPaymentId: string): ScriptedSession | undefined {
    return this.#all().find((one) => one.paid && paymentOf(one) === externalPaymentId);
  }

  #giveBack(session: ScriptedSession, minor: number, status: 'pending' | 'succeeded', key: string): ScriptedRefund {
    const externalId = `re_${paymentOf(session)}_${session.refunds.length + 1}`;
    const { currency } = session.paid ?? session.request.amount;
    const refund = { externalId, key, amount: Money.of(minor, currency), status };
    session.refunds.push(refund);
    if (status === 'succeeded') this.#webhooks.tell('charge.refunded', chargeOf(session));
    return refund;
  }
}
