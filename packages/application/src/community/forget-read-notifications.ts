import { days, later } from '@online-cinema/domain/shared';
import { deleteInBatches } from '../maintenance/delete-in-batches.ts';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** How long a notification stays once it was read. */
const KEPT = days(90);

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
    return deleteInBatches(this.#unitOfWork, this.#clock, ({ notifications }, limit) =>
      notifications.deleteReadBefore(moment, limit),
    );
  }
}
