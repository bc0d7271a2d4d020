import type { Clock, ObjectStorage, ProfileView } from '@online-cinema/application/ports';
import { GENDERS, type ProfileFacts, profileFaults } from '@online-cinema/domain/accounts';
import { type Static, Type } from 'typebox';
import { body, described, id, orNull } from '../shared/schemas.ts';

const facts = {
  first_name: Type.String({ maxLength: 100, description: 'English letters; kept in lower case.' }),
  last_name: Type.String({ maxLength: 100, description: 'English letters; kept in lower case.' }),
  // What else it could be is for the domain to refuse, in its own words.
  gender: Type.String({ 'x-values': GENDERS }),
  date_of_birth: Type.String({ format: 'date', description: '18 years ago or more.' }),
  info: Type.String({ description: 'Whatever they like to say; not blank.' }),
};

/** The picture's place in a form; the bytes themselves are read apart from the fields. */
const picture = Type.Optional(
  Type.String({
    contentMediaType: 'image/jpeg, image/png',
    format: 'binary',
    description: 'JPEG or PNG, 1 MB at most.',
  }),
);

const example = {
  first_name: 'Ann',
  last_name: 'Lee',
  gender: 'woman',
  date_of_birth: '1990-02-03',
  info: 'Silent films, mostly.',
};

export const newProfile = body({ ...facts, avatar: picture }, example, 'NewProfile');

export const profileChange = body(
  {
    first_name: Type.Optional(facts.first_name),
    last_name: Type.Optional(facts.last_name),
    gender: Type.Optional(facts.gender),
    date_of_birth: Type.Optional(facts.date_of_birth),
    info: Type.Optional(facts.info),
    avatar: picture,
  },
  { info: 'Silent films, mostly.' },
  'ProfileChange',
);

export function newFacts(fields: Static<typeof newProfile>): ProfileFacts {
  const { first_name: firstName, last_name: lastName, gender, date_of_birth: dateOfBirth, info } = fields;
  return { firstName, lastName, gender, dateOfBirth, info };
}

export function changedFacts(fields: Static<typeof profileChange>): Partial<ProfileFacts> {
  const { first_name: firstName, last_name: lastName, gender, date_of_birth: dateOfBirth, info } = fields;
  return {
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(gender !== undefined && { gender }),
    ...(dateOfBirth !== undefined && { dateOfBirth }),
    ...(info !== undefined && { info }),
  };
}

const nullableText = orNull(Type.String());

const profileFields = {
  id: id('the profile'),
  user_id: id('the user'),
  first_name: nullableText,
  last_name: nullableText,
  gender: orNull(Type.Enum(GENDERS)),
  date_of_birth: orNull(Type.String({ format: 'date' })),
  info: nullableText,
  avatar: orNull(Type.String({ format: 'uri' }), 'The address of the picture, or null.'),
};

export const profileShape = Type.Object(profileFields, { title: 'Profile' });

export const profileExample = {
  id: 1,
  user_id: 1,
  ...example,
  first_name: 'ann',
  last_name: 'lee',
  avatar: 'http://127.0.0.1:8000/media/avatars/1_6b1f_avatar.jpg',
};

export const profile = described(profileShape, 'The profile.', profileExample);

export function presentProfile(view: ProfileView, objects: Pick<ObjectStorage, 'urlOf'>) {
  return {
    id: view.id,
    user_id: view.userId,
    first_name: view.firstName,
    last_name: view.lastName,
    gender: view.gender,
    date_of_birth: view.dateOfBirth,
    info: view.info,
    avatar: view.avatar === null ? null : objects.urlOf(view.avatar),
  };
}

export const profileParameter = Type.Object({ user_id: id('the user') });

/** The domain's rules by the fields' names in the form. */
export function profileRules(clock: Pick<Clock, 'now'>) {
  return {
    first_name: (firstName: string) => profileFaults({ firstName }, clock.now()),
    last_name: (lastName: string) => profileFaults({ lastName }, clock.now()),
    gender: (gender: string) => profileFaults({ gender }, clock.now()),
    date_of_birth: (dateOfBirth: string) => profileFaults({ dateOfBirth }, clock.now()),
    info: (info: string) => profileFaults({ info }, clock.now()),
  };
}
