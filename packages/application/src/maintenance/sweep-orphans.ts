import { AVATARS } from '@online-cinema/domain/accounts';
import { days, later } from '@online-cinema/domain/shared';
import type { Clock, ObjectStorage, UnitOfWork } from '../ports/index.ts';

/** What was stored since then may belong to an upload that is not committed yet. */
const LEFT_ALONE = days(1);
/** Keys that are asked about at a time. */
const BATCH = 500;

/**
 * Stored pictures that nothing refers to go: what uploads that failed left behind. As no key is used twice, what is not
 * referred to after a day never is again.
 */
export class SweepOrphans {
  readonly #unitOfWork: UnitOfWork;
  readonly #objects: ObjectStorage;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, objects: ObjectStorage, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#objects = objects;
    this.#clock = clock;
  }

  /** How many went. @throws ObjectStorageUnavailable */
  async execute(): Promise<number> {
    const storedBefore = later(this.#clock.now(), -LEFT_ALONE);
    let swept = 0;
    let batch: string[] = [];
    for await (const { key, modifiedAt } of this.#objects.list(AVATARS)) {
      if (modifiedAt >= storedBefore) continue;
      batch.push(key);
      if (batch.length < BATCH) continue;
      swept += await this.#sweep(batch);
      batch = [];
    }
    return swept + (await this.#sweep(batch));
  }

  async #sweep(keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    const referredTo = await this.#unitOfWork.run(({ profiles }) => profiles.findAvatarsAmong(keys));
    const kept = new Set(referredTo);
    const orphans = keys.filter((key) => !kept.has(key));
    for (const key of orphans) await this.#objects.delete(key);
    return orphans.length;
  }
}
