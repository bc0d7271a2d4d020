import type { Actor } from '@online-cinema/domain/shared';
import type { MovieReference, UnitOfWork } from '../ports/index.ts';
import { movieIdOf } from './movie-id.ts';

/** A user's rating counts no more. */
export class WithdrawRating {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws MovieNotFound */
  async execute({ actor, movie }: { actor: Actor; movie: MovieReference }): Promise<void> {
    const { userId } = actor;
    await this.#unitOfWork.run(async ({ movies, ratings }) => {
      await ratings.remove({ userId, movieId: await movieIdOf(movie, movies) });
    });
  }
}
