import {
  AccountAlreadyActive,
  AccountDeactivated,
  AccountNotActivated,
  InvalidActivationToken,
  LastAdminStays,
  User,
  type UserState,
} from '@online-cinema/domain/accounts';
import { later, minutes } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00Z');
const afterwards = later(now, minutes(5));

function aUser(changes: Partial<UserState> = {}): User {
  return User.restore({
    ...User.register({ email: 'ann@cinema.example', hashedPassword: 'hash', now }),
    id: 1,
    ...changes,
  });
}

describe('a user', () => {
  it('who registers cannot log in before they are activated', () => {
    const user = aUser();
    expect(user.awaitsActivation).toBe(true);
    expect(() => user.assertMayLogIn()).toThrow(AccountNotActivated);

    user.activateByLink(now);
    expect(user.awaitsActivation).toBe(false);
    expect(() => user.assertMayLogIn()).not.toThrow();
    expect(() => user.activateByLink(now)).toThrow(AccountAlreadyActive);
  });

  it('whom an admin shut out is not let back in by a link', () => {
    const user = aUser({ deactivatedAt: now });
    expect(user.awaitsActivation).toBe(false);
    expect(() => user.activateByLink(now)).toThrow(InvalidActivationToken);
    expect(() => user.assertMayLogIn()).toThrow(AccountDeactivated);
  });

  it('is known by their address, and what changes is noted with its time', () => {
    const user = aUser();
    expect([user.id, user.email]).toEqual([1, 'ann@cinema.example']);
    const active = { ...user.state, isActive: true, updatedAt: afterwards };

    user.activateByLink(afterwards);
    expect(user.state).toEqual(active);
    user.changePassword('other hash', afterwards);
    expect(user.state).toEqual({ ...active, hashedPassword: 'other hash' });
  });

  it('whom the operator makes an admin is one from the start', () => {
    expect(User.createAdmin({ email: 'eve@cinema.example', hashedPassword: 'hash', now })).toEqual({
      email: 'eve@cinema.example',
      hashedPassword: 'hash',
      isActive: true,
      deactivatedAt: null,
      group: 'admin',
      createdAt: now,
      updatedAt: now,
    });
  });

  it('whom the operator raises is an active admin, and keeps their password unless a new one is given', () => {
    const user = aUser({ deactivatedAt: now });
    const raised = { ...user.state, isActive: true, deactivatedAt: null, group: 'admin', updatedAt: afterwards };
    expect(user.isActiveAdmin).toBe(false);

    user.raiseToAdmin({ hashedPassword: undefined, now: afterwards });
    expect(user.state).toEqual(raised);
    expect(user.isActiveAdmin).toBe(true);
    user.raiseToAdmin({ hashedPassword: 'new hash', now: afterwards });
    expect(user.state).toEqual({ ...raised, hashedPassword: 'new hash' });
  });
});

describe('the last admin', () => {
  const anAdmin = () => aUser({ group: 'admin', isActive: true });

  it('is neither shut out nor moved nor erased', () => {
    expect(() => anAdmin().shutOut({ activeAdmins: 1, now })).toThrow(LastAdminStays);
    expect(() => anAdmin().moveTo('user', { activeAdmins: 1, now })).toThrow(LastAdminStays);
    expect(() => anAdmin().assertMayGo(1)).toThrow(LastAdminStays);
  });

  it('may go once there is another, and others may go anyway', () => {
    expect(() => anAdmin().shutOut({ activeAdmins: 2, now })).not.toThrow();
    expect(anAdmin().moveTo('user', { activeAdmins: 2, now })).toBe(true);
    expect(() => aUser({ isActive: true }).shutOut({ activeAdmins: 1, now })).not.toThrow();
    expect(() => aUser({ group: 'admin', isActive: false }).assertMayGo(1)).not.toThrow();
  });
});

describe('an admin’s word', () => {
  it('lets in whoever was shut out', () => {
    const user = aUser({ isActive: true });
    const before = user.state;
    user.shutOut({ activeAdmins: 1, now: afterwards });
    expect(user.state).toEqual({ ...before, isActive: false, deactivatedAt: afterwards, updatedAt: afterwards });
    expect(() => user.assertMayLogIn()).toThrow(AccountDeactivated);
    expect(user.letIn(now)).toBe(true);
    expect(user.letIn(now)).toBe(false);
    expect(() => user.assertMayLogIn()).not.toThrow();
  });

  it('moves nobody into the group they are in', () => {
    expect(aUser().moveTo('user', { activeAdmins: 1, now })).toBe(false);
    const user = aUser();
    expect(user.moveTo('moderator', { activeAdmins: 1, now: afterwards })).toBe(true);
    expect(user.state).toEqual({ ...aUser().state, group: 'moderator', updatedAt: afterwards });
  });

  it('that shuts somebody out a second time leaves the time of the first', () => {
    const user = aUser({ deactivatedAt: now });
    user.shutOut({ activeAdmins: 1, now: afterwards });
    expect(user.state.deactivatedAt).toEqual(now);
  });
});
