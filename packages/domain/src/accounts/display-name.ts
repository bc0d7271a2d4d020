import type { ProfileState } from './profile.ts';

/** What a user is called before others: the name of the profile as far as it is known, and never the e-mail address. */
export function displayName(userId: number, name: Pick<ProfileState, 'firstName' | 'lastName'>): string {
  const known = [name.firstName, name.lastName].filter((part) => part !== null && part !== '');
  return known.length === 0 ? `User ${userId}` : known.join(' ');
}
