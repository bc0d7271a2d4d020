import type { PaymentGateway, UnitOfWork } from '../ports/index.ts';
import type { SettleSession } from './settle-session.ts';

/** The customer is back from the pay page: the gateway is asked at once, so that a lost webhook loses nothing. */
export class ConfirmCheckout {
  readonly #unitOfWork: UnitOfWork;
  readonly #gateway: PaymentGateway;
  readonly #settleSession: SettleSession;

  constructor(unitOfWork: UnitOfWork, gateway: PaymentGateway, settleSession: SettleSession) {
    this.#unitOfWork = unitOfWork;
    this.#gateway = gateway;
    this.#settleSession = settleSession;
  }

  /** False if the gateway knows that nothing was paid; it is asked about our sessions alone. @throws PaymentServiceUnavailable */
  async execute({ externalId }: { externalId: string }): Promise<boolean> {
    const ours = await this.#unitOfWork.run(({ checkoutSessions }) => checkoutSessions.findByExternalId(externalId));
    if (!ours) return true;
    const session = await this.#gateway.findSession(externalId);
    if (session) await this.#settleSession.execute({ session });
    return session?.status !== 'open' && session?.status !== 'expired';
  }
}
