import { movieIdentity } from '@online-cinema/domain/catalogue';
import type { Clock, SecretGenerator, UnitOfWork } from '../ports/index.ts';
import { type ImportMoviesCommand, type ImportReport, MovieIntake } from './movie-intake.ts';

/**
 * Tells what an import would do, and writes nothing. To know again a film that stands twice in the source, what makes
 * each film itself is kept to the end: about 100 bytes a film.
 */
export class PreviewImport {
  readonly #unitOfWork: UnitOfWork;
  readonly #intake: MovieIntake;

  /** `batchSize` is how many rows are looked up together. */
  constructor(unitOfWork: UnitOfWork, secrets: SecretGenerator, clock: Clock, batchSize = 100) {
    this.#unitOfWork = unitOfWork;
    this.#intake = new MovieIntake(secrets, clock, batchSize);
  }

  async execute(command: ImportMoviesCommand): Promise<ImportReport> {
    const seen = new Set<string>();
    return this.#intake.run(command, async (batch) => {
      const unknown = await this.#unitOfWork.run(({ movies }) => movies.unknown(batch));
      const before = seen.size;
      for (const film of unknown) seen.add(movieIdentity(film));
      const added = seen.size - before;
      return { added, existing: batch.length - added };
    });
  }
}
