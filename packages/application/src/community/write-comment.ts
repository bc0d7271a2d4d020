import { Comment } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, MovieReference, UnitOfWork } from '../ports/index.ts';
import { movieIdOf } from './movie-id.ts';

/** A user says what they think of a movie. */
export class WriteComment {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** The comment's id. @throws MovieNotFound, UserNotFoundOrInactive, InvalidInput */
  async execute({ actor, movie, text }: { actor: Actor; movie: MovieReference; text: string }): Promise<number> {
    return this.#unitOfWork.run(async ({ movies, comments }) => {
      const movieId = await movieIdOf(movie, movies);
      const comment = await comments.add(Comment.write({ actor, movieId, text }, this.#clock.now()));
      return comment.id;
    });
  }
}
