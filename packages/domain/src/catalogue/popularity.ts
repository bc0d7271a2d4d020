/** What is known of people's interest in a movie. */
export interface Interest {
  readonly purchases: number;
  readonly likes: number;
  readonly dislikes: number;
  readonly ratingCount: number;
  /** The sum of all ratings, each 1–10. */
  readonly ratingSum: number;
}

const POINTS_OF_A_PURCHASE = 4;
/** What a rating between the worst and the best comes to; below it a rating takes points away. */
const MIDDLING_RATING = 5.5;
const POINTS_OF_A_RATING = 0.5;
/** Years after which the same interest counts half: films live long. */
const HALF_LIFE = 10;
const MILLISECONDS_A_YEAR = 365.25 * 24 * 60 * 60 * 1000;
/** Digits after the point: enough to tell movies apart, few enough that a day makes no difference. */
const DIGITS = 4;

/**
 * How popular a movie is: 0 where nobody cares, without an upper bound. The formula is ours (docs/decisions/0008):
 *
 *     points     = 4 · purchases + likes − dislikes + ½ · Σ(rating − 5.5), at least 0
 *     popularity = ln(1 + points) · ½^(age in years / 10)
 *
 * The logarithm keeps a blockbuster from drowning everything, the half-life lets the new rise. The age counts from
 * the release date, or the beginning of the year where the date is unknown; a film yet to come has none.
 */
export function popularity(interest: Interest, released: { date: string | null; year: number }, now: Date): number {
  const { purchases, likes, dislikes, ratingCount, ratingSum } = interest;
  const ratings = ratingSum - ratingCount * MIDDLING_RATING;
  const points = POINTS_OF_A_PURCHASE * purchases + likes - dislikes + POINTS_OF_A_RATING * ratings;
  const popular = Math.log1p(Math.max(0, points)) * 0.5 ** (ageOf(released, now) / HALF_LIFE);
  return Number(popular.toFixed(DIGITS));
}

/** In years; 0 for what is yet to come. */
function ageOf({ date, year }: { date: string | null; year: number }, now: Date): number {
  const released = date === null ? Date.UTC(year, 0, 1) : Date.parse(`${date}T00:00:00Z`);
  return Math.max(0, now.getTime() - released) / MILLISECONDS_A_YEAR;
}
