import { type Exclusion, type Order, placeOrder, UnpaidOrderExists } from '@online-cinema/domain/ordering';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';
import { grantPurchases } from './grant-purchases.ts';

/** A user agrees to buy what is in their cart, at today's prices. */
export class PlaceOrder {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** Empties the cart. What costs nothing is bought at once. @throws CartIsEmpty, UnpaidOrderExists, NothingToOrder */
  async execute({ actor }: { actor: Actor }): Promise<{ order: Order; excluded: readonly Exclusion[] }> {
    const now = this.#clock.now();
    return this.#unitOfWork.run(async (transaction) => {
      const { carts, offers, orders, purchases } = transaction;
      const cart = await carts.findForUpdate(actor.userId);
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
      return { order, excluded: placement.excluded };
    });
  }
}
