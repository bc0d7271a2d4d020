import { days, later } from '@online-cinema/domain/shared';
import { deleteInBatches } from '../maintenance/delete-in-batches.ts';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** How long it is known of an event that it came: gateways try again for days. */
const KEPT = days(90);

/** That an event came long ago is forgotten, batch by batch. */
export class ForgetWebhookEvents {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** How many were forgotten. */
  async execute(): Promise<number> {
    const moment = later(this.#clock.now(), -KEPT);
    return deleteInBatches(this.#unitOfWork, this.#clock, ({ webhookEvents }, limit) =>
      webhookEvents.deleteReceivedBefore(moment, limit),
    );
  }
}
