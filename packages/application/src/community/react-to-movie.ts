import type { Reaction } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, MovieReference, UnitOfWork } from '../ports/index.ts';
import { movieIdOf } from './movie-id.ts';

/** A user likes or dislikes a movie, whatever they thought of it before. */
export class ReactToMovie {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws MovieNotFound, UserNotFoundOrInactive */
  async execute({ actor, movie, value }: { actor: Actor; movie: MovieReference; value: Reaction }): Promise<void> {
    const { userId } = actor;
    await this.#unitOfWork.run(async ({ movies, reactions }) => {
      const movieId = await movieIdOf(movie, movies);
      await reactions.set({ userId, movieId, value, now: this.#clock.now() });
    });
  }
}
