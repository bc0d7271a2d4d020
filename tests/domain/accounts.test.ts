import {
  AccountAlreadyActive,
  AccountDeactivated,
  AccountNotActivated,
  avatarKey,
  emailAddress,
  emailFaults,
  InvalidActivationToken,
  LastAdminStays,
  LinkToken,
  MAILS_AN_HOUR,
  Profile,
  passwordFaults,
  profileFaults,
  Session,
  User,
  type UserState,
} from '@online-cinema/domain/accounts';
import {
  Actor,
  AdminRequired,
  canonical,
  days,
  hours,
  InvalidInput,
  later,
  ModeratorRequired,
  minutes,
  NotSignedIn,
  searchable,
} from '@online-cinema/domain/shared';
import fc from 'fast-check';
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

describe('a password', () => {
  it('that keeps every rule has no faults', () => {
    expect(passwordFaults('Str0ng!pass')).toEqual([]);
  });

  it('is told every rule it breaks, in the words of the contract', () => {
    expect(passwordFaults('').map(({ message }) => message)).toEqual([
      'Password must contain at least 8 characters.',
      'Password must contain at least one uppercase letter.',
      'Password must contain at least one lower letter.',
      'Password must contain at least one digit.',
      'Password must contain at least one special character: @, $, !, %, *, ?, #, &.',
    ]);
  });

  it.each([
    ['Str0ng!', 'Password must contain at least 8 characters.'],
    ['str0ng!pass', 'Password must contain at least one uppercase letter.'],
    ['STR0NG!PASS', 'Password must contain at least one lower letter.'],
    ['Strong!pass', 'Password must contain at least one digit.'],
    ['Str0ngpass^', 'Password must contain at least one special character: @, $, !, %, *, ?, #, &.'],
  ])('that breaks one rule alone, as %s does, is told that one', (password, message) => {
    expect(passwordFaults(password)).toEqual([{ field: 'password', message }]);
    expect(passwordFaults(password, 'new_password')).toEqual([{ field: 'new_password', message }]);
  });

  it('may be of 8 characters, and of letters and digits in any script', () => {
    expect(passwordFaults('Str0ng!p')).toEqual([]);
    expect(passwordFaults('Пароль!٣')).toEqual([]);
  });

  it('is counted in characters, and has at most 128 of them', () => {
    const good = `Aa1!${'😀'.repeat(124)}`;
    expect(passwordFaults(good)).toEqual([]);
    expect(passwordFaults(`${good}x`).map(({ message }) => message)).toEqual([
      'Password must contain at most 128 characters.',
    ]);
  });
});

