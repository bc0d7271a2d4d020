import { oneByOne } from '../maintenance/one-by-one.ts';
import type { Clock, PaymentGateway, UnitOfWork } from '../ports/index.ts';
import type { SettleSession } from './settle-session.ts';

const BATCH = 100;

/** Asks the gateway about sessions that should have ended and of which we have heard nothing. */
export class ReconcilePayments {
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

  /** How many sessions were asked about. One that fails keeps no other waiting; the first failure comes out at the end. */
  async execute(): Promise<number> {
    const now = this.#clock.now();
    const unfinished = await this.#unitOfWork.run(({ checkoutSessions }) =>
      checkoutSessions.findUnfinished(now, BATCH),
    );
    await oneByOne(unfinished, (session) => this.#askAbout(session));
    return unfinished.length;
  }

  async #askAbout({ externalId, orderId }: { externalId: string; orderId: number }): Promise<void> {
    const session = await this.#gateway.findSession(externalId);
    await this.#settleSession.execute({ session: session ?? { externalId, orderId, status: 'expired', money: null } });
  }
}
