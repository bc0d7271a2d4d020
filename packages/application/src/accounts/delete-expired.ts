import type { Clock, UnitOfWork } from '../ports/index.ts';

/** Sessions and mailed links whose time is over go. */
export class DeleteExpired {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** How many went. */
  async execute(): Promise<number> {
    const now = this.#clock.now();
    return this.#unitOfWork.run(async ({ activationTokens, passwordResetTokens, sessions }) => {
      const links = (await activationTokens.deleteExpired(now)) + (await passwordResetTokens.deleteExpired(now));
      return links + (await sessions.deleteExpired(now));
    });
  }
}
