import { days, later } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** How long a notification stays once it was read. */
const KEPT = days(90);
/** Notifications of one transaction: on SQLite everybody else's writes wait meanwhile. */
const BATCH = 500;

/** What users were told and have read long ago goes, batch by batch. */
export class ForgetReadNotifications {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** How many went. */
  async execute(): Promise<number> {
    const moment = later(this.#clock.now(), -KEPT);
    for (let forgotten = 0; ; ) {
      const batch = await this.#unitOfWork.run(({ notifications }) => notifications.deleteReadBefore(moment, BATCH));
      forgotten += batch;
      if (batch < BATCH) return forgotten;
      await this.#clock.wait(0);
    }
  }
}
