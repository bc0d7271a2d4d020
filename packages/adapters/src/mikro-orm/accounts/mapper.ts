import type { InferEntity } from '@mikro-orm/core';
import {
  ActivationToken,
  type ActivationTokenState,
  Session,
  type SessionDraft,
  User,
  type UserState,
} from '@online-cinema/domain/accounts';
import { GROUPS, type Group } from '@online-cinema/domain/shared';
import type { ActivationTokenRow, SessionRow, UserRow } from './rows.ts';

/** The migration seeds the groups in the order of `GROUPS`, from 1 up. */
export function groupId(group: Group): number {
  return GROUPS.indexOf(group) + 1;
}

/** @throws RangeError for an id that the migration did not seed */
export function groupOf(id: number): Group {
  const group = GROUPS[id - 1];
  if (!group) throw new RangeError(`There is no user group ${id}`);
  return group;
}

export function toUser(row: InferEntity<typeof UserRow>): User {
  const { id, email, hashedPassword, isActive, deactivatedAt = null, createdAt, updatedAt } = row;
  return User.restore({
    id,
    email,
    hashedPassword,
    isActive,
    deactivatedAt,
    group: groupOf(row.groupId),
    createdAt,
    updatedAt,
  });
}

export function fromUser({ group, ...state }: Omit<UserState, 'id'>) {
  const { email, hashedPassword, isActive, deactivatedAt, createdAt, updatedAt } = state;
  return { email, hashedPassword, isActive, deactivatedAt, createdAt, updatedAt, groupId: groupId(group) };
}

export function toActivationToken(row: InferEntity<typeof ActivationTokenRow>): ActivationToken {
  const { userId, tokenHash, requestedAt, expiresAt } = row;
  return ActivationToken.restore({ userId, tokenHash, requestedAt, expiresAt });
}

export function fromActivationToken({ userId, tokenHash, requestedAt, expiresAt }: ActivationTokenState) {
  return { userId, tokenHash, requestedAt, expiresAt };
}

export function toSession(row: InferEntity<typeof SessionRow>): Session {
  const { id, key, userId, tokenHash, userAgent = null, ipAddress = null, createdAt, lastUsedAt, expiresAt } = row;
  return Session.restore({ id, key, userId, tokenHash, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt });
}

export function fromSession(state: SessionDraft) {
  const { key, userId, tokenHash, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt } = state;
  return { key, userId, tokenHash, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt };
}
