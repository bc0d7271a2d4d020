import type { Actor } from '@online-cinema/domain/shared';
import type { MovieReference, UnitOfWork } from '../ports/index.ts';
import { movieIdOf } from './movie-id.ts';

/** A movie is no favourite of a user's any more. */
export class RemoveFavorite {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws MovieNotFound */
  async execute({ actor, movie }: { actor: Actor; movie: MovieReference }): Promise<void> {
    const { userId } = actor;
    await this.#unitOfWork.run(async ({ movies, favorites }) => {
      await favorites.remove({ userId, movieId: await movieIdOf(movie, movies) });
    });
  }
}
