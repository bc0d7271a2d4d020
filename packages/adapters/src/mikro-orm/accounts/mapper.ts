import type { InferEntity } from '@mikro-orm/core';
import {
  LinkToken,
  type LinkTokenState,
  Profile,
  type ProfileDraft,
  Session,
  type SessionDraft,
  User,
  type UserState,
} from '@online-cinema/domain/accounts';
import { GROUPS, type Group } from '@online-cinema/domain/shared';
import type { ActivationTokenRow, ProfileRow, SessionRow, UserRow } from './rows.ts';

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

export function toLinkToken(row: InferEntity<typeof ActivationTokenRow>): LinkToken {
  const { userId, tokenHash, requestedAt, expiresAt } = row;
  const recentRequests = row.recentRequests.map((moment) => new Date(moment));
  return LinkToken.restore({ userId, tokenHash, requestedAt, recentRequests, expiresAt });
}

export function fromLinkToken({ userId, tokenHash, requestedAt, recentRequests, expiresAt }: LinkTokenState) {
  const moments = recentRequests.map((moment) => moment.getTime());
  return { userId, tokenHash, requestedAt, recentRequests: moments, expiresAt };
}

export function toProfile(row: InferEntity<typeof ProfileRow>): Profile {
  const { id, userId, firstName = null, lastName = null, gender = null } = row;
  const { dateOfBirth = null, info = null, avatar = null } = row;
  return Profile.restore({ id, userId, firstName, lastName, gender, dateOfBirth, info, avatar });
}

export function fromProfile(draft: ProfileDraft) {
  const { userId, firstName, lastName, gender, dateOfBirth, info, avatar } = draft;
  return { userId, firstName, lastName, gender, dateOfBirth, info, avatar };
}

export function toSession(row: InferEntity<typeof SessionRow>): Session {
  const { id, key, userId, tokenHash, userAgent = null, ipAddress = null, createdAt, lastUsedAt, expiresAt } = row;
  return Session.restore({ id, key, userId, tokenHash, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt });
}

export function fromSession(state: SessionDraft) {
  const { key, userId, tokenHash, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt } = state;
  return { key, userId, tokenHash, userAgent, ipAddress, createdAt, lastUsedAt, expiresAt };
}
