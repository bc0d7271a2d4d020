import {
  ChangePassword,
  CompletePasswordReset,
  MailNotice,
  MailPasswordResetLink,
  RequestPasswordReset,
} from '@online-cinema/application/accounts';
import { InvalidResetToken, OldPasswordIncorrect, PasswordUnchanged, Session } from '@online-cinema/domain/accounts';
import { type Actor, hours, InvalidInput } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';
import { nobodyAsks } from '../support/jobs.ts';

let cinema: ACinema;
let ann: Actor;
beforeEach(async () => {
  cinema = new ACinema();
  ann = await cinema.aUser('ann@cinema.example');
  await aSession();
});

const OLD = 'Str0ng!pass';
const NEW = 'N3w!password';

async function aSession(): Promise<void> {
  const now = cinema.clock.now();
  const device = { userAgent: null, ipAddress: null };
  const session = { ...device, userId: ann.userId, tokenHash: 'hash', now, expiresAt: Session.expiry(now, 7) };
  await cinema.unitOfWork.run(({ sessions }) => sessions.add(Session.open({ ...session, key: cinema.secrets.uuid() })));
}

const passwordOfAnn = () => cinema.tables.users.get(ann.userId)?.hashedPassword;

describe('changing a password', () => {
  const change = (oldPassword: string, newPassword: string) =>
    new ChangePassword(cinema.unitOfWork, cinema.accounts, cinema.hasher, cinema.clock).execute({
      actor: ann,
      oldPassword,
      newPassword,
    });

  it('takes effect at once and ends every session', async () => {
    await change(OLD, NEW);
    expect(passwordOfAnn()).toBe(`hashed ${NEW}`);
    expect(cinema.tables.sessions.all()).toEqual([]);
  });

  it.each([
    ['a wrong old one', 'Wr0ng!pass', NEW, OldPasswordIncorrect],
    ['the same again', OLD, OLD, PasswordUnchanged],
    ['a weak new one', OLD, 'weak', InvalidInput],
  ])('with %s is refused and changes nothing', async (_, oldPassword, newPassword, error) => {
    await expect(change(oldPassword, newPassword)).rejects.toThrow(error);
    expect(passwordOfAnn()).toBe(`hashed ${OLD}`);
    expect(cinema.tables.sessions.all()).toHaveLength(1);
  });
});

describe('resetting a password', () => {
  const request = (email = 'ann@cinema.example') => new RequestPasswordReset(cinema.unitOfWork).execute({ email });
  const complete = (token: string, { email = 'ann@cinema.example', password = NEW } = {}) =>
    new CompletePasswordReset(cinema.unitOfWork, cinema.hasher, cinema.secrets, cinema.clock).execute({
      email,
      token,
      password,
    });
  const deliver = async () => {
    const { unitOfWork, secrets, letters, mailer, links, clock } = cinema;
    const resetLink = new MailPasswordResetLink({
      unitOfWork,
      secrets,
      letters,
      mailer,
      links,
      clock,
      isLimited: true,
    });
    await unitOfWork.carryOutJobs({
      ...nobodyAsks,
      'mail-password-reset-link': (job) => resetLink.execute(job),
      'mail-password-reset-done': (job) => new MailNotice('password-reset-done', letters, mailer, links).execute(job),
    });
  };
  const mailedToken = async () => {
    await request();
    await deliver();
    return /token=([^&]+)/.exec(cinema.mailer.sent.at(-1)?.text ?? '')?.[1] ?? '';
  };

  it('by the mailed link ends every session and says so by mail', async () => {
    await complete(await mailedToken());
    await deliver();
    expect(passwordOfAnn()).toBe(`hashed ${NEW}`);
    expect(cinema.tables.sessions.all()).toEqual([]);
    expect(cinema.mailer.sent.map(({ subject }) => subject)).toEqual(['password-reset-request', 'password-reset-done']);
  });

  it('works once', async () => {
    const token = await mailedToken();
    await complete(token);
    await expect(complete(token, { password: 'An0ther!one' })).rejects.toThrow(InvalidResetToken);
    expect(passwordOfAnn()).toBe(`hashed ${NEW}`);
  });

  it('spends the token by a wrong try, but not by a weak password', async () => {
    const token = await mailedToken();
    await expect(complete(token, { password: 'weak' })).rejects.toThrow(InvalidInput);
    await expect(complete('wrong')).rejects.toThrow(InvalidResetToken);
    await expect(complete(token)).rejects.toThrow(InvalidResetToken);
    expect(passwordOfAnn()).toBe(`hashed ${OLD}`);
  });

  it('is refused after a day, and for an address that nobody has', async () => {
    const token = await mailedToken();
    await expect(complete(token, { email: 'bob@cinema.example' })).rejects.toThrow(InvalidResetToken);
    cinema.clock.advance(hours(24));
    await expect(complete(token)).rejects.toThrow(InvalidResetToken);
  });

  it('is mailed to nobody who is unknown, not activated or shut out', async () => {
    await cinema.aUser('new@cinema.example', { isActive: false });
    await cinema.aUser('out@cinema.example', { isActive: false, deactivatedAt: cinema.clock.now() });
    for (const name of ['new', 'out', 'nobody']) await request(`${name}@cinema.example`);
    await deliver();
    expect(cinema.mailer.sent).toEqual([]);
  });

  it('does not let in who was shut out meanwhile', async () => {
    const token = await mailedToken();
    await cinema.unitOfWork.run(async ({ users }) => {
      const user = await users.findForUpdate(ann.userId);
      user?.shutOut({ activeAdmins: 1, now: cinema.clock.now() });
      if (user) await users.save(user);
    });
    await expect(complete(token)).rejects.toThrow(InvalidResetToken);
    expect(passwordOfAnn()).toBe(`hashed ${OLD}`);
  });

  it('is mailed five times an hour at most', async () => {
    for (let asked = 0; asked < 8; asked += 1) {
      cinema.clock.advance(1000);
      await request();
      await deliver();
    }
    expect(cinema.mailer.sent).toHaveLength(5);
    cinema.clock.advance(hours(1));
    await request();
    await deliver();
    expect(cinema.mailer.sent).toHaveLength(6);
  });

  it('is mailed no more often to an address whose links are spent by wrong tries', async () => {
    for (let asked = 0; asked < 8; asked += 1) {
      cinema.clock.advance(1000);
      await request();
      await deliver();
      await expect(complete('wrong')).rejects.toThrow(InvalidResetToken);
    }
    expect(cinema.mailer.sent).toHaveLength(5);
  });
});
