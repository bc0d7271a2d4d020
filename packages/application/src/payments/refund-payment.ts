import { NoPaymentToRefund, type Payment, PaymentServiceUnavailable, Refund } from '@online-cinema/domain/payments';
import {
  type Clock,
  type GatewayRefund,
  type PaymentGateway,
  RefundRefused,
  type Transaction,
  type UnitOfWork,
} from '../ports/index.ts';
import type { RecordRefund } from './record-refund.ts';
import { amountsOf } from './refunded-amounts.ts';

/** Gives payments back at the gateway: one refund a payment, however often that is interrupted. */
export class RefundPayment {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #recordRefund: RecordRefund;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, gateway: PaymentGateway, recordRefund: RecordRefund, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#gateway = gateway;
    this.#recordRefund = recordRefund;
    this.#clock = clock;
  }

  /**
   * Asks the gateway for what `requested` says, which is committed. A time-out leaves it requested; a refusal ends it,
   * unless it is for the money having gone back before. False if somebody else went on with it meanwhile, whose answer
   * counts.
   * @throws NoPaymentToRefund when the gateway refuses, PaymentServiceUnavailable
   */
  async request(requested: Refund, payment: Payment): Promise<boolean> {
    return this.#conclude(await this.#refundsAfter(requested, payment), requested, payment);
  }

  /** What the gateway has given back once it was asked; a part may have gone back before, or all of it. */
  async #refundsAfter({ idempotencyKey }: Refund, payment: Payment): Promise<readonly GatewayRefund[]> {
    const { externalPaymentId } = payment.state;
    try {
      const refund = await this.#gateway.refund({ externalPaymentId, idempotencyKey });
      if (payment.isCoveredBy(amountsOf([refund], 'pending'))) return [refund];
    } catch (error) {
      if (!(error instanceof RefundRefused)) throw error;
    }
    return this.#gateway.findRefunds(externalPaymentId);
  }

  /**
   * Goes on with a request that was interrupted: the gateway is asked what became of it before anything is asked again,
   * under the next attempt's key. False if somebody else went on with it meanwhile, whose answer counts.
   * @throws NoPaymentToRefund when the gateway refuses, PaymentServiceUnavailable
   */
  async resume(interrupted: Refund, payment: Payment): Promise<boolean> {
    const refunds = await this.#gateway.findRefunds(payment.state.externalPaymentId);
    if (payment.isCoveredBy(amountsOf(refunds, 'pending'))) {
      return this.#conclude(refunds, interrupted, payment);
    }
    const next = await this.#beginNext(interrupted, payment);
    return next !== undefined && this.request(next, payment);
  }

  /** The money is back, or on its way, or stays. */
  async #conclude(refunds: readonly GatewayRefund[], requested: Refund, payment: Payment): Promise<boolean> {
    if (payment.isCoveredBy(amountsOf(refunds, 'succeeded'))) {
      const { externalPaymentId } = payment.state;
      const externalRefundId = refunds.findLast(({ status }) => status === 'succeeded')?.externalId;
      await this.#recordRefund.execute({
        givenBack: { externalPaymentId, isWhole: true, ...(externalRefundId && { externalRefundId }) },
      });
      return true;
    }
    if (payment.isCoveredBy(amountsOf(refunds, 'pending'))) throw new PaymentServiceUnavailable();
    const isOver = await this.#unitOfWork.run((transaction) => this.#end(requested, payment, transaction));
    if (isOver) throw new NoPaymentToRefund();
    return false;
  }

  /** Undefined if somebody else went on with it meanwhile. */
  async #beginNext(interrupted: Refund, payment: Payment): Promise<Refund | undefined> {
    const now = this.#clock.now();
    return this.#unitOfWork.run(async (transaction) => {
      if (!(await this.#end(interrupted, payment, transaction))) return undefined;
      const previous = interrupted.state.attempt;
      return transaction.refunds.add(Refund.request({ paymentId: payment.id, previous, now }));
    });
  }

  /** False if it is not the open request any more. */
  async #end(requested: Refund, payment: Payment, { orders, refunds }: Transaction): Promise<boolean> {
    await orders.findForUpdate(payment.state.orderId);
    const latest = await refunds.findLatest(payment.id);
    if (!latest?.isRequested || latest.id !== requested.id) return false;
    latest.failed();
    await refunds.save(latest);
    return true;
  }
}
