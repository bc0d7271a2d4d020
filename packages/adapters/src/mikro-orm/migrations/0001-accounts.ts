import { index, type Migration, reference } from './migration.ts';

/** Users in their groups, their profiles and sessions, and the tokens of mailed links. */
export const accounts: Migration = {
  name: '0001-accounts',

  up: ({ id, integer, boolean, time, string, json, unique }) => [
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

    ...['activation_tokens', 'password_reset_tokens'].flatMap((table) => [
      `create table ${table} (
        id ${id},
        user_id ${integer} not null,
        token_hash ${string(64)} not null,
        requested_at ${time} not null,
        recent_requests ${json} not null,
        expires_at ${time} not null,
        ${reference(table, 'user_id', 'users', 'cascade')}
      )`,
      unique(table, 'user_id'),
      index(table, 'expires_at'),
    ]),

    `create table user_profiles (
      id ${id},
      user_id ${integer} not null,
      first_name ${string(100)} null,
      last_name ${string(100)} null,
      gender text check (gender in ('man', 'woman')) null,
      date_of_birth ${string(10)} null,
      info text null,
      avatar ${string(255)} null,
      ${reference('user_profiles', 'user_id', 'users', 'cascade')}
    )`,
    unique('user_profiles', 'user_id'),

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
    'drop table user_profiles',
    'drop table password_reset_tokens',
    'drop table activation_tokens',
    'drop table users',
    'drop table user_groups',
  ],
};
