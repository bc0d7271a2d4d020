import { NoPaymentToRefund, type Payment, Refund } from '@online-cinema/domain/payments';
import { oneByOne } from '../maintenance/one-by-one.ts';
import type { Alarms, Clock, UnitOfWork } from '../ports/index.ts';
import { idsOf } from './payment-ids.ts';
import type { RefundPayment } from './refund-payment.ts';

const BATCH = 100;

/** Goes on with refunds of which nobody has heard the end: the process died, or the gateway did not answer. */
export class FinishRefunds {
  readonly #unitOfWork: UnitOfWork;
  readonly #refundPayment: RefundPayment;
  readonly #clock: Clock;
  readonly #alarms: Alarms;

  constructor(unitOfWork: UnitOfWork, refundPayment: RefundPayment, clock: Clock, alarms: Alarms) {
    this.#unitOfWork = unitOfWork;
    this.#refundPayment = refundPayment;
    this.#clock = clock;
    this.#alarms = alarms;
  }

  /** How many were looked at. One that fails keeps no other waiting; the first failure comes out at the end. */
  async execute(): Promise<number> {
    const interruptedBefore = Refund.interruptedBefore(this.#clock.now());
    const paymentIds = await this.#unitOfWork.run(({ refunds }) => refunds.findInterrupted(interruptedBefore, BATCH));
    await oneByOne(paymentIds, (id) => this.#finish(id));
    return paymentIds.length;
  }

  async #finish(paymentId: number): Promise<void> {
    const found = await this.#unitOfWork.run(async ({ payments, refunds }) => ({
      payment: await payments.findForUpdate(paymentId),
      refund: await refunds.findLatest(paymentId),
    }));
    if (!found.payment?.isSuccessful || !found.refund?.isRequested) return;
    await this.#resume(found.refund, found.payment);
  }

  async #resume(refund: Refund, payment: Payment): Promise<void> {
    try {
      await this.#refundPayment.resume(refund, payment);
    } catch (error) {
      if (!(error instanceof NoPaymentToRefund)) throw error;
      this.#alarms.raise('the gateway refuses to give a payment back, and the order stays paid', idsOf(payment));
    }
  }
}
