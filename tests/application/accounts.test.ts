import {
  ActivateAccount,
  Authenticate,
  CreateFirstAdmin,
  EndOtherSessions,
  EndSession,
  IdentifyByPassword,
  LogIn,
  LogOut,
  MailActivationLink,
  MailNotice,
  RefreshAccessToken,
  RegisterUser,
  ResendActivation,
} from '@online-cinema/application/accounts';
import type { AccessTokens, JobDelivery, TokenSubject } from '@online-cinema/application/ports';
import {
  AccountDeactivated,
  AccountNotActivated,
  EmailAlreadyTaken,
  InvalidActivationToken,
  passwordFaults,
  RefreshTokenInvalid,
  RefreshTokenNotFound,
  SessionNotFound,
  SessionRevoked,
  TokenInvalid,
  UserNotFoundOrInactive,
  WrongCredentials,
} from '@online-cinema/domain/accounts';
import { days, hours, InvalidInput } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';
import { nobodyAsks } from '../support/jobs.ts';

let cinema: ACinema;
beforeEach(() => {
  cinema = new ACinema();
});

/** Tokens that anyone can read: what is signed is tested with the real ones. */
class OpenTokens implements AccessTokens {
  async issue(use: string, subject: TokenSubject) {
    return JSON.stringify({ use, ...subject });
  }

  async verify(use: string, token: string): Promise<TokenSubject> {
    const claims = JSON.parse(token);
    if (claims.use !== use) throw new TokenInvalid();
    return { userId: claims.userId, session: claims.session };
  }
}

const tokens = new OpenTokens();
const unitOfWork = () => cinema.unitOfWork;
const register = () => new RegisterUser(cinema.unitOfWork, cinema.hasher, cinema.clock);
const activate = () => new ActivateAccount(cinema.unitOfWork, cinema.secrets, cinema.clock);
const logIn = () =>
  new LogIn({
    unitOfWork: cinema.unitOfWork,
    accounts: cinema.accounts,
    hasher: cinema.hasher,
    tokens,
    secrets: cinema.secrets,
    clock: cinema.clock,
    sessionDays: 7,
  });
const authenticate = () => new Authenticate(cinema.accounts, cinema.clock);
const refresh = () => new RefreshAccessToken(unitOfWork(), tokens, cinema.secrets, cinema.clock);

function unexpected(): never {
  throw new Error('Nobody was expected to ask this');
}

async function deliverMails(): Promise<void> {
  await cinema.unitOfWork.carryOutJobs({
    ...nobodyAsks,
    'mail-activation-link': (job) => mailActivationLink(job),
    'mail-account-activated': (job) =>
      new MailNotice('account-activated', cinema.letters, cinema.mailer, cinema.links).execute(job),
  });
}

async function mailActivationLink(job: JobDelivery<'mail-activation-link'>): Promise<void> {
  const { unitOfWork: work, secrets, letters, mailer, links, clock } = cinema;
  await new MailActivationLink({ unitOfWork: work, secrets, letters, mailer, links, clock, isLimited: true }).execute(
    job,
  );
}

function lastLinkToken(): string {
  const link = cinema.mailer.sent.at(-1)?.text ?? '';
  return decodeURIComponent(/token=([^&]+)/.exec(link)?.[1] ?? '');
}

const password = 'Str0ng!pass';
const device = { userAgent: 'test', ipAddress: '127.0.0.1' };

