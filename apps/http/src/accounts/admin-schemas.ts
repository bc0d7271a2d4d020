import type { UserFilter, UserView } from '@online-cinema/application/ports';
import { GROUPS } from '@online-cinema/domain/shared';
import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../shared/pages.ts';
import { body, described, id, moment, orNull } from '../shared/schemas.ts';
import { accountExample, accountFields, presentAccountFields } from './own-account-schemas.ts';

export const userQuery = Type.Object({
  ...pageQuery,
  email: Type.Optional(Type.String({ maxLength: 255, description: 'A part of the address, in any case.' })),
  group: Type.Optional(Type.Enum(GROUPS, { description: 'Who are in this group.' })),
  is_active: Type.Optional(
    Type.Boolean({ description: 'Whether they may log in: they have followed the link, and are not shut out.' }),
  ),
});

export function userFilter({ email, group, is_active: isActive }: Static<typeof userQuery>): UserFilter {
  return {
    ...(email !== undefined && { email }),
    ...(group !== undefined && { group }),
    ...(isActive !== undefined && { isActive }),
  };
}

export const userParameter = Type.Object({ id: id('a user') });

const userFields = {
  ...accountFields,
  deactivated_at: orNull(moment, 'When an admin shut them out; else null.'),
};

const userExample = { ...accountExample, deactivated_at: null };

const shape = Type.Object(userFields, { title: 'User' });

export const user = described(shape, 'The user.', userExample);

export const users = pageOf('users', shape, {
  description: 'A page of users, by id.',
  example: userExample,
});

export function presentUser(view: UserView) {
  return { ...presentAccountFields(view), deactivated_at: view.deactivatedAt?.toISOString() ?? null };
}

export const groupChange = body({ group: Type.Enum(GROUPS) }, { group: 'moderator' });

/** An answer that is one of these sentences. */
export const said = (...messages: readonly string[]) =>
  Type.Object(
    { message: Type.String() },
    { title: 'Message', description: messages.join(' · '), examples: messages.map((message) => ({ message })) },
  );
