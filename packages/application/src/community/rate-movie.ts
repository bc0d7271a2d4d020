import { assertRating } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, MovieReference, UnitOfWork } from '../ports/index.ts';
import { movieIdOf } from './movie-id.ts';

/** A user gives a movie 1 to 10, in place of what they gave before. */
export class RateMovie {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws MovieNotFound, UserNotFoundOrInactive, InvalidInput */
  async execute({ actor, movie, value }: { actor: Actor; movie: MovieReference; value: number }): Promise<void> {
    const { userId } = actor;
    assertRating(value);
    await this.#unitOfWork.run(async ({ movies, ratings }) => {
      const movieId = await movieIdOf(movie, movies);
      await ratings.set({ userId, movieId, value, now: this.#clock.now() });
    });
  }
}
