import { MovieNotInCart } from '@online-cinema/domain/ordering';
import type { Actor } from '@online-cinema/domain/shared';
import type { MovieReference, UnitOfWork } from '../ports/index.ts';

/** A user changes their mind about a movie. */
export class RemoveFromCart {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws UserNotFoundOrInactive, MovieNotInCart */
  async execute({ actor, movie }: { actor: Actor; movie: MovieReference }): Promise<void> {
    await this.#unitOfWork.run(async ({ carts, offers }) => {
      const cart = await carts.findForUpdate(actor.userId);
      const offer = await offers.find(movie);
      if (!offer) throw new MovieNotInCart();
      cart.remove(offer.movie.id);
      await carts.save(cart);
    });
  }
}
