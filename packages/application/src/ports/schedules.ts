import { days, hours, minutes } from '@online-cinema/domain/shared';

/** How often the clock may ask for something: whenever the time is a multiple of so many milliseconds, in UTC. */
export const INTERVALS = {
  minute: minutes(1),
  'five minutes': minutes(5),
  hour: hours(1),
  day: days(1),
} as const;

/** Something that the clock asks for. */
export interface Timetable {
  readonly name: string;
  readonly every: keyof typeof INTERVALS;
}

/** And what is done then; it may be killed at any time, and done twice. */
export interface Schedule extends Timetable {
  readonly run: () => Promise<unknown>;
}