describe('an e-mail address', () => {
  it('is stored trimmed and in lower case', () => {
    expect(emailAddress('  Ann.Lee+films@Cinema.Example ')).toBe('ann.lee+films@cinema.example');
  });

  it.each([
    'ann',
    '@cinema.example',
    'ann@',
    'ann@cinema',
    'ann@cinema..example',
    'a nn@cinema.example',
    'ann@cin ema.example',
    'ann@cinema.example\r\nBcc: eve@evil.example',
    'ann\u0000@cinema.example',
    `${'a'.repeat(65)}@cinema.example`,
    `ann@${'a.'.repeat(130)}example`,
    '.ann@cinema.example',
    'ann@-cinema.example',
    'ann. lee@cinema.example',
    'ann@cinema-.example',
  ])('is not %j', (text) => {
    expect(() => emailAddress(text)).toThrow(InvalidInput);
  });

  it.each([
    ['ann', 'An email address must have an @-sign.'],
    ['@cinema.example', 'There must be something before the @-sign.'],
    [`${'a'.repeat(65)}@cinema.example`, 'The email address is too long before the @-sign.'],
    ['a nn@cinema.example', 'The email address contains invalid characters before the @-sign.'],
    ['ann@', 'There must be something after the @-sign.'],
    ['ann@..', 'There must be something after the @-sign.'],
    ['ann@cinema', 'The part after the @-sign is not valid. It should have a period.'],
    ['ann@-cinema.example', 'The part after the @-sign contains invalid characters.'],
    [`${'a'.repeat(64)}@${`${'a'.repeat(63)}.`.repeat(2)}${'a'.repeat(63)}`, 'The email address is too long.'],
  ])('that is none, as %s, is told why', (text, reason) => {
    expect(emailFaults(text)).toEqual([{ field: 'email', message: `value is not a valid email address: ${reason}` }]);
    expect(emailFaults(text, 'old_email').map(({ field }) => field)).toEqual(['old_email']);
  });

  it('may have 64 characters before the @-sign, 63 in a label and 255 in all', () => {
    const longest = `${'a'.repeat(64)}@${`${'a'.repeat(63)}.`.repeat(2)}${'a'.repeat(62)}`;
    expect(longest).toHaveLength(255);
    expect(emailAddress(longest)).toBe(longest);
    expect(emailFaults(`ann@${'a'.repeat(64)}.example`)).toHaveLength(1);
    expect(emailFaults('a@x.example')).toEqual([]);
  });

  it('is the same however its letters are composed, and stays what it is when it is entered again', () => {
    expect(emailAddress('jo\u0308rg@cinema.example')).toBe('j\u00f6rg@cinema.example');
    expect(emailAddress('ａｎｎ@cinema.example')).toBe('ann@cinema.example');
    for (const address of ['İpek@cinema.example', 'ﬁnn@cinema.example']) {
      expect(emailAddress(emailAddress(address))).toBe(emailAddress(address));
    }
  });

  it('never holds white space or control characters, whatever is tried', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          expect(emailAddress(`${text}@cinema.example`)).toMatch(/^[^\s\p{Cc}]+$/u);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
    );
  });
});

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