describe('registering', () => {
  it('makes an account that waits for the link in its mail', async () => {
    const { id, email } = await register().execute({ email: ' Ann@Cinema.Example', password });
    await deliverMails();
    expect({ id, email }).toEqual({ id: 1, email: 'ann@cinema.example' });
    expect(cinema.tables.users.get(id)).toMatchObject({ isActive: false, group: 'user' });
    expect(cinema.mailer.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['ann@cinema.example', 'account-activation'],
    ]);
  });

  it('tells every fault of address and password at once', async () => {
    const attempt = register().execute({ email: 'ann', password: 'short' });
    await expect(attempt).rejects.toThrow(InvalidInput);
    const fields = await attempt.catch((error) => error.faults.map(({ field }: { field: string }) => field));
    expect(new Set(fields)).toEqual(new Set(['email', 'password']));
  });

  it('with an address that is taken is refused and mails nobody', async () => {
    await cinema.aUser('ann@cinema.example');
    await expect(register().execute({ email: 'ANN@cinema.example', password })).rejects.toThrow(EmailAlreadyTaken);
    expect(cinema.tables.jobs.all()).toEqual([]);
  });

  it('stores no password and no secret of a link', async () => {
    await register().execute({ email: 'ann@cinema.example', password });
    const job = JSON.stringify(cinema.tables.jobs.all());
    await deliverMails();
    const stored = JSON.stringify(cinema.tables.activationTokens.all());
    expect(job + stored).not.toContain(lastLinkToken());
    expect(job).not.toContain(password);
  });
});

describe('activating', () => {
  beforeEach(async () => {
    await register().execute({ email: 'ann@cinema.example', password });
    await deliverMails();
  });

  it('by the link lets the user in, once, and says so by mail', async () => {
    const link = { email: 'Ann@cinema.example', token: lastLinkToken() };
    await activate().execute(link);
    await deliverMails();
    expect(cinema.tables.users.get(1)?.isActive).toBe(true);
    expect(cinema.mailer.sent.at(-1)?.subject).toBe('account-activated');
    await expect(activate().execute(link)).rejects.toThrow(InvalidActivationToken);
  });

  it.each([
    ['a wrong secret', { email: 'ann@cinema.example', token: 'wrong' }],
    ['an unknown address', { email: 'bob@cinema.example', token: 'wrong' }],
  ])('with %s is refused', async (_, link) => {
    await expect(activate().execute(link)).rejects.toThrow(InvalidActivationToken);
    expect(cinema.tables.users.get(1)?.isActive).toBe(false);
  });

  it('after a day is refused', async () => {
    cinema.clock.advance(hours(24));
    await expect(activate().execute({ email: 'ann@cinema.example', token: lastLinkToken() })).rejects.toThrow(
      InvalidActivationToken,
    );
  });

  it('by an earlier link fails once another was asked for', async () => {
    const earlier = lastLinkToken();
    cinema.clock.advance(1000);
    await new ResendActivation(cinema.unitOfWork).execute({ email: 'ann@cinema.example' });
    await deliverMails();
    await expect(activate().execute({ email: 'ann@cinema.example', token: earlier })).rejects.toThrow(
      InvalidActivationToken,
    );
    await activate().execute({ email: 'ann@cinema.example', token: lastLinkToken() });
    expect(cinema.tables.users.get(1)?.isActive).toBe(true);
  });

  it('mails a repeated delivery with the same link and the same id, and a belated one not at all', async () => {
    const enqueuedAt = cinema.clock.now();
    const job = { id: '1', data: { email: 'ann@cinema.example' }, enqueuedAt };
    await mailActivationLink(job);
    expect(cinema.mailer.sent).toHaveLength(1);

    cinema.clock.advance(1000);
    await new ResendActivation(cinema.unitOfWork).execute({ email: 'ann@cinema.example' });
    await deliverMails();
    const valid = lastLinkToken();
    await mailActivationLink(job);
    await activate().execute({ email: 'ann@cinema.example', token: valid });
    expect(cinema.tables.users.get(1)?.isActive).toBe(true);
  });

  it('is offered by mail to nobody who is active, deactivated or unknown', async () => {
    await cinema.aUser('active@cinema.example');
    await cinema.aUser('shut-out@cinema.example', { isActive: false, deactivatedAt: cinema.clock.now() });
    for (const name of ['active', 'shut-out', 'nobody']) {
      await new ResendActivation(cinema.unitOfWork).execute({ email: `${name}@cinema.example` });
    }
    await deliverMails();
    expect(cinema.mailer.sent.map(({ to }) => to)).toEqual(['ann@cinema.example']);
  });
});

