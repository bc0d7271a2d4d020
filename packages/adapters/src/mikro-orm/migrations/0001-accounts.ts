import { index, type Migration, reference } from './migration.ts';

/** Users in their groups, their sessions and activation tokens. */
export const accounts: Migration = {
  name: '0001-accounts',

  up: ({ id, integer, boolean, time, string, unique }) => [
    `create table user_groups (
      id ${id},
      name text check (name in ('user', 'moderator', 'admin')) not null
    )`,
    unique('user_groups', 'name'),
    `insert into user_groups (id, name) values (1, 'user'), (2, 'moderator'), (3, 'admin')`,

    `create table users (
      id ${id},
      email ${string(255)} not null,
      hashed_password ${string(255)} not null,
      is_active ${boolean} not null,
      deactivated_at ${time} null,
      group_id ${integer} not null,
      created_at ${time} not null,
      updated_at ${time} not null,
      ${reference('users', 'group_id', 'user_groups')}
    )`,
    unique('users', 'email'),
    index('users', 'group_id'),

    `create table activation_tokens (
      id ${id},
      user_id ${integer} not null,
      token_hash ${string(64)} not null,
      requested_at ${time} not null,
      expires_at ${time} not null,
      ${reference('activation_tokens', 'user_id', 'users', 'cascade')}
    )`,
    unique('activation_tokens', 'user_id'),
    index('activation_tokens', 'expires_at'),

    `create table refresh_tokens (
      id ${id},
      "key" ${string(36)} not null,
      user_id ${integer} not null,
      token_hash ${string(64)} not null,
      user_agent ${string(255)} null,
      ip_address ${string(45)} null,
      created_at ${time} not null,
      last_used_at ${time} not null,
      expires_at ${time} not null,
      ${reference('refresh_tokens', 'user_id', 'users', 'cascade')}
    )`,
    unique('refresh_tokens', 'key'),
    index('refresh_tokens', 'user_id'),
    index('refresh_tokens', 'expires_at'),
  ],

  down: () => [
    'drop table refresh_tokens',
    'drop table activation_tokens',
    'drop table users',
    'drop table user_groups',
  ],
};
