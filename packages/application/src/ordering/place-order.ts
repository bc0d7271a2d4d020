import { type Exclusion, type Order, placeOrder, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, Transaction, UnitOfWork } from '../ports/index.ts';
import { grantPurchases } from './grant-purchases.ts';
import { noteOutcome, outcomeOf, type Repeatable } from './outcome.ts';

export interface PlaceOrderCommand extends Repeatable {
  readonly actor: Actor;
}

export interface PlacedOrder {
  readonly order: Order;
  readonly excluded: readonly Exclusion[];
}

/** A user agrees to buy what is in their cart, at today's prices. */
export class PlaceOrder {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Empties the cart. What costs nothing is bought at once. @throws UserNotFoundOrInactive, CartIsEmpty, UnpaidOrderExists, NothingToOrder */
  async execute(command: PlaceOrderCommand): Promise<PlacedOrder> {
    const { actor } = command;
    const now = this.#clock.now();
    return this.#unitOfWork.run(async (transaction) => {
      const { carts, offers, orders } = transaction;
      const earlier = await this.#placedBefore(command, transaction);
      if (earlier) return earlier;
      const { movieIds } = await carts.take(actor.userId);
      const { hasPendingOrder, ...offered } = await offers.findAllFor(actor.userId, movieIds);
      if (hasPendingOrder) throw new UnpaidOrderExists();

      const placement = placeOrder({ userId: actor.userId, ...offered, now });
      const order = await orders.add(placement.order);
      if (order.status === 'paid') await grantPurchases(transaction, order, now);
      const { excluded } = placement;
      await noteOutcome(command, { orderId: order.id, excluded }, transaction);
      return { order, excluded };
    });
  }

  /** What a copy of the request has done. Both hold the cart as they look, so that one sees what the other did. */
  async #placedBefore(command: PlaceOrderCommand, transaction: Transaction): Promise<PlacedOrder | undefined> {
    if (command.requestKey === undefined) return undefined;
    await transaction.carts.findForUpdate(command.actor.userId);
    const earlier = await outcomeOf(command, transaction);
    const order = earlier && (await transaction.orders.findForUpdate(earlier.orderId));
    return order && { order, excluded: earlier.excluded };
  }
}
