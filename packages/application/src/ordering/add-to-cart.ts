import { MovieNotFound } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, MovieReference, UnitOfWork } from '../ports/index.ts';

/** A user means to buy a movie. */
export class AddToCart {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws MovieNotFound, MovieAlreadyPurchased, MovieInPendingOrder, MovieAlreadyInCart, MovieNotForSale */
  async execute({ actor, movie }: { actor: Actor; movie: MovieReference }): Promise<void> {
    await this.#unitOfWork.run(async ({ carts, offers, orders, purchases }) => {
      const cart = await carts.findForUpdate(actor.userId);
      const offer = await offers.find(movie);
      if (!offer) throw new MovieNotFound();
      // Pending first: an order that is settled between the two reads is then seen as a purchase.
      const inPendingOrder = await orders.isInPendingOrder(actor.userId, offer.movie.id);
      const purchased = await purchases.has(actor.userId, offer.movie.id);
      cart.add(offer, { inPendingOrder, purchased }, this.#clock.now());
      await carts.save(cart);
    });
  }
}