describe('the token of a mailed link', () => {
  const issue = (requestedAt: Date, present?: LinkToken, { isLimited = true, at = requestedAt } = {}) =>
    LinkToken.issue({ userId: 1, tokenHash: 'abc', requestedAt }, { present, now: at, isLimited });

  it('is good for its secret, for 24 hours from its mail', () => {
    const token = issue(now, undefined, { at: later(now, hours(3)) });
    expect(token?.accepts('abc', later(now, hours(27) - 1))).toBe(true);
    expect(token?.accepts('abc', later(now, hours(27)))).toBe(false);
    expect(token?.accepts('abd', now)).toBe(false);
  });

  it('gives way to one asked for later, and to a repetition of its own job, but not to an earlier one', () => {
    const token = issue(now);
    expect(issue(later(now, 1), token)).toBeDefined();
    expect(issue(now, token)).toBeDefined();
    expect(issue(later(now, -1), token)).toBeUndefined();
  });

  it('is mailed at most five times within any hour, however the askings fall', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: minutes(30) }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, (pauses) => {
        const mailed: number[] = [];
        let token: LinkToken | undefined;
        let moment = now;
        for (const pause of pauses) {
          moment = later(moment, pause);
          const next = issue(moment, token);
          if (next) mailed.push(moment.getTime());
          token = next ?? token;
        }
        for (const [index, sixth] of mailed.slice(5).entries()) {
          expect(sixth - (mailed[index] ?? 0)).toBeGreaterThanOrEqual(hours(1));
        }
      }),
    );
  });

  it('counts a job that is repeated once, and nothing where there is no limit', () => {
    let token = issue(now);
    for (let tries = 0; tries < 10; tries += 1) token = issue(now, token) ?? token;
    expect(token?.state.recentRequests).toEqual([now]);
    for (let asked = 1; asked <= 10; asked += 1) {
      token = issue(later(now, asked), token, { isLimited: false });
      expect(token).toBeDefined();
    }
  });

  it('is mailed again once the first of five askings is an hour old', () => {
    let token = issue(now);
    for (let asked = 1; asked <= MAILS_AN_HOUR - 1; asked += 1) token = issue(later(now, minutes(asked)), token);
    const fifth = token?.state.requestedAt;

    expect(fifth).toEqual(later(now, minutes(4)));
    expect(issue(later(now, hours(1) - 1), token)).toBeUndefined();
    const sixth = issue(later(now, hours(1)), token);
    expect(sixth?.state.recentRequests).toEqual([
      ...[1, 2, 3, 4].map((asked) => later(now, minutes(asked))),
      later(now, hours(1)),
    ]);
    expect(issue(later(now, minutes(4)), token)?.state.recentRequests).toHaveLength(MAILS_AN_HOUR);
  });

  it('is good for nothing once it is spent, and still counted', () => {
    const token = issue(now);
    const spent = token?.spent();
    expect(spent?.state).toEqual({ ...token?.state, tokenHash: '' });
    expect(spent?.accepts('abc', now)).toBe(false);
    expect(spent?.accepts('', now)).toBe(false);
  });

  it('is what was stored', () => {
    const state = issue(now)?.state;
    expect(state).toEqual({
      userId: 1,
      tokenHash: 'abc',
      requestedAt: now,
      recentRequests: [now],
      expiresAt: later(now, hours(24)),
    });
    expect(state && LinkToken.restore(state).accepts('abc', now)).toBe(true);
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

describe('a profile', () => {
  const good = { firstName: 'Ann', lastName: 'LEE', gender: 'woman', dateOfBirth: '2008-01-15', info: 'Films.' };
  const messages = (facts: Parameters<typeof profileFaults>[0]) =>
    profileFaults(facts, now).map(({ field, message }) => [field, message]);

  it('of good facts has no faults, and keeps names in lower case', () => {
    expect(messages(good)).toEqual([]);
    expect(Profile.create(1, good, null)).toEqual({
      ...good,
      userId: 1,
      firstName: 'ann',
      lastName: 'lee',
      avatar: null,
    });
  });

  it.each([
    [{ firstName: 'Анна' }, ['first_name', 'Анна contains non-english letters']],
    [{ lastName: 'O’Hara' }, ['last_name', 'O’Hara contains non-english letters']],
    [{ firstName: '' }, ['first_name', ' contains non-english letters']],
    [{ firstName: 'a'.repeat(101) }, ['first_name', 'String should have at most 100 characters']],
    [{ gender: 'other' }, ['gender', 'Gender must be one of: man, woman']],
    [{ dateOfBirth: '1899-12-31' }, ['date_of_birth', 'Invalid birth date - year must be greater than 1900.']],
    [{ dateOfBirth: '2008-01-16' }, ['date_of_birth', 'You must be at least 18 years old to register.']],
    [{ info: ' \t ' }, ['info', 'Info field cannot be empty or contain only spaces.']],
  ])('is told what is wrong with %j', (facts, fault) => {
    expect(messages(facts)).toEqual([fault]);
  });

  it('of the first year that is taken is taken, and so is the longest name', () => {
    expect(messages({ dateOfBirth: '1900-01-01' })).toEqual([]);
    expect(messages({ lastName: 'a'.repeat(100) })).toEqual([]);
  });

  it.each([
    ['2008-05-31', true],
    ['2008-06-15', true],
    ['2008-06-16', false],
    ['2008-07-01', false],
  ])(
    'is for those who have had their eighteenth birthday: born on %s, in the middle of June, %s',
    (dateOfBirth, may) => {
      expect(profileFaults({ dateOfBirth }, new Date('2026-06-15T12:00:00Z')).length === 0).toBe(may);
    },
  );

  it('changes only what is named, and hands over the picture that it lets go', () => {
    const profile = Profile.restore({ id: 1, ...Profile.create(1, good, 'avatars/1_a_avatar.jpg') });
    const before = profile.state;
    profile.change({ info: 'New.' });
    expect(profile.state).toEqual({ ...before, info: 'New.' });
    profile.change({ firstName: 'Bea', gender: 'man' });
    expect(profile.state).toEqual({ ...before, firstName: 'bea', gender: 'man', info: 'New.' });
    expect(profile.replaceAvatar(null)).toBe('avatars/1_a_avatar.jpg');
    expect(profile.replaceAvatar('avatars/1_b_avatar.jpg')).toBeNull();
    expect(profile.state).toEqual({
      ...before,
      ...{ firstName: 'bea', gender: 'man', info: 'New.', avatar: 'avatars/1_b_avatar.jpg' },
    });
  });

  it('has its picture stored under a key of its own', () => {
    expect(avatarKey(7, 'x1')).toBe('avatars/7_x1_avatar.jpg');
  });
});

describe('a session', () => {
  const opened = { key: 'k', userId: 1, tokenHash: 'abc', ipAddress: '::1', expiresAt: Session.expiry(now, 7) };
  const open = (userAgent: string | null) => Session.open({ ...opened, userAgent, now });
  const aSession = () => Session.restore({ ...open('Firefox'), id: 1 });

  it('tells from where it was opened, as far as that is known, and when it was used last', () => {
    const session = aSession();
    session.touch(afterwards);
    expect(session.state).toEqual({
      ...opened,
      id: 1,
      userAgent: 'Firefox',
      createdAt: now,
      lastUsedAt: afterwards,
    });
    expect(open(null).userAgent).toBeNull();
    expect(open('x'.repeat(1000)).userAgent).toBe('x'.repeat(255));
  });

  it('accepts its own refresh token until its days are over', () => {
    const session = aSession();
    expect(session.accepts('abc', later(now, days(7) - 1))).toBe(true);
    expect(session.accepts('abc', later(now, days(7)))).toBe(false);
    expect(session.accepts('other', now)).toBe(false);
  });
});

describe('an actor', () => {
  it('can what their group can, and all that the one below can', () => {
    expect(Actor.user(1, 'user').mayModerate()).toBe(false);
    expect(Actor.user(1, 'moderator').mayModerate()).toBe(true);
    expect(Actor.user(1, 'moderator').mayAdminister()).toBe(false);
    expect(Actor.user(1, 'admin').mayModerate()).toBe(true);
    expect(Actor.user(1, 'admin').mayAdminister()).toBe(true);
    expect(Actor.anyone.mayModerate()).toBe(false);
  });

  it('is told why they may not', () => {
    const user = Actor.user(1, 'user');
    expect(() => user.assertMayModerate()).toThrow(ModeratorRequired);
    expect(() => Actor.user(1, 'moderator').assertMayModerate()).not.toThrow();
    expect(() => Actor.user(1, 'moderator').assertMayAdminister()).toThrow(AdminRequired);
    expect(() => Actor.user(1, 'admin').assertMayAdminister()).not.toThrow();
  });

  it('is signed in if they are a user', () => {
    expect(Actor.user(1, 'user').isSignedIn).toBe(true);
    expect(Actor.anyone.isSignedIn).toBe(false);
    expect(Actor.user(1, 'user').userId).toBe(1);
  });

  it('may everything as the system itself, which is nobody', () => {
    expect(Actor.system.mayModerate()).toBe(true);
    expect(Actor.system.mayAdminister()).toBe(true);
    expect(Actor.system.isSignedIn).toBe(false);
    expect(() => Actor.system.userId).toThrow(NotSignedIn);
  });

  it('who is nobody in particular owns nothing', () => {
    expect(() => Actor.anyone.userId).toThrow(NotSignedIn);
    expect(Actor.anyone.is(null)).toBe(false);
    expect(Actor.user(1, 'user').is(1)).toBe(true);
    expect(Actor.user(1, 'user').is(2)).toBe(false);
  });
});

describe('folding', () => {
  it('makes equal what people take for equal', () => {
    expect(canonical('  ＡＭÉLIE ')).toBe('amélie');
    expect(searchable('Amélie')).toBe('amelie');
    expect(searchable('ÅNGSTRÖM')).toBe('angstrom');
    expect(searchable('´quoted´')).toBe('quoted');
    expect(searchable('한글')).toBe('한글');
  });

  it('changes nothing when done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(searchable(searchable(text))).toBe(searchable(text));
      }),
    );
  });
});
