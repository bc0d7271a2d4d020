import { Session, WrongCredentials } from '@online-cinema/domain/accounts';
import { later } from '@online-cinema/domain/shared';
import type {
  AccessTokens,
  AccountQueries,
  Clock,
  PasswordHasher,
  SecretGenerator,
  UnitOfWork,
} from '../ports/index.ts';
import { ACCESS_TOKEN_LIFE } from './access-token-life.ts';
import { rightCredentials } from './right-credentials.ts';

export interface LogInCommand {
  readonly email: string;
  readonly password: string;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** Someone shows who they are and gets a session with its two tokens. */
export class LogIn {
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountQueries;
  readonly #hasher: PasswordHasher;
  readonly #tokens: AccessTokens;
  readonly #secrets: SecretGenerator;
  readonly #clock: Clock;
  readonly #sessionDays: number;

  constructor(needs: {
    unitOfWork: UnitOfWork;
    accounts: AccountQueries;
    hasher: PasswordHasher;
    tokens: AccessTokens;
    secrets: SecretGenerator;
    clock: Clock;
    /** How many days a session lives. */
    sessionDays: number;
  }) {
    this.#unitOfWork = needs.unitOfWork;
    this.#accounts = needs.accounts;
    this.#hasher = needs.hasher;
    this.#tokens = needs.tokens;
    this.#secrets = needs.secrets;
    this.#clock = needs.clock;
    this.#sessionDays = needs.sessionDays;
  }

  /** Says also who that is. @throws WrongCredentials, and only where the password is right AccountNotActivated, AccountDeactivated; TooBusyToHash */
  async execute(command: LogInCommand): Promise<{ userId: number; accessToken: string; refreshToken: string }> {
    const account = await rightCredentials({ accounts: this.#accounts, hasher: this.#hasher }, command);

    const now = this.#clock.now();
    const expiresAt = Session.expiry(now, this.#sessionDays);
    const subject = { userId: account.userId, session: this.#secrets.uuid() };
    const refreshToken = await this.#tokens.issue('refresh', subject, { now, expiresAt });
    const accessToken = await this.#tokens.issue('access', subject, { now, expiresAt: later(now, ACCESS_TOKEN_LIFE) });

    await this.#unitOfWork.run(async ({ users, sessions }) => {
      const user = await users.findForUpdate(account.userId);
      // The password may have been changed while this one was being verified.
      if (user?.state.hashedPassword !== account.hashedPassword) throw new WrongCredentials();
      user.assertMayLogIn();
      await sessions.add(
        Session.open({
          key: subject.session,
          userId: user.id,
          tokenHash: this.#secrets.hash(refreshToken),
          userAgent: command.userAgent,
          ipAddress: command.ipAddress,
          now,
          expiresAt,
        }),
      );
    });
    return { userId: account.userId, accessToken, refreshToken };
  }
}
