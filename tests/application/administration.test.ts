import {
  ActivateAccount,
  ActivateUser,
  ChangeGroup,
  CreateAdmin,
  DeactivateUser,
} from '@online-cinema/application/accounts';
import {
  AccountAlreadyActive,
  LastAdminStays,
  LinkToken,
  OwnGroupStays,
  passwordFaults,
  Session,
  UserNotFound,
} from '@online-cinema/domain/accounts';
import { Actor, AdminRequired, InvalidInput } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';

let cinema: ACinema;
let admin: Actor;
let ann: Actor;
beforeEach(async () => {
  cinema = new ACinema();
  admin = await cinema.aUser('admin@cinema.example', { group: 'admin' });
  ann = await cinema.aUser('ann@cinema.example');
});

const activate = (userId: number, actor = admin) =>
  new ActivateUser(cinema.unitOfWork, cinema.clock).execute({ actor, userId });
const deactivate = (userId: number, actor = admin) =>
  new DeactivateUser(cinema.unitOfWork, cinema.clock).execute({ actor, userId });
const move = (userId: number, group: 'user' | 'moderator' | 'admin', actor = admin) =>
  new ChangeGroup(cinema.unitOfWork, cinema.clock).execute({ actor, userId, group });
const user = (actor: Actor) => cinema.tables.users.get(actor.userId);

describe('an admin', () => {
  it('alone lets in, shuts out, and moves to another group', async () => {
    const moderator = await cinema.aUser('moderator@cinema.example', { group: 'moderator' });
    for (const actor of [ann, moderator, Actor.anyone]) {
      await expect(activate(ann.userId, actor)).rejects.toThrow(AdminRequired);
      await expect(deactivate(admin.userId, actor)).rejects.toThrow(AdminRequired);
      await expect(move(moderator.userId, 'admin', actor)).rejects.toThrow(AdminRequired);
    }
    expect(user(moderator)).toMatchObject({ group: 'moderator' });
    expect(user(admin)).toMatchObject({ isActive: true });
  });

  it('shuts a user out with all their sessions, and lets them in again', async () => {
    const now = cinema.clock.now();
    const device = { userAgent: null, ipAddress: null };
    const session = { ...device, key: 'key', userId: ann.userId, tokenHash: 'hash', now, expiresAt: now };
    await cinema.unitOfWork.run(({ sessions }) => sessions.add(Session.open(session)));

    await deactivate(ann.userId);
    expect(user(ann)).toMatchObject({ isActive: false, deactivatedAt: now });
    expect(cinema.tables.sessions.all()).toEqual([]);
    expect(await activate(ann.userId)).toBe(true);
    expect(await activate(ann.userId)).toBe(false);
    expect(user(ann)).toMatchObject({ isActive: true, deactivatedAt: null });
  });

  it('who was quicker is told of to whoever follows their link', async () => {
    const newcomer = await cinema.aUser('new@cinema.example', { isActive: false });
    const now = cinema.clock.now();
    const request = { userId: newcomer.userId, tokenHash: cinema.secrets.hash('secret'), requestedAt: now };
    const token = LinkToken.issue(request, { present: undefined, now, isLimited: true });
    await cinema.unitOfWork.run(async ({ activationTokens }) => token && activationTokens.replace(token));
    await activate(newcomer.userId);
    const follow = new ActivateAccount(cinema.unitOfWork, cinema.secrets, cinema.clock);
    await expect(follow.execute({ email: 'new@cinema.example', token: 'secret' })).rejects.toThrow(
      AccountAlreadyActive,
    );
  });

  it('moves users between groups, but not into the one they are in', async () => {
    expect(await move(ann.userId, 'moderator')).toBe(true);
    expect(await move(ann.userId, 'moderator')).toBe(false);
    expect(user(ann)?.group).toBe('moderator');
  });

  it('moves nobody who is not there, and not themselves', async () => {
    await expect(move(99, 'user')).rejects.toThrow(UserNotFound);
    await expect(deactivate(99)).rejects.toThrow(UserNotFound);
    await expect(activate(99)).rejects.toThrow(UserNotFound);
    await expect(move(admin.userId, 'user')).rejects.toThrow(OwnGroupStays);
  });

  it('who is the last one stays', async () => {
    await expect(deactivate(admin.userId)).rejects.toThrow(LastAdminStays);
    const other = await cinema.aUser('other@cinema.example', { group: 'admin' });
    const both = await Promise.allSettled([move(admin.userId, 'user', other), move(other.userId, 'user', admin)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(cinema.tables.users.all().filter(({ group }) => group === 'admin')).toHaveLength(1);
  });
});

describe('the operator', () => {
  const create = (email: string, password?: string) =>
    new CreateAdmin(cinema.unitOfWork, cinema.hasher, cinema.secrets, cinema.clock).execute({ email, password });

  it('makes an admin with a password that is made up and good', async () => {
    const { isNew, generatedPassword } = await create('New@cinema.example');
    expect(isNew).toBe(true);
    expect(passwordFaults(generatedPassword ?? '')).toEqual([]);
    expect(cinema.tables.users.find(({ email }) => email === 'new@cinema.example')).toMatchObject({
      group: 'admin',
      isActive: true,
      hashedPassword: `hashed ${generatedPassword}`,
    });
  });

  it('raises an existing user, whose password stays unless one is given', async () => {
    await deactivate(ann.userId);
    expect(await create('ann@cinema.example')).toMatchObject({ isNew: false, generatedPassword: undefined });
    expect(user(ann)).toMatchObject({ group: 'admin', isActive: true, hashedPassword: 'hashed Str0ng!pass' });
    await create('ann@cinema.example', 'N3w!password');
    expect(user(ann)?.hashedPassword).toBe('hashed N3w!password');
  });

  it('is told what is wrong with an address or a password', async () => {
    await expect(create('nobody')).rejects.toThrow(InvalidInput);
    await expect(create('new@cinema.example', 'weak')).rejects.toThrow(InvalidInput);
  });
});
