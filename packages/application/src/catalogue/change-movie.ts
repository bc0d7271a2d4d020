import { type MovieDetails, MovieNotFound } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, MovieReference, UnitOfWork } from '../ports/index.ts';

export interface ChangeMovieCommand {
  readonly actor: Actor;
  readonly movie: MovieReference;
  /** What is left out stays as it is. */
  readonly details: MovieDetails;
}

/** A moderator mends what the catalogue says of a movie. */
export class ChangeMovie {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws ModeratorRequired, MovieNotFound, InvalidInput, MovieAlreadyExists */
  async execute({ actor, movie: reference, details }: ChangeMovieCommand): Promise<void> {
    actor.assertMayModerate();
    await this.#unitOfWork.run(async ({ movies }) => {
      const movie = await movies.findForUpdate(reference);
      if (!movie) throw new MovieNotFound();
      movie.change(details, this.#clock.now());
      await movies.save(movie);
    });
  }
}
