import type { PaymentStatus } from '@online-cinema/domain/payments';
import type { GatewaySession, PaymentGateway, UnitOfWork } from '../ports/index.ts';
import type { SettleSession } from './settle-session.ts';

/**
 * What became of a checkout. `paid`: the films are the customer's. `refunded`: they were, until the money went back.
 * `returned`: money came that could not be taken, and goes back. `promised`: the customer pays by a way that takes days.
 * `unpaid`: it can be paid still. `over`: it ended unpaid, or the gateway knows it no more. `unknown`: it is none of ours.
 */
export type CheckoutOutcome = 'paid' | 'refunded' | 'returned' | 'promised' | 'unpaid' | 'over' | 'unknown';

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

  /** Settles what was paid. The gateway is asked about our sessions alone. @throws PaymentServiceUnavailable */
  async execute({ externalId }: { externalId: string }): Promise<CheckoutOutcome> {
    const ours = await this.#unitOfWork.run(({ checkoutSessions }) => checkoutSessions.findByExternalId(externalId));
    if (!ours) return 'unknown';
    const session = await this.#gateway.findSession(externalId);
    if (!session) return 'over';
    await this.#settleSession.execute({ session });
    return session.money ? this.#outcomeOf(session.money) : UNPAID[session.status];
  }

  /** Our books say what money was good for. */
  async #outcomeOf({ externalPaymentId }: NonNullable<GatewaySession['money']>): Promise<CheckoutOutcome> {
    const payment = await this.#unitOfWork.run(({ payments }) => payments.findByExternalId(externalPaymentId));
    return payment ? PAID[payment.state.status] : 'unknown';
  }
}

const UNPAID: Readonly<Record<GatewaySession['status'], CheckoutOutcome>> = {
  open: 'unpaid',
  complete: 'promised',
  expired: 'over',
};

const PAID: Readonly<Record<PaymentStatus, CheckoutOutcome>> = {
  successful: 'paid',
  refunded: 'refunded',
  cancelled: 'returned',
};
