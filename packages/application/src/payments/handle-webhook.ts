import type { Clock, PaymentGateway, UnitOfWork } from '../ports/index.ts';
import type { SettleSession } from './settle-session.ts';

/** The gateway tells us something. */
export class HandleWebhook {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #settleSession: SettleSession;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, gateway: PaymentGateway, settleSession: SettleSession, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#gateway = gateway;
    this.#settleSession = settleSession;
    this.#clock = clock;
  }

  /** @throws WebhookSignatureMissing, WebhookSignatureInvalid, WebhookPayloadInvalid */
  async execute({ rawBody, signature }: { rawBody: string; signature: string | undefined }): Promise<void> {
    const event = await this.#gateway.readEvent(rawBody, signature, this.#clock.now());
    if (event.session) {
      await this.#settleSession.execute({ session: event.session, event });
      return;
    }
    const { id, type } = event;
    await this.#unitOfWork.run(({ webhookEvents }) =>
      webhookEvents.record({ id, type, receivedAt: this.#clock.now() }),
    );
  }
}
