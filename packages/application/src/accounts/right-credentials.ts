import { WrongCredentials } from '@online-cinema/domain/accounts';
import { canonical } from '@online-cinema/domain/shared';
import type { AccountQueries, Credentials, PasswordHasher } from '../ports/index.ts';

/** The account that an address and a password belong to. Takes as long where there is none. @throws WrongCredentials, TooBusyToHash */
export async function rightCredentials(
  { accounts, hasher }: { accounts: AccountQueries; hasher: PasswordHasher },
  /** `rightFor`: the hash that the password was found right for before. */
  { email, password, rightFor }: { email: string; password: string; rightFor?: string | undefined },
): Promise<Credentials> {
  const account = await accounts.credentials(canonical(email));
  if (account !== undefined && account.hashedPassword === rightFor) return account;
  const isRight = await hasher.verify(account?.hashedPassword, password);
  if (!account || !isRight) throw new WrongCredentials();
  return account;
}
