import {
  AccountAlreadyActive,
  AccountDeactivated,
  AccountNotActivated,
  ActivationToken,
  emailAddress,
  InvalidActivationToken,
  passwordFaults,
  Session,
  User,
  type UserState,
} from '@online-cinema/domain/accounts';
import {
  Actor,
  canonical,
  days,
  hours,
  InvalidInput,
  later,
  NotSignedIn,
  searchable,
} from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00Z');

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
  ])('is not %j', (text) => {
    expect(() => emailAddress(text)).toThrow(InvalidInput);
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
});

describe('an activation token', () => {
  const token = ActivationToken.issue({ userId: 1, tokenHash: 'abc', requestedAt: now, now });

  it('is good for its secret, for 24 hours', () => {
    expect(token.accepts('abc', later(now, hours(24) - 1))).toBe(true);
    expect(token.accepts('abc', later(now, hours(24)))).toBe(false);
    expect(token.accepts('abd', now)).toBe(false);
  });

  it('gives way to one asked for later, and to a repetition of its own job, but not to an earlier one', () => {
    expect(token.isNewerThan(later(now, 1))).toBe(false);
    expect(token.isNewerThan(now)).toBe(false);
    expect(token.isNewerThan(later(now, -1))).toBe(true);
  });
});

describe('a session', () => {
  it('accepts its own refresh token until its days are over', () => {
    const draft = Session.open({
      key: 'k',
      userId: 1,
      tokenHash: 'abc',
      userAgent: 'x'.repeat(1000),
      ipAddress: null,
      now,
      expiresAt: Session.expiry(now, 7),
    });
    const session = Session.restore({ ...draft, id: 1 });
    expect(draft.userAgent).toHaveLength(255);
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
  });

  it('changes nothing when done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(searchable(searchable(text))).toBe(searchable(text));
      }),
    );
  });
});
