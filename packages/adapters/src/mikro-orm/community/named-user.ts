import type { Named } from '@online-cinema/application/ports';
import { displayName } from '@online-cinema/domain/accounts';

/** A user as others see them, by the columns of their profile, if they have one. */
export function namedUser(id: number, profile: { first_name: string | null; last_name: string | null }): Named {
  return { id, name: displayName(id, { firstName: profile.first_name, lastName: profile.last_name }) };
}
