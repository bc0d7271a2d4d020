import type { Clock, GatewayGivenBack, PaymentGateway, UnitOfWork } from '../ports/index.ts';
import type { RecordRefund } from './record-refund.ts';
import type { SettleSession } from './settle-session.ts';

/** The gateway tells us something. */
export class HandleWebhook {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #settleSession: SettleSession;
  readonly #recordRefund: RecordRefund;
  readonly #clock: Clock;

  constructor(needs: {
    unitOfWork: UnitOfWork;
    gateway: PaymentGateway;
    settleSession: SettleSession;
    recordRefund: RecordRefund;
    clock: Clock;
  }) {
    this.#unitOfWork = needs.unitOfWork;
    this.#gateway = needs.gateway;
    this.#settleSession = needs.settleSession;
    this.#recordRefund = needs.recordRefund;
    this.#clock = needs.clock;
  }

  /** @throws WebhookSignatureMissing, WebhookSignatureInvalid, WebhookPayloadInvalid, PaymentServiceUnavailable */
  async execute({ rawBody, signature }: { rawBody: string; signature: string | undefined }): Promise<void> {
    const event = await this.#gateway.readEvent(rawBody, signature, this.#clock.now());
    const { id, type, session, givenBack } = event;
    if (session) return this.#settleSession.execute({ session, event });
    if (givenBack) {
      await this.#takeFirst(givenBack);
      return this.#recordRefund.execute({ givenBack, event });
    }
    await this.#unitOfWork.run(({ webhookEvents }) =>
      webhookEvents.record({ id, type, receivedAt: this.#clock.now() }),
    );
  }

  /** Webhooks come in any order: of money that went back we may not even know yet that it came. */
  async #takeFirst({ externalPaymentId }: GatewayGivenBack): Promise<void> {
    const known = await this.#unitOfWork.run(({ payments }) => payments.findByExternalId(externalPaymentId));
    if (known) return;
    const session = await this.#gateway.findSessionByPayment(externalPaymentId);
    if (session) await this.#settleSession.execute({ session });
  }
}
