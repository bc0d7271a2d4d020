import { Order } from '@online-cinema/domain/ordering';
import { CheckoutSession } from '@online-cinema/domain/payments';
import { oneByOne } from '../maintenance/one-by-one.ts';
import type { Clock, UnitOfWork } from '../ports/index.ts';

const BATCH = 100;

/** Cancels orders whose checkout nobody opened in time. One with an open session is never cancelled by the clock. */
export class CancelOverdueOrders {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** How many were cancelled. One that cannot be keeps no other waiting; the first failure comes out at the end. */
  async execute(): Promise<number> {
    const now = this.#clock.now();
    const overdue = await this.#unitOfWork.run(({ orders }) =>
      orders.findOverdueIds({
        placedBefore: Order.overdueBefore(now),
        openingBefore: CheckoutSession.stuckBefore(now),
        limit: BATCH,
      }),
    );
    let cancelled = 0;
    await oneByOne(overdue, async (id) => {
      if (await this.#cancel(id, now)) cancelled += 1;
    });
    return cancelled;
  }

  async #cancel(id: number, now: Date): Promise<boolean> {
    return this.#unitOfWork.run(async ({ orders, checkoutSessions }) => {
      const order = await orders.findForUpdate(id);
      const attempt = await checkoutSessions.findLatest(id);
      const isBeingPaid = attempt?.isCurrent && !attempt.isStuck(now);
      if (!order?.isOverdue(now) || isBeingPaid) return false;

      if (attempt?.isStuck(now)) {
        attempt.abandoned();
        await checkoutSessions.save(attempt);
      }
      order.cancel();
      await orders.save(order);
      return true;
    });
  }
}
