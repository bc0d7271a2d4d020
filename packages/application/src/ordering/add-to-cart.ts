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

  /** @throws UserNotFoundOrInactive, MovieNotFound, MovieAlreadyPurchased, MovieInPendingOrder, MovieAlreadyInCart, MovieNotForSale */
  async execute({ actor, movie }: { actor: Actor; movie: MovieReference }): Promise<void> {
    await this.#unitOfWork.run(async ({ carts }) => {
      const found = await carts.findForAdding(actor.userId, movie);
      if (!found) throw new MovieNotFound();
      const { cart, offer, holdings } = found;
      cart.add(offer, holdings, this.#clock.now());
      await carts.save(cart);
    });
  }
}
