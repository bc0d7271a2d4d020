import type { Order } from '@online-cinema/domain/ordering';
import { type CheckoutSession, type MoneyReceived, Payment } from '@online-cinema/domain/payments';
import { grantPurchases } from '../ordering/grant-purchases.ts';
import type { Alarms, Clock, GatewayEvent, GatewaySession, Transaction, UnitOfWork } from '../ports/index.ts';

export interface SettleSessionCommand {
  readonly session: GatewaySession;
  /** The event that told of it; absent where we asked the gateway ourselves. */
  readonly event?: Pick<GatewayEvent, 'id' | 'type'>;
}

/** What an operator is told once the transaction is committed. */
interface Alarm {
  readonly what: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * The one place where money becomes a paid order. Whoever learns something of a session at the gateway (webhook,
 * return page, checkout, cancellation, reconciliation) brings it here; however often, in whatever order and on
 * however many processes that happens, it takes effect once.
 */
export class SettleSession {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;
  readonly #alarms: Alarms;

  constructor(unitOfWork: UnitOfWork, clock: Clock, alarms: Alarms) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#alarms = alarms;
  }

  async execute({ session, event }: SettleSessionCommand): Promise<void> {
    const alarm = await this.#unitOfWork.run(async (transaction): Promise<Alarm | undefined> => {
      const { webhookEvents, orders } = transaction;
      const isNew = !event || (await webhookEvents.record({ ...event, receivedAt: this.#clock.now() }));
      if (!isNew || session.orderId === null) return undefined;
      const order = await orders.findForUpdate(session.orderId);
      if (!order) return undefined;

      if (session.money) return this.#take(session.money, session, order, transaction);
      if (session.status === 'expired') await this.#expire(session, order, transaction);
      return undefined;
    });
    if (alarm) this.#alarms.raise(alarm.what, alarm.details);
  }

  /** Takes the money if the order waits for it; else gives it back, and has somebody look at it. */
  async #take(
    money: MoneyReceived,
    session: GatewaySession,
    order: Order,
    transaction: Transaction,
  ): Promise<Alarm | undefined> {
    const { orders, payments, checkoutSessions, jobs } = transaction;
    const now = this.#clock.now();
    const details = { order: order.id, orderStatus: order.status, amount: money.amount.toDecimal() };
    const attempt = await this.#attemptOf(session, transaction, order.id);
    // Another shop on the same account counts its orders as well.
    if (!attempt) return { what: 'money arrived in a session that we did not open, and is left alone', details };
    const payment = await payments.add(Payment.receive(money, order, now));
    if (!payment) return undefined;

    attempt.completed();
    await checkoutSessions.save(attempt);
    if (payment.state.status === 'cancelled') {
      await jobs.enqueue('give-back-payment', { paymentId: payment.id });
      return { what: 'money arrived that could not be taken and is given back', details };
    }
    order.settle();
    await orders.save(order);
    await grantPurchases(transaction, order, now);
    await jobs.enqueue('mail-receipt', { paymentId: payment.id });
    return undefined;
  }

  /** A session is over, unpaid; only the end of the current one ends the order. */
  async #expire(session: GatewaySession, order: Order, { orders, checkoutSessions }: Transaction): Promise<void> {
    const attempt = await checkoutSessions.findByExternalId(session.externalId);
    if (!attempt?.isCurrent) return;
    attempt.expired();
    await checkoutSessions.save(attempt);
    if (order.status !== 'pending') return;
    order.cancel();
    await orders.save(order);
  }

  /**
   * Our row of the session; undefined if it is none of ours. The gateway may be quicker to tell than we were to write
   * its id down, and an attempt that we gave up may turn up after all.
   */
  async #attemptOf(
    { externalId }: GatewaySession,
    { checkoutSessions }: Transaction,
    orderId: number,
  ): Promise<CheckoutSession | undefined> {
    const attempt = await checkoutSessions.findByExternalId(externalId);
    if (attempt) return attempt.state.orderId === orderId ? attempt : undefined;
    const latest = await checkoutSessions.findLatest(orderId);
    return latest?.state.externalId === null ? latest : undefined;
  }
}
