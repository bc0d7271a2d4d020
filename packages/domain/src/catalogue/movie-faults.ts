import { canonical, type Fault, type Money } from '../shared/index.ts';
import type { MovieFacts } from './movie-facts.ts';

/** The year of the first public film showing. */
export const FIRST_FILM_YEAR = 1895;
const MAX_NAME = 255;
const MAX_OVERVIEW = 10_000;
const MAX_DESCRIPTION = 100_000;
const MAX_MINUTES = 100_000;
/** Names of one kind: more than any film has, and few enough to write at once. */
export const MOST_NAMES = 500;
/** What a 32-bit column holds. */
const MAX_VOTES = 2_147_483_647;
/** 999,999.99: the most that Stripe takes in one payment (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const MAX_PRICE_MINOR = 99_999_999;

/** Everything that is wrong with the facts of a film, in the words for whoever stated them. */
export function movieFaults(facts: MovieFacts, now: Date): Fault[] {
  const years = { from: FIRST_FILM_YEAR, to: now.getUTCFullYear() + 1 };
  return [
    ...nameFaults('name', facts.name),
    ...dateFaults(facts.date, facts.year, years),
    ...(facts.date === null ? numberFaults('year', facts.year, { ...years, whole: true }) : []),
    ...numberFaults('time', facts.time, { from: 1, to: MAX_MINUTES, whole: true }),
    ...numberFaults('score', facts.score, { from: 0, to: 100 }),
    ...numberFaults('imdb', facts.imdb, { from: 0, to: 10 }),
    ...numberFaults('votes', facts.votes, { from: 0, to: MAX_VOTES, whole: true }),
    ...numberFaults('metaScore', facts.metaScore, { from: 0, to: 100 }),
    ...textFaults('overview', facts.overview, MAX_OVERVIEW),
    ...textFaults('description', facts.description, MAX_DESCRIPTION),
    ...numberFaults('budget', facts.budget, { from: 0, to: Number.MAX_SAFE_INTEGER }),
    ...numberFaults('revenue', facts.revenue, { from: 0, to: Number.MAX_SAFE_INTEGER }),
    ...numberFaults('gross', facts.gross, { from: 0, to: Number.MAX_SAFE_INTEGER }),
    ...priceFaults(facts.price),
    ...listFaults('genres', facts.genres),
    ...listFaults('directors', facts.directors),
    ...listFaults('languages', facts.languages),
    ...listFaults('actors', facts.cast),
    ...facts.genres.flatMap((genre) => nameFaults('genres', genre)),
    ...facts.directors.flatMap((director) => nameFaults('directors', director)),
    ...facts.languages.flatMap((language) => nameFaults('languages', language)),
    ...facts.cast.flatMap((member) => nameFaults('actors', member.name)),
    ...facts.cast.flatMap(({ character }) => (character === null ? [] : nameFaults('actors', character))),
    ...(facts.certification === null ? [] : nameFaults('certification', facts.certification)),
    ...(facts.country === null ? [] : countryFaults(facts.country)),
  ];
}

/** A name is 1–255 characters, as it is written and as it is compared. */
export function nameFaults(field: string, name: string): Fault[] {
  const compared = canonical(name);
  if (compared === '') return [{ field, message: 'A name cannot be empty or contain only spaces.' }];
  if (isLonger(name.trim(), MAX_NAME) || isLonger(compared, MAX_NAME))
    return [{ field, message: `A name has at most ${MAX_NAME} characters.` }];
  return textFaults(field, name, Number.POSITIVE_INFINITY);
}

function listFaults(field: string, { length }: readonly unknown[]): Fault[] {
  return length > MOST_NAMES ? [{ field, message: `A movie has at most ${MOST_NAMES} ${field}.` }] : [];
}

function textFaults(field: string, text: string | null, atMost: number): Fault[] {
  if (text === null) return [];
  if (text.includes('\0')) return [{ field, message: 'Text cannot contain NUL characters.' }];
  if (isLonger(text, atMost)) return [{ field, message: `Text has at most ${atMost} characters here.` }];
  return [];
}

function dateFaults(date: string | null, year: number, years: { from: number; to: number }): Fault[] {
  if (date === null) return [];
  if (!isCalendarDate(date)) return [{ field: 'date', message: 'Date must be a day of the calendar, as YYYY-MM-DD.' }];
  if (Number(date.slice(0, 4)) !== year) return [{ field: 'year', message: 'Year must be that of the date.' }];
  if (year >= years.from && year <= years.to) return [];
  return [{ field: 'date', message: `The year of the date must be between ${years.from} and ${years.to}.` }];
}

/** Whether there is such a day, written as YYYY-MM-DD. */
export function isCalendarDate(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00.000Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString() !== `${date}T00:00:00.000Z`) return false;
  // Beyond the year 9999 days are written with a sign and more digits.
  return date.length === 10;
}

function numberFaults(field: string, value: number | null, range: { from: number; to: number; whole?: true }): Fault[] {
  if (value === null) return [];
  if (range.whole && !Number.isInteger(value)) return [{ field, message: 'The number must be whole.' }];
  if (value >= range.from && value <= range.to) return [];
  return [{ field, message: `The number must be between ${range.from} and ${range.to}.` }];
}

function priceFaults(price: Money | null): Fault[] {
  if (price === null || (price.minor >= 0 && price.minor <= MAX_PRICE_MINOR)) return [];
  return [{ field: 'price', message: 'Price must be between 0.00 and 999999.99.' }];
}

function countryFaults({ code, name }: { code: string; name: string }): Fault[] {
  if (!/^[A-Z]{2}$/.test(code)) return [{ field: 'country', message: 'Country must be an ISO 3166-1 alpha-2 code.' }];
  return nameFaults('country', name);
}

/** Whether a text has more characters, as people and databases count them: never more than UTF-16 units. */
function isLonger(text: string, atMost: number): boolean {
  if (text.length <= atMost) return false;
  let count = 0;
  for (const _ of text) count += 1;
  return count > atMost;
}
