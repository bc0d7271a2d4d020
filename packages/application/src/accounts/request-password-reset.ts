import { emailAddress } from '@online-cinema/domain/accounts';
import type { UnitOfWork } from '../ports/index.ts';

/** Someone says they forgot a password. Whether there is such an account is for the job to find out. */
export class RequestPasswordReset {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws InvalidInput for what is no address */
  async execute(command: { email: string }): Promise<void> {
    const email = emailAddress(command.email);
    await this.#unitOfWork.run(({ jobs }) => jobs.enqueue('mail-password-reset-link', { email }));
  }
}
