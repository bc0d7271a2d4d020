import { nextTry } from '@online-cinema/adapters/mikro-orm';
import { days, hours, later, seconds } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('the next try of a job that failed', () => {
  const now = new Date('2026-01-15T12:00:00Z');
  const pause = (attempts: number, chance: number) => {
    const at = nextTry({ name: 'mail-receipt', attempts, enqueuedAt: now }, now, chance);
    return at && at.getTime() - now.getTime();
  };

  it('is after 10 seconds first, then twice as long each time, up to an hour', () => {
    const pauses = [1, 2, 3, 9, 10, 50].map((attempts) => pause(attempts, 0));

    expect(pauses).toEqual([seconds(10), seconds(20), seconds(40), seconds(2_560), hours(1), hours(1)]);
  });

  it('is a fifth later at most, by chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
        const [least, by, most] = [pause(attempts, 0) ?? 0, pause(attempts, chance) ?? 0, pause(attempts, 1) ?? 0];
        expect(by).toBeGreaterThanOrEqual(least);
        expect(by).toBeLessThanOrEqual(most);
        expect(most).toBe(least * 1.2);
      }),
    );
  });

  it('comes for ever where somebody’s money waits', () => {
    const job = { name: 'give-back-payment', attempts: 2000, enqueuedAt: now };

    expect(nextTry(job, later(now, days(300)), 0)).toEqual(later(now, days(300) + hours(1)));
  });

  it('is none once three days have passed', () => {
    const job = { name: 'mail-receipt', attempts: 20, enqueuedAt: now };

    expect(nextTry(job, later(now, days(3) - hours(1)), 0)).toEqual(later(now, days(3)));
    expect(nextTry(job, later(now, days(3) - hours(1) + 1), 0)).toBeUndefined();
  });
});
