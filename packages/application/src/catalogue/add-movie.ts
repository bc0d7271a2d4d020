import { Movie, type MovieDetails } from '@online-cinema/domain/catalogue';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, SecretGenerator, UnitOfWork } from '../ports/index.ts';

export interface AddMovieCommand {
  readonly actor: Actor;
  readonly details: MovieDetails;
}

/** A moderator takes a movie into the catalogue. */
export class AddMovie {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: SecretGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, secrets: SecretGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** The movie's id. @throws ModeratorRequired, InvalidInput, MovieAlreadyExists */
  async execute({ actor, details }: AddMovieCommand): Promise<number> {
    actor.assertMayModerate();
    const draft = Movie.propose(details, { uuid: this.#secrets.uuid(), now: this.#clock.now() });
    const movie = await this.#unitOfWork.run(({ movies }) => movies.add(draft));
    return movie.id;
  }
}
