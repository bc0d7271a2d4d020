import { canonical, type Fault } from '../shared/index.ts';
import { countryOf } from './countries.ts';
import type { CastMember, Country, MovieFacts } from './movie-facts.ts';

/** What a moderator states about a movie; what is left out stays as it is, or unknown for a new movie. */
export interface MovieDetails extends Partial<Omit<MovieFacts, 'year' | 'cast' | 'country'>> {
  /** May be left out where the date is stated. */
  readonly year?: number | null;
  /** Names, in billing order. */
  readonly actors?: readonly string[];
  /** Names; a star who is not among the actors joins them at the end. */
  readonly stars?: readonly string[];
  /** ISO 3166-1 alpha-2 or alpha-3, in any case. */
  readonly country?: string | null;
}

/** Of a new movie nothing is known but what is stated. */
const NOTHING_KNOWN: Omit<MovieFacts, 'name' | 'year'> = {
  date: null,
  time: null,
  score: null,
  imdb: null,
  votes: null,
  metaScore: null,
  overview: null,
  description: null,
  status: 'Released',
  budget: null,
  revenue: null,
  gross: null,
  price: null,
  genres: [],
  directors: [],
  languages: [],
  cast: [],
  country: null,
  certification: null,
};

/** The facts that `details` make of what was known, and what is wrong with the details by themselves. */
export function stated(details: MovieDetails, known?: MovieFacts): { facts: MovieFacts; faults: readonly Fault[] } {
  const { year, actors, stars, country, ...plain } = details;
  const before = known ?? { ...NOTHING_KNOWN, name: '' };
  const date = plain.date === undefined ? before.date : plain.date;
  const knownYear = year ?? yearOf(plain.date) ?? known?.year;
  const statedCountry = country === undefined ? before.country : countryStated(country);
  return {
    facts: {
      ...before,
      ...plain,
      date,
      year: knownYear ?? Number.NaN,
      cast: castOf(before.cast, { actors, stars }),
      country: statedCountry ?? null,
    },
    faults: [
      ...(knownYear === undefined ? [{ field: 'year', message: 'Either the date or the year must be given.' }] : []),
      ...(statedCountry === undefined ? [UNKNOWN_COUNTRY] : []),
    ],
  };
}

const UNKNOWN_COUNTRY: Fault = { field: 'country', message: 'Country must be an ISO 3166-1 code.' };

function yearOf(date: string | null | undefined): number | undefined {
  const year = Number(date?.slice(0, 4));
  return date && Number.isInteger(year) ? year : undefined;
}

/** Undefined for a code that nobody knows. */
function countryStated(code: string | null): Country | null | undefined {
  return code === null ? null : countryOf(code);
}

/** Who stays keeps the character known of them. */
function castOf(
  known: readonly CastMember[],
  { actors, stars }: { actors: readonly string[] | undefined; stars: readonly string[] | undefined },
): readonly CastMember[] {
  const characters = new Map(known.map(({ name, character }) => [canonical(name), character]));
  const starNames = stars ?? known.filter(({ isStar }) => isStar).map(({ name }) => name);
  const starring = new Set(starNames.map(canonical));
  const billed = actors ?? known.map(({ name }) => name);
  const listed = new Set(billed.map(canonical));
  return [...billed, ...starNames.filter((name) => !listed.has(canonical(name)))].map((name) => ({
    name,
    character: characters.get(canonical(name)) ?? null,
    isStar: starring.has(canonical(name)),
  }));
}
