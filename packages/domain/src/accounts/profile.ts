import type { Fault } from '../shared/index.ts';

export const GENDERS = ['man', 'woman'] as const;
export type Gender = (typeof GENDERS)[number];

const LONGEST_NAME = 100;
const EARLIEST_BIRTH_YEAR = 1900;
const LEGAL_AGE = 18;

/** What people say of themselves. */
export interface ProfileFacts {
  /** English letters only, at most 100; stored in lower case. */
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: string;
  /** `YYYY-MM-DD` */
  readonly dateOfBirth: string;
  readonly info: string;
}

export interface ProfileState {
  readonly id: number;
  readonly userId: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly gender: Gender | null;
  readonly dateOfBirth: string | null;
  readonly info: string | null;
  /** The key of the stored picture. */
  readonly avatar: string | null;
}

export type ProfileDraft = Omit<ProfileState, 'id'>;

/** Every rule that the facts break, in the words of the contract; absent facts break none. */
export function profileFaults(facts: Partial<ProfileFacts>, today: Date): readonly Fault[] {
  return [
    ...nameFaults('firstName', facts.firstName),
    ...nameFaults('lastName', facts.lastName),
    ...genderFaults(facts.gender),
    ...birthFaults(facts.dateOfBirth, today),
    ...infoFaults(facts.info),
  ];
}

function nameFaults(field: string, name: string | undefined): readonly Fault[] {
  if (name === undefined) return [];
  if (!/^[A-Za-z]+$/.test(name)) return [{ field, message: `${name} contains non-english letters` }];
  return name.length > LONGEST_NAME
    ? [{ field, message: `String should have at most ${LONGEST_NAME} characters` }]
    : [];
}

function genderFaults(gender: string | undefined): readonly Fault[] {
  if (gender === undefined || isGender(gender)) return [];
  return [{ field: 'gender', message: `Gender must be one of: ${GENDERS.join(', ')}` }];
}

function birthFaults(dateOfBirth: string | undefined, today: Date): readonly Fault[] {
  if (dateOfBirth === undefined) return [];
  const field = 'dateOfBirth';
  if (Number(dateOfBirth.slice(0, 4)) < EARLIEST_BIRTH_YEAR) {
    return [{ field, message: 'Invalid birth date - year must be greater than 1900.' }];
  }
  return ageOn(today, dateOfBirth) < LEGAL_AGE
    ? [{ field, message: 'You must be at least 18 years old to register.' }]
    : [];
}

function infoFaults(info: string | undefined): readonly Fault[] {
  if (info === undefined || info.trim() !== '') return [];
  return [{ field: 'info', message: 'Info field cannot be empty or contain only spaces.' }];
}

function isGender(gender: string | undefined): gender is Gender {
  return GENDERS.some((known) => known === gender);
}

/** Whole years from birth to `today`, by the calendar (UTC). */
function ageOn(today: Date, dateOfBirth: string): number {
  const [year = 0, month = 0, day = 0] = dateOfBirth.split('-').map(Number);
  const hadBirthday =
    today.getUTCMonth() + 1 > month || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day);
  return today.getUTCFullYear() - year - (hadBirthday ? 0 : 1);
}

/** What the keys of all users' pictures begin with. */
export const AVATARS = 'avatars/';

/** The key under which a user's picture is stored: never used twice, so that replacing is safe and caches are right. */
export function avatarKey(userId: number, random: string): string {
  return `${AVATARS}${userId}_${random}_avatar.jpg`;
}

/** What a user shows of themselves; at most one a user. */
export class Profile {
  #state: ProfileState;
  private constructor(state: ProfileState) {
    this.#state = state;
  }

  static restore(state: ProfileState): Profile {
    return new Profile(state);
  }

  /** A profile of facts that have no faults. */
  static create(userId: number, facts: ProfileFacts, avatar: string | null): ProfileDraft {
    const nothing = { userId, firstName: null, lastName: null, gender: null, dateOfBirth: null, info: null, avatar };
    return { ...nothing, ...stored(facts) };
  }

  get state(): ProfileState {
    return this.#state;
  }

  /** Changes only what is named; the facts have no faults. */
  change(facts: Partial<ProfileFacts>): void {
    this.#state = { ...this.#state, ...stored(facts) };
  }

  /** Another picture, or none; answers with the key of the one before, which nobody needs any more. */
  replaceAvatar(avatar: string | null): string | null {
    const before = this.#state.avatar;
    this.#state = { ...this.#state, avatar };
    return before;
  }
}

function stored(facts: Partial<ProfileFacts>): Partial<Omit<ProfileState, 'id' | 'userId' | 'avatar'>> {
  const { firstName, lastName, gender, dateOfBirth, info } = facts;
  return {
    ...(firstName !== undefined && { firstName: firstName.toLowerCase() }),
    ...(lastName !== undefined && { lastName: lastName.toLowerCase() }),
    ...(isGender(gender) && { gender }),
    ...(dateOfBirth !== undefined && { dateOfBirth }),
    ...(info !== undefined && { info }),
  };
}
