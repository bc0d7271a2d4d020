import { InvalidActivationToken } from '@online-cinema/domain/accounts';
import { canonical } from '@online-cinema/domain/shared';
import type { Clock, SecretGenerator, UnitOfWork } from '../ports/index.ts';

/** The owner of an address shows, by the link that was sent there, that it is theirs. */
export class ActivateAccount {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: SecretGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, secrets: SecretGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  /** Says whose account it is. @throws InvalidActivationToken, AccountAlreadyActive */
  async execute(command: { email: string; token: string }): Promise<{ userId: number }> {
    const email = canonical(command.email);
    const tokenHash = this.#secrets.hash(command.token);
    const now = this.#clock.now();

    return this.#unitOfWork.run(async ({ users, activationTokens, jobs }) => {
      const user = await users.findByEmailForUpdate(email);
      const token = user && (await activationTokens.findOf(user.id));
      if (!user || !token?.accepts(tokenHash, now)) throw new InvalidActivationToken();

      user.activateByLink(now);
      await users.save(user);
      await activationTokens.spendOf(user.id);
      await jobs.enqueue('mail-account-activated', { email: user.email });
      return { userId: user.id };
    });
  }
}
