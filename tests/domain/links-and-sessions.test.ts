import { LinkToken, MAILS_AN_HOUR, Session } from '@online-cinema/domain/accounts';
import { days, hours, later, minutes } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00Z');
const afterwards = later(now, minutes(5));

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
