import { canonical, type Fault, type Money } from '../shared/index.ts';
import type { MovieFacts } from './movie-facts.ts';
import { TEXT_LIMITS } from './movie-texts.ts';

/** The year of the first public film showing. */
export const FIRST_FILM_YEAR = 1895;
const MAX_NAME = 255;
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
  const ofItself = {
    name: nameFaults('name', facts.name),
    date: dateFaults(facts.date, facts.year, years),
    year: facts.date === null ? numberFaults('year', facts.year, { ...years, whole: true }) : [],
    time: numberFaults('time', facts.time, { from: 1, to: MAX_MINUTES, whole: true }),
    score: numberFaults('score', facts.score, { from: 0, to: 100 }),
    imdb: numberFaults('imdb', facts.imdb, { from: 0, to: 10 }),
    votes: numberFaults('votes', facts.votes, { from: 0, to: MAX_VOTES, whole: true }),
    metaScore: numberFaults('metaScore', facts.metaScore, { from: 0, to: 100 }),
    overview: textFaults('overview', facts.overview, TEXT_LIMITS.overview),
    description: textFaults('description', facts.description, TEXT_LIMITS.description),
    status: [],
    budget: numberFaults('budget', facts.budget, { from: 0, to: Number.MAX_SAFE_INTEGER }),
    revenue: numberFaults('revenue', facts.revenue, { from: 0, to: Number.MAX_SAFE_INTEGER }),
    gross: numberFaults('gross', facts.gross, { from: 0, to: Number.MAX_SAFE_INTEGER }),
    price: priceFaults(facts.price),
  } satisfies FaultsOf<Exclude<keyof MovieFacts, ListOfNames | SingleName>>;
  const ofLength = {
    genres: listFaults('genres', facts.genres),
    directors: listFaults('directors', facts.directors),
    languages: listFaults('languages', facts.languages),
    cast: listFaults('actors', facts.cast),
  } satisfies FaultsOf<ListOfNames>;
  const ofNames = {
    genres: facts.genres.flatMap((genre) => nameFaults('genres', genre)),
    directors: facts.directors.flatMap((director) => nameFaults('directors', director)),
    languages: facts.languages.flatMap((language) => nameFaults('languages', language)),
    cast: [
      ...facts.cast.flatMap((member) => nameFaults('actors', member.name)),
      ...facts.cast.flatMap(({ character }) => (character === null ? [] : nameFaults('actors', character))),
    ],
    certification: facts.certification === null ? [] : nameFaults('certification', facts.certification),
    country: facts.country === null ? [] : countryFaults(facts.country),
  } satisfies FaultsOf<ListOfNames | SingleName>;
  return [ofItself, ofLength, ofNames].flatMap((faults) => Object.values(faults).flat());
}

/** Of every fact what is wrong with it, so that none is forgotten. */
type FaultsOf<Fact extends keyof MovieFacts> = Readonly<Record<Fact, readonly Fault[]>>;
type ListOfNames = {
  [Fact in keyof MovieFacts]: MovieFacts[Fact] extends readonly unknown[] ? Fact : never;
}[keyof MovieFacts];
type SingleName = 'certification' | 'country';

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
