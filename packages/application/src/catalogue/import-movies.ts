import type { Clock, SecretGenerator, UnitOfWork } from '../ports/index.ts';
import { type ImportMoviesCommand, type ImportReport, MovieIntake } from './movie-intake.ts';

/**
 * Takes films into the catalogue, a batch a transaction. A film that is there already is left alone, so an import may
 * be repeated, also one that was cut short.
 */
export class ImportMovies {
  readonly #unitOfWork: UnitOfWork;
  readonly #intake: MovieIntake;

  /** `batchSize` is how many rows a transaction takes in. On SQLite everybody else's writes wait meanwhile. */
  constructor(unitOfWork: UnitOfWork, secrets: SecretGenerator, clock: Clock, batchSize = 100) {
    this.#unitOfWork = unitOfWork;
    this.#intake = new MovieIntake(secrets, clock, batchSize);
  }

  async execute(command: ImportMoviesCommand): Promise<ImportReport> {
    return this.#intake.run(command, (batch) => this.#unitOfWork.run(({ movies }) => movies.addAll(batch)));
  }
}
