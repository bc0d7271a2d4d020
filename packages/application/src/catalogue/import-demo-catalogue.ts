import type { Clock, MovieSource, UnitOfWork } from '../ports/index.ts';
import type { ImportMovies } from './import-movies.ts';
import type { ImportReport } from './movie-intake.ts';

/**
 * Gives an empty catalogue something to show. What was begun is finished, however often it is cut short; what is
 * finished is never looked at again; a catalogue of the operator's own stays as it is.
 */
export class ImportDemoCatalogue {
  readonly #unitOfWork: UnitOfWork;
  readonly #importMovies: ImportMovies;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, importMovies: ImportMovies, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#importMovies = importMovies;
    this.#clock = clock;
  }

  /** What was imported; undefined, and `source` not read, if there was nothing to do. */
  async execute(source: MovieSource, onProgress?: (report: ImportReport) => void): Promise<ImportReport | undefined> {
    const startedAt = await this.#begin(source.name);
    if (startedAt === undefined) return undefined;

    const report = await this.#importMovies.execute({ rows: source.rows(), ...(onProgress && { onProgress }) });
    const finished = { source: source.name, startedAt, finishedAt: this.#clock.now() };
    await this.#unitOfWork.run(({ movies }) => movies.saveImport(finished));
    return report;
  }

  /** When the import that is to be carried out was begun; undefined if there is none. */
  async #begin(source: string): Promise<Date | undefined> {
    const now = this.#clock.now();
    return this.#unitOfWork.run(async ({ movies }) => {
      const earlier = await movies.findImport(source);
      if (earlier) return earlier.finishedAt === null ? earlier.startedAt : undefined;
      if (await movies.any()) return undefined;

      await movies.saveImport({ source, startedAt: now, finishedAt: null });
      return now;
    });
  }
}
