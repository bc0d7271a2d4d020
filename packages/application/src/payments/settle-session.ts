import type { Order } from '@online-cinema/domain/ordering';
import { type CheckoutSession, type MoneyReceived, Payment } from '@online-cinema/domain/payments';
import { grantPurchases } from '../ordering/grant-purchases.ts';
import type {
  AlarmName,
  Alarms,
  Clock,
  GatewayEvent,
  GatewaySession,
  Transaction,
  UnitOfWork,
} from '../ports/index.ts';

export interface SettleSessionCommand {
  readonly session: GatewaySession;
  /** The event that told of it; absent where we asked the gateway ourselves. */
  readonly event?: Pick<GatewayEvent, 'id' | 'type'>;
}

/** An order and the attempt at it that a session is; without one the session is none of ours. */
interface Paid {
  readonly order: Order;
  readonly attempt?: CheckoutSession;
}

/** What an operator is told once the transaction is committed. */
interface Alarm {
  readonly what: AlarmName;
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
      const { webhookEvents } = transaction;
      const isNew = !event || (await webhookEvents.record({ ...event, receivedAt: this.#clock.now() }));
      if (!isNew || session.orderId === null) return undefined;
      const { externalId, orderId, money, status } = session;
      const known = await transaction.checkoutSessions.findWithOrder({ externalId, orderId });
      const found = known ?? (await this.#unnamed(externalId, orderId, transaction));
      if (!found) return undefined;

      if (money) return this.#take(money, { ...found, externalId }, transaction);
      const { order, attempt } = found;
      if (status === 'expired' && attempt?.state.externalId === externalId) {
        await this.#expire({ order, attempt }, transaction);
      }
      return undefined;
    });
    if (alarm) this.#alarms.raise(alarm.what, alarm.details);
  }

  /** Takes the money if the order waits for it; else gives it back, and has somebody look at it. */
  async #take(
    money: MoneyReceived,
    { order, attempt, externalId }: Paid & { readonly externalId: string },
    transaction: Transaction,
  ): Promise<Alarm | undefined> {
    const { orders, payments, checkoutSessions, jobs } = transaction;
    const now = this.#clock.now();
    const { amount, externalPaymentId } = money;
    const sum = { amount: amount.toDecimal(), currency: amount.currency };
    const details = { order: order.id, orderStatus: order.status, externalPaymentId, session: externalId, ...sum };
    // Another shop on the same account counts its orders as well.
    if (!attempt) return { what: 'money arrived in a session that we did not open, and is left alone', details };
    const payment = await payments.add(Payment.receive(money, order, now));
    if (!payment) return undefined;

    attempt.completed();
    await checkoutSessions.save(attempt);
    if (payment.state.status === 'cancelled') {
      await jobs.enqueue('give-back-payment', { paymentId: payment.id });
      const what = 'money arrived that could not be taken and is given back';
      return { what, details: { ...details, payment: payment.id } };
    }
    order.settle();
    await orders.save(order);
    await grantPurchases(transaction, order, now);
    await jobs.enqueue('mail-receipt', { paymentId: payment.id });
    return undefined;
  }

  /** A session is over, unpaid; only the end of the current one ends the order. */
  async #expire({ order, attempt }: Required<Paid>, { orders, checkoutSessions }: Transaction): Promise<void> {
    if (!attempt.isCurrent) return;
    attempt.expired();
    await checkoutSessions.save(attempt);
    if (order.status !== 'pending') return;
    order.cancel();
    await orders.save(order);
  }

  /**
   * The order that a session names whose id we have not written down. The gateway may be quicker to tell than we were
   * to write, and an attempt that we gave up may turn up after all; otherwise the session is none of ours.
   */
  async #unnamed(
    externalId: string,
    orderId: number,
    { orders, checkoutSessions }: Transaction,
  ): Promise<Paid | undefined> {
    const order = await orders.findForUpdate(orderId);
    if (!order) return undefined;
    const known = await checkoutSessions.findByExternalId(externalId);
    const attempt = known ?? (await checkoutSessions.findLatest(orderId));
    const isOurs = attempt?.state.orderId === orderId && [externalId, null].includes(attempt.state.externalId);
    return isOurs ? { order, attempt } : { order };
  }
}
