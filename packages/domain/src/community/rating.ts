import { InvalidInput } from '../shared/index.ts';

export const WORST_RATING = 1;
export const BEST_RATING = 10;

/** @throws InvalidInput unless the value is a whole number from 1 to 10 */
export function assertRating(value: number): void {
  if (Number.isInteger(value) && value >= WORST_RATING && value <= BEST_RATING) return;
  throw new InvalidInput([
    { field: 'value', message: `A rating is a whole number from ${WORST_RATING} to ${BEST_RATING}.` },
  ]);
}
