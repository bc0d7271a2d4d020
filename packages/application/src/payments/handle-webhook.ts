import type { Clock, GatewayEvent, GatewayGivenBack, PaymentGateway, UnitOfWork } from '../ports/index.ts';
import type { RecordRefund } from './record-refund.ts';
import type { SettleSession } from './settle-session.ts';

/** What the gateway told of, in its own names and in ours. */
interface Told {
  readonly event: string;
  readonly type: string;
  readonly orderId?: number;
  /** The payment, where money came or went back. */
  readonly externalPaymentId?: string;
}

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
  async execute({ rawBody, signature }: { rawBody: string; signature: string | undefined }): Promise<Told> {
    const event = await this.#gateway.readEvent(rawBody, signature, this.#clock.now());
    const { id, type, session, givenBack } = event;
    if (session) await this.#settleSession.execute({ session, event });
    else if (givenBack) {
      await this.#takeFirst(givenBack);
      await this.#recordRefund.execute({ givenBack, event });
    } else {
      const receivedAt = this.#clock.now();
      await this.#unitOfWork.run(({ webhookEvents }) => webhookEvents.record({ id, type, receivedAt }));
    }
    return toldBy(event);
  }

  /** Webhooks come in any order: of money that went back we may not even know yet that it came. */
  async #takeFirst({ externalPaymentId }: GatewayGivenBack): Promise<void> {
    const known = await this.#unitOfWork.run(({ payments }) => payments.findByExternalId(externalPaymentId));
    if (known) return;
    const session = await this.#gateway.findSessionByPayment(externalPaymentId);
    if (session) await this.#settleSession.execute({ session });
  }
}

function toldBy({ id, type, session, givenBack }: GatewayEvent): Told {
  const orderId = session?.orderId ?? undefined;
  const { externalPaymentId } = givenBack ?? session?.money ?? {};
  return {
    ...{ event: id, type },
    ...(orderId !== undefined && { orderId }),
    ...(externalPaymentId !== undefined && { externalPaymentId }),
  };
}
