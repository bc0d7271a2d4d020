import type { Migration } from './migration.ts';

/** When what the clock asks for was done last, so that what was missed is made up for. */
export const scheduleTimes: Migration = {
  name: '0009-schedule-times',

  up: ({ time, string }) => [
    `create table schedule_times (
      name ${string(255)} not null primary key,
      done_for ${time} not null
    )`,
  ],

  down: () => ['drop table schedule_times'],
};
