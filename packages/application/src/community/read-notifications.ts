import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** A user has seen what there was to tell: some of it by its ids, or without them all. */
export class ReadNotifications {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async execute({ actor, ids }: { actor: Actor; ids?: readonly number[] }): Promise<void> {
    const { userId } = actor;
    await this.#unitOfWork.run(({ notifications }) => notifications.markRead(userId, this.#clock.now(), ids));
  }
}
