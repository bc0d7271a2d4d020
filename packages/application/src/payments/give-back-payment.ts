import { type Payment, PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import {
  type GatewayRefund,
  type JobDelivery,
  type PaymentGateway,
  RefundRefused,
  type UnitOfWork,
} from '../ports/index.ts';
import type { RecordRefund } from './record-refund.ts';
import { amountsOf } from './refunded-amounts.ts';

/** Money that could not be taken goes back to whoever paid it. */
export class GiveBackPayment {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #recordRefund: RecordRefund;

  constructor(unitOfWork: UnitOfWork, gateway: PaymentGateway, recordRefund: RecordRefund) {
    this.#unitOfWork = unitOfWork;
    this.#gateway = gateway;
    this.#recordRefund = recordRefund;
  }

  /** Repeats until the gateway confirms. @throws PaymentServiceUnavailable */
  async execute({ data: { paymentId } }: JobDelivery<'give-back-payment'>): Promise<void> {
    const payment = await this.#unitOfWork.run(({ payments }) => payments.findForUpdate(paymentId));
    if (!payment?.isToBeGivenBack) return;

    const { externalPaymentId } = payment.state;
    const refunds = await this.#giveBack(payment);
    if (!payment.isCoveredBy(amountsOf(refunds, 'succeeded'))) throw new PaymentServiceUnavailable();
    await this.#recordRefund.execute({ givenBack: { externalPaymentId, isWhole: true } });
  }

  /**
   * Every refund of the payment, once the gateway was asked for what is left. What it tried before it would only tell
   * again under the same key, also that it failed.
   */
  async #giveBack(payment: Payment): Promise<readonly GatewayRefund[]> {
    const { externalPaymentId } = payment.state;
    const before = await this.#gateway.findRefunds(externalPaymentId);
    if (payment.isCoveredBy(amountsOf(before, 'pending'))) return before;
    const idempotencyKey = `give-back-${payment.id}-${before.length + 1}`;
    try {
      return [...before, await this.#gateway.refund({ externalPaymentId, idempotencyKey })];
    } catch (error) {
      if (!(error instanceof RefundRefused)) throw error;
      // Somebody may have given it back by hand at this moment.
      return this.#gateway.findRefunds(externalPaymentId);
    }
  }
}
