import { CRON } from '@online-cinema/adapters/pg-boss';
import { INTERVALS, type Timetable } from '@online-cinema/application/ports';
import { days, minutes } from '@online-cinema/domain/shared';
import { expect, it } from 'vitest';

const intervals: { readonly [Name in Timetable['every']]: Name } = {
  minute: 'minute',
  'five minutes': 'five minutes',
  hour: 'hour',
  day: 'day',
};

it.each(Object.values(intervals))('what comes every %s comes at the same moments from either queue', (every) => {
  const beginning = Date.UTC(2026, 0, 14);
  const moments = Array.from({ length: days(9) / minutes(1) }, (_, index) => new Date(beginning + minutes(index)));
  const byTheTable = moments.filter((moment) => moment.getTime() % INTERVALS[every] === 0);

  expect(byTheTable.length).toBeGreaterThan(0);
  expect(moments.filter((moment) => isDue(CRON[every], moment))).toEqual(byTheTable);
});

/** As much of cron as minutes, hours and days of the week go by. */
function isDue(cron: string, moment: Date): boolean {
  const now = [
    moment.getUTCMinutes(),
    moment.getUTCHours(),
    moment.getUTCDate(),
    moment.getUTCMonth() + 1,
    moment.getUTCDay(),
  ];
  return cron.split(' ').every((field, index) => {
    const [, step] = /^\*\/(\d+)$/.exec(field) ?? [];
    if (step !== undefined) return (now[index] ?? 0) % Number(step) === 0;
    return field === '*' || Number(field) === now[index];
  });
}
