import { days, later } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** How long it is known of an event that it came: gateways try again for days. */
const KEPT = days(90);
/** Events of one transaction: on SQLite everybody else's writes wait meanwhile. */
const BATCH = 500;

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
    for (let forgotten = 0; ; ) {
      const batch = await this.#unitOfWork.run(({ webhookEvents }) =>
        webhookEvents.deleteReceivedBefore(moment, BATCH),
      );
      forgotten += batch;
      if (batch < BATCH) return forgotten;
      await this.#clock.wait(0);
    }
  }
}
