/** Durations in milliseconds, and moments reckoned from them. */
export const seconds = (count: number): number => count * 1000;
export const minutes = (count: number): number => seconds(count * 60);
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);

/** Whole seconds since 1970, as tokens and gateways count time. */
export function inSeconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}

/** The moment `milliseconds` after `moment`. */
export function later(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}