describe('logging in', () => {
  it('opens a session that lives as long as configured', async () => {
    const ann = await cinema.aUser();
    const { accessToken } = await logIn().execute({ email: ' ANN@cinema.example', password, ...device });
    const subject = await tokens.verify('access', accessToken);
    expect((await authenticate().execute(subject)).userId).toBe(ann.userId);
    cinema.clock.advance(days(7));
    await expect(authenticate().execute(subject)).rejects.toThrow(SessionRevoked);
  });

  it('answers alike for an unknown address and a wrong password', async () => {
    await cinema.aUser();
    const attempts = [
      { email: 'nobody@cinema.example', password },
      { email: 'ann@cinema.example', password: 'Wr0ng!pass' },
    ];
    for (const attempt of attempts) {
      await expect(logIn().execute({ ...attempt, ...device })).rejects.toThrow(WrongCredentials);
    }
    expect(cinema.tables.sessions.all()).toEqual([]);
  });

  it('says what is amiss with the account only where the password is right', async () => {
    await cinema.aUser('new@cinema.example', { isActive: false });
    await cinema.aUser('out@cinema.example', { isActive: false, deactivatedAt: cinema.clock.now() });
    const tryAs = (email: string, word: string) => logIn().execute({ email, password: word, ...device });
    await expect(tryAs('new@cinema.example', password)).rejects.toThrow(AccountNotActivated);
    await expect(tryAs('out@cinema.example', password)).rejects.toThrow(AccountDeactivated);
    await expect(tryAs('new@cinema.example', 'Wr0ng!pass')).rejects.toThrow(WrongCredentials);
  });

  it('twice in the same second gives two sessions', async () => {
    await cinema.aUser();
    await logIn().execute({ email: 'ann@cinema.example', password, ...device });
    await logIn().execute({ email: 'ann@cinema.example', password, ...device });
    expect(new Set(cinema.tables.sessions.all().map(({ key }) => key)).size).toBe(2);
  });
});

describe('an address and a password', () => {
  const identify = (email: string, word: string, rightFor?: string) =>
    new IdentifyByPassword(cinema.accounts, cinema.hasher).execute({ email, password: word, rightFor });

  it('say who somebody is, and open no session', async () => {
    const ann = await cinema.aUser('ann@cinema.example', { group: 'admin' });
    const { actor } = await identify(' ANN@cinema.example', password);
    expect([actor.userId, actor.mayAdminister()]).toEqual([ann.userId, true]);
    expect(cinema.tables.sessions.all()).toEqual([]);
  });

  it('let in nobody whom logging in would not', async () => {
    await cinema.aUser();
    await cinema.aUser('new@cinema.example', { isActive: false });
    await cinema.aUser('out@cinema.example', { deactivatedAt: cinema.clock.now() });
    await expect(identify('ann@cinema.example', 'Wr0ng!pass')).rejects.toThrow(WrongCredentials);
    await expect(identify('nobody@cinema.example', password)).rejects.toThrow(WrongCredentials);
    for (const email of ['new@cinema.example', 'out@cinema.example']) {
      await expect(identify(email, password)).rejects.toThrow(UserNotFoundOrInactive);
    }
  });

  it('are not hashed again by whoever brings the hash that they were right for', async () => {
    await cinema.aUser();
    const { hashedPassword } = await identify('ann@cinema.example', password);
    cinema.hasher.verify = async () => unexpected();
    expect((await identify('ann@cinema.example', password, hashedPassword)).hashedPassword).toBe(hashedPassword);
    await expect(identify('ann@cinema.example', password, 'an older hash')).rejects.toThrow('Nobody was expected');
  });
});

