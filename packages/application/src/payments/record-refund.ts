import type { Order } from '@online-cinema/domain/ordering';
import type { Payment } from '@online-cinema/domain/payments';
import type { Alarms, Clock, GatewayEvent, GatewayGivenBack, Transaction, UnitOfWork } from '../ports/index.ts';
import { idsOf } from './payment-ids.ts';

export interface RecordRefundCommand {
  readonly givenBack: GatewayGivenBack & { readonly externalRefundId?: string };
  /** The event that told of it; absent where we asked the gateway ourselves. */
  readonly event?: Pick<GatewayEvent, 'id' | 'type'>;
}

/**
 * The one place where money that went back takes effect: the payment is refunded, its order cancelled, its purchases
 * withdrawn, the customer told. Whoever learns of it (the request itself, webhook, worker) brings it here; it takes
 * effect once. Somebody who gives back a part at the gateway changes nothing here, and is to be heard of.
 */
export class RecordRefund {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;
  readonly #alarms: Alarms;

  constructor(unitOfWork: UnitOfWork, clock: Clock, alarms: Alarms) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
    this.#alarms = alarms;
  }

  async execute({ givenBack, event }: RecordRefundCommand): Promise<void> {
    const { externalPaymentId, isWhole, externalRefundId = null } = givenBack;
    const partly = await this.#unitOfWork.run(async (transaction): Promise<Payment | undefined> => {
      const { webhookEvents, payments, orders } = transaction;
      const now = this.#clock.now();
      const isNew = !event || (await webhookEvents.record({ id: event.id, type: event.type, receivedAt: now }));
      const known = isNew ? await payments.findByExternalId(externalPaymentId) : undefined;
      if (!known) return undefined;
      const order = await orders.findForUpdate(known.state.orderId);
      const payment = await payments.findForUpdate(known.id);
      if (!order || !payment) return undefined;

      if (!isWhole) return payment;
      if (payment.isSuccessful) await refund(payment, order, externalRefundId, now, transaction);
      if (payment.isToBeGivenBack) payment.givenBack(now);
      await payments.save(payment);
      return undefined;
    });
    if (!partly?.isSuccessful) return;
    this.#alarms.raise('a part of a payment was given back at the gateway, and the order stays paid', idsOf(partly));
  }
}

async function refund(
  payment: Payment,
  order: Order,
  externalRefundId: string | null,
  now: Date,
  { orders, purchases, refunds, jobs }: Transaction,
): Promise<void> {
  payment.refunded(now);
  order.refunded();
  await orders.save(order);
  if (order.state.userId !== null) await purchases.withdraw(order.state.userId, order.movieIds);
  const requested = await refunds.findLatest(payment.id);
  if (requested?.isRequested) {
    requested.succeeded(externalRefundId);
    await refunds.save(requested);
  }
  await jobs.enqueue('mail-order-refunded', { paymentId: payment.id });
}
