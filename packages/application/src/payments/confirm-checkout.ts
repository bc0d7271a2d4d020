import type { PaymentGateway } from '../ports/index.ts';
import type { SettleSession } from './settle-session.ts';

/** The customer is back from the pay page: the gateway is asked at once, so that a lost webhook loses nothing. */
export class ConfirmCheckout {
  readonly #gateway: PaymentGateway;
  readonly #settleSession: SettleSession;

  constructor(gateway: PaymentGateway, settleSession: SettleSession) {
    this.#gateway = gateway;
    this.#settleSession = settleSession;
  }

  /** False if the gateway knows that nothing was paid. @throws PaymentServiceUnavailable */
  async execute({ externalId }: { externalId: string }): Promise<boolean> {
    const session = await this.#gateway.findSession(externalId);
    if (session) await this.#settleSession.execute({ session });
    return session?.status !== 'open' && session?.status !== 'expired';
  }
}
