import { defineEntity, p } from '@mikro-orm/core';
import { GENDERS } from '@online-cinema/domain/accounts';
import { GROUPS } from '@online-cinema/domain/shared';

/** The groups, one row each, seeded by the migration. */
export const UserGroupRow = defineEntity({
  name: 'UserGroupRow',
  tableName: 'user_groups',
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.enum(GROUPS).unique(),
  },
});

export const UserRow = defineEntity({
  name: 'UserRow',
  tableName: 'users',
  properties: {
    id: p.integer().primary().autoincrement(),
    email: p.string().length(255).unique(),
    hashedPassword: p.string().length(255),
    isActive: p.boolean(),
    deactivatedAt: p.datetime().length(3).nullable(),
    groupId: () => p.manyToOne(UserGroupRow).mapToPk().fieldName('group_id').index(),
    createdAt: p.datetime().length(3),
    updatedAt: p.datetime().length(3),
  },
});

const linkTokenColumns = {
  id: p.integer().primary().autoincrement(),
  userId: () => p.oneToOne(UserRow).owner().mapToPk().fieldName('user_id').deleteRule('cascade'),
  tokenHash: p.string().length(64),
  requestedAt: p.datetime().length(3),
  /** Milliseconds since 1970. */
  recentRequests: p.json<number[]>(),
  expiresAt: p.datetime().length(3).index(),
};

export const ActivationTokenRow = defineEntity({
  name: 'ActivationTokenRow',
  tableName: 'activation_tokens',
  properties: linkTokenColumns,
});

export const PasswordResetTokenRow = defineEntity({
  name: 'PasswordResetTokenRow',
  tableName: 'password_reset_tokens',
  properties: linkTokenColumns,
});

export const ProfileRow = defineEntity({
  name: 'ProfileRow',
  tableName: 'user_profiles',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: () => p.oneToOne(UserRow).owner().mapToPk().fieldName('user_id').deleteRule('cascade'),
    firstName: p.string().length(100).nullable(),
    lastName: p.string().length(100).nullable(),
    gender: p.enum(GENDERS).nullable(),
    /** `YYYY-MM-DD` */
    dateOfBirth: p.string().length(10).nullable(),
    info: p.text().nullable(),
    /** The key of the stored picture. */
    avatar: p.string().length(255).nullable(),
  },
});

/** A log-in; named after the token that keeps it alive. */
export const SessionRow = defineEntity({
  name: 'SessionRow',
  tableName: 'refresh_tokens',
  properties: {
    id: p.integer().primary().autoincrement(),
    key: p.string().length(36).unique(),
    userId: () => p.manyToOne(UserRow).mapToPk().fieldName('user_id').deleteRule('cascade').index(),
    tokenHash: p.string().length(64),
    userAgent: p.string().length(255).nullable(),
    ipAddress: p.string().length(45).nullable(),
    createdAt: p.datetime().length(3),
    lastUsedAt: p.datetime().length(3),
    expiresAt: p.datetime().length(3).index(),
  },
});
