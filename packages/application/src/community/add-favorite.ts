import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, MovieReference, UnitOfWork } from '../ports/index.ts';
import { movieIdOf } from './movie-id.ts';

/** A user keeps a movie among their favourites. */
export class AddFavorite {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws MovieNotFound, UserNotFoundOrInactive */
  async execute({ actor, movie }: { actor: Actor; movie: MovieReference }): Promise<void> {
    const { userId } = actor;
    await this.#unitOfWork.run(async ({ movies, favorites }) => {
      await favorites.add({ userId, movieId: await movieIdOf(movie, movies), now: this.#clock.now() });
    });
  }
}