describe('a session', () => {
  const open = async () => {
    const { accessToken, refreshToken } = await logIn().execute({ email: 'ann@cinema.example', password, ...device });
    return { refreshToken, subject: await tokens.verify('access', accessToken) };
  };

  it('is refreshed while it lives', async () => {
    await cinema.aUser();
    const { refreshToken } = await open();
    cinema.clock.advance(hours(1));
    const { accessToken } = await refresh().execute({ refreshToken });
    await expect(tokens.verify('access', accessToken)).resolves.toBeDefined();
    expect(cinema.tables.sessions.all()[0]?.lastUsedAt).toEqual(cinema.clock.now());
  });

  it('ends with both its tokens when its user logs out', async () => {
    const ann = await cinema.aUser();
    const { refreshToken, subject } = await open();
    await new LogOut(unitOfWork(), tokens, cinema.clock).execute({
      actor: ann,
      session: subject.session,
      refreshToken,
    });
    await expect(authenticate().execute(subject)).rejects.toThrow(SessionRevoked);
    await expect(refresh().execute({ refreshToken })).rejects.toThrow(RefreshTokenNotFound);
  });

  it('is not ended by the refresh token of another', async () => {
    const ann = await cinema.aUser();
    const [here, there] = [await open(), await open()];
    const logOut = new LogOut(unitOfWork(), tokens, cinema.clock);
    await expect(
      logOut.execute({ actor: ann, session: here.subject.session, refreshToken: there.refreshToken }),
    ).rejects.toThrow(RefreshTokenInvalid);
    await expect(authenticate().execute(there.subject)).resolves.toBeDefined();
  });

  it('can be ended from elsewhere, by its own user alone', async () => {
    const ann = await cinema.aUser();
    const bob = await cinema.aUser('bob@cinema.example');
    const { subject } = await open();
    const sessionId = cinema.tables.sessions.all()[0]?.id ?? 0;
    const end = new EndSession(unitOfWork());
    await expect(end.execute({ actor: bob, sessionId })).rejects.toThrow(SessionNotFound);
    await expect(authenticate().execute(subject)).resolves.toBeDefined();
    await end.execute({ actor: ann, sessionId });
    await expect(authenticate().execute(subject)).rejects.toThrow(SessionRevoked);
  });

  it('survives when its user ends all others', async () => {
    const ann = await cinema.aUser();
    const [here, there] = [await open(), await open()];
    await new EndOtherSessions(unitOfWork()).execute({ actor: ann, session: here.subject.session });
    await expect(authenticate().execute(here.subject)).resolves.toBeDefined();
    await expect(authenticate().execute(there.subject)).rejects.toThrow(SessionRevoked);
  });

  it('lets nobody in whose account was shut', async () => {
    await cinema.aUser();
    const { subject, refreshToken } = await open();
    const state = cinema.tables.users.get(subject.userId);
    if (state) cinema.tables.users.put(state.id, { ...state, isActive: false });
    await expect(authenticate().execute(subject)).rejects.toThrow(UserNotFoundOrInactive);
    await expect(refresh().execute({ refreshToken })).rejects.toThrow(RefreshTokenNotFound);
  });
});

describe('the first admin', () => {
  it('is made once, with a password that is announced and nowhere stored', async () => {
    const announced: { email: string; password: string }[] = [];
    const create = new CreateFirstAdmin(unitOfWork(), cinema.hasher, cinema.secrets, cinema.clock);
    await create.execute((admin) => announced.push(admin));
    await create.execute((admin) => announced.push(admin));
    expect(announced).toHaveLength(1);
    expect(passwordFaults(announced[0]?.password ?? '')).toEqual([]);
    expect(cinema.tables.users.all()).toMatchObject([
      { email: 'admin@cinema.example', group: 'admin', isActive: true },
    ]);
  });

  it('is not made where there are users', async () => {
    await cinema.aUser();
    const create = new CreateFirstAdmin(unitOfWork(), cinema.hasher, cinema.secrets, cinema.clock);
    await create.execute(() => expect.unreachable('nobody was to be announced'));
    expect(cinema.tables.users.all()).toHaveLength(1);
  });
});
