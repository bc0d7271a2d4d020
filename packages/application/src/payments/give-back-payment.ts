import { type Payment, PaymentServiceUnavailable } from '@online-cinema/domain/payments';
import { type JobDelivery, type PaymentGateway, RefundRefused, type UnitOfWork } from '../ports/index.ts';
import type { RecordRefund } from './record-refund.ts';

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

  /** Repeats until the gateway confirms. @throws PaymentServiceUnavailable, RefundRefused */
  async execute({ data: { paymentId } }: JobDelivery<'give-back-payment'>): Promise<void> {
    const payment = await this.#unitOfWork.run(({ payments }) => payments.findForUpdate(paymentId));
    if (!payment?.isToBeGivenBack) return;

    const { externalPaymentId } = payment.state;
    await this.#giveBack(payment);
    const refunds = await this.#gateway.findRefunds(externalPaymentId);
    const given = refunds.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount);
    if (!payment.isCoveredBy(given)) throw new PaymentServiceUnavailable();
    await this.#recordRefund.execute({ givenBack: { externalPaymentId, isWhole: true } });
  }

  /** Somebody may have given it back by hand: then the gateway refuses, and knows of it. */
  async #giveBack({ id, state: { externalPaymentId } }: Payment): Promise<void> {
    try {
      await this.#gateway.refund({ externalPaymentId, idempotencyKey: `give-back-${id}` });
    } catch (error) {
      if (!(error instanceof RefundRefused)) throw error;
    }
  }
}
