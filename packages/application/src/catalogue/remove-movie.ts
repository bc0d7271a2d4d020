import { MovieNotFound } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import type { MovieReference, UnitOfWork } from '../ports/index.ts';

/** A moderator takes a movie that nobody would miss out of the catalogue. */
export class RemoveMovie {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws ModeratorRequired, MovieNotFound, MovieInCarts, MovieInPendingOrders, MoviePurchased */
  async execute({ actor, movie: reference }: { actor: Actor; movie: MovieReference }): Promise<void> {
    actor.assertMayModerate();
    await this.#unitOfWork.run(async ({ movies }) => {
      const movie = await movies.findForUpdate(reference);
      if (!movie) throw new MovieNotFound();
      movie.assertMayGo(await movies.holdersOf(movie.id));
      await movies.delete(movie.id);
    });
  }
}
