import { popularity } from '@online-cinema/domain/catalogue';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** Movies of one transaction: on SQLite everybody else's writes wait meanwhile. */
const BATCH = 500;

/** Says anew how popular movies are, batch by batch; the order of a list may lag behind by as long as it is not called. */
export class RecomputePopularity {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** How many movies are more or less popular than before. */
  async execute(): Promise<number> {
    let changed = 0;
    for (let afterId: number | undefined = 0; afterId !== undefined; ) {
      const batch = await this.#recompute(afterId);
      changed += batch.changed;
      afterId = batch.lastId;
      await this.#clock.wait(0);
    }
    return changed;
  }

  /** `lastId` is undefined once there is no movie after it. */
  async #recompute(afterId: number): Promise<{ changed: number; lastId: number | undefined }> {
    const now = this.#clock.now();
    return this.#unitOfWork.run(async ({ popularities }) => {
      const movies = await popularities.findAfter(afterId, BATCH);
      const changed = movies.flatMap((movie) => {
        const recomputed = popularity(movie.interest, movie, now);
        return recomputed === movie.popularity ? [] : [{ movieId: movie.movieId, popularity: recomputed }];
      });
      if (changed.length > 0) await popularities.save(changed);
      return { changed: changed.length, lastId: movies.length < BATCH ? undefined : movies.at(-1)?.movieId };
    });
  }
}
