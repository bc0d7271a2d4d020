import type { Clock, JobDelivery, PaymentGateway, UnitOfWork } from '../ports/index.ts';

/** Money that could not be taken goes back to whoever paid it. */
export class GiveBackPayment {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, gateway: PaymentGateway, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#gateway = gateway;
    this.#clock = clock;
  }

  /** Repeats until the gateway confirms. @throws PaymentServiceUnavailable */
  async execute({ data: { paymentId } }: JobDelivery<'give-back-payment'>): Promise<void> {
    const payment = await this.#unitOfWork.run(({ payments }) => payments.findForUpdate(paymentId));
    if (!payment?.isToBeGivenBack) return;

    const { externalPaymentId } = payment.state;
    await this.#gateway.refund({ externalPaymentId, idempotencyKey: `give-back-${paymentId}` });
    await this.#unitOfWork.run(async ({ payments }) => {
      const held = await payments.findForUpdate(paymentId);
      if (!held?.isToBeGivenBack) return;
      held.givenBack(this.#clock.now());
      await payments.save(held);
    });
  }
}
