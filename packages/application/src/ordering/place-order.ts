import { type Exclusion, type Order, placeOrder, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';
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

  /** Empties the cart. What costs nothing is bought at once. @throws CartIsEmpty, UnpaidOrderExists, NothingToOrder */
  async execute(command: PlaceOrderCommand): Promise<PlacedOrder> {
    const { actor } = command;
    const now = this.#clock.now();
    return this.#unitOfWork.run(async (transaction) => {
      const { carts, offers, orders, purchases } = transaction;
      const cart = await carts.findForUpdate(actor.userId);
      const earlier = await outcomeOf(command, transaction);
      const placed = earlier && (await orders.findForUpdate(earlier.orderId));
      if (placed) return { order: placed, excluded: earlier.excluded };
      if (!cart.isEmpty && (await orders.findPendingId(actor.userId)) !== undefined) throw new UnpaidOrderExists();

      const placement = placeOrder({
        userId: actor.userId,
        offers: await offers.findAll(cart.movieIds),
        purchasedMovieIds: await purchases.among(actor.userId, cart.movieIds),
        now,
      });
      const order = await orders.add(placement.order);
      if (order.status === 'paid') await grantPurchases(transaction, order, now);
      cart.clear();
      await carts.save(cart);
      const { excluded } = placement;
      await noteOutcome(command, { orderId: order.id, excluded }, transaction);
      return { order, excluded };
    });
  }
}
