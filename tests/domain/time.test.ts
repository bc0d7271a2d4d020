import { days, hours, inSeconds, later, minutes, seconds } from '@online-cinema/domain/shared';
import { describe, expect, it } from 'vitest';

describe('a duration', () => {
  it('is a number of milliseconds', () => {
    expect([seconds(2), minutes(2), hours(2), days(2)]).toEqual([2_000, 120_000, 7_200_000, 172_800_000]);
  });

  it('since 1970 is counted in whole seconds by those who have no milliseconds', () => {
    expect(inSeconds(new Date('1970-01-02T00:00:01.999Z'))).toBe(86_401);
  });

  it('leads from one moment to a later one, or back', () => {
    const noon = new Date('2026-02-28T12:00:00Z');
    expect(later(noon, days(1))).toEqual(new Date('2026-03-01T12:00:00Z'));
    expect(later(noon, -hours(13))).toEqual(new Date('2026-02-27T23:00:00Z'));
    expect(noon).toEqual(new Date('2026-02-28T12:00:00Z'));
  });
});
