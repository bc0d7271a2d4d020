import type { FieldNames } from '@online-cinema/application/ports';
import {
  type CastMember,
  type Country,
  countryOf,
  isCalendarDate,
  MOVIE_STATUSES,
  type MovieFacts,
  type MovieStatus,
} from '@online-cinema/domain/catalogue';
import { type Currency, Money } from '@online-cinema/domain/shared';
import type { Cells } from './film-columns.ts';

/** What the cells of the column `crew` list: actors, each with their character behind them, or actors alone. */
type Crew = 'with characters' | 'plain';

export interface FilmReading {
  readonly crew: Crew;
  /** That of the prices. */
  readonly currency: Currency;
}

/**
 * What a row says of a film. Lists are separated by commas, also languages: `Spanish, Castilian` are two names of one,
 * and either finds the film. A film without status is released; one without price is not for sale.
 * @returns in words everything that cannot be read, if the row is no film
 */
export function csvFilm(cells: Cells, { crew, currency }: FilmReading): MovieFacts | string {
  const faults: string[] = [];
  const read = <T>(value: T | Unreadable, fallback: T): T => {
    if (!(value instanceof Unreadable)) return value;
    faults.push(value.reason);
    return fallback;
  };

  const date = read(isoDate(cells('date_x')), '');
  const film: MovieFacts = {
    name: cells('names'),
    date,
    year: Number(date.slice(0, 4)),
    time: null,
    score: read(number(cells, 'score'), null),
    imdb: null,
    votes: null,
    metaScore: null,
    overview: cells('overview') || null,
    description: null,
    status: read(status(cells('status')), 'Released'),
    budget: read(number(cells, 'budget_x'), null),
    revenue: read(number(cells, 'revenue'), null),
    gross: null,
    price: read(price(cells('price'), currency), null),
    genres: list(cells('genre')),
    directors: [],
    languages: list(cells('orig_lang')),
    cast: crew === 'plain' ? list(cells('crew')).map(actor) : castWithCharacters(cells('crew')),
    country: read(country(cells('country')), null),
    certification: null,
  };
  return faults.length === 0 ? film : faults.join('; ');
}

/** What the columns call the fields of a film, for what the domain says of them. */
export const CALLED: FieldNames = {
  name: 'names',
  date: 'date_x',
  year: 'date_x',
  genres: 'genre',
  languages: 'orig_lang',
  actors: 'crew',
  budget: 'budget_x',
};

/** Why nothing can be read from a cell. */
class Unreadable {
  readonly reason: string;
  constructor(column: string, text: string, wanted: string) {
    this.reason = text === '' ? `${column}: There is no ${wanted}` : `${column}: ${quoted(text)} is no ${wanted}`;
  }
}

/** `03/02/2023` (the month first) and `2023-03-02`, as ISO has it. */
function isoDate(text: string): string | Unreadable {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const date = year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return isCalendarDate(date) ? date : new Unreadable('date_x', text, 'date: it takes MM/DD/YYYY or YYYY-MM-DD.');
}

/** Decimal, with an exponent or without. Whether it is within its bounds the domain knows. */
function number(cells: Cells, column: 'score' | 'budget_x' | 'revenue'): number | null | Unreadable {
  const text = cells(column);
  if (text === '') return null;
  const isNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
  return isNumber ? Number(text) : new Unreadable(column, text, 'number.');
}

function status(text: string): MovieStatus | Unreadable {
  if (text === '') return 'Released';
  const known = MOVIE_STATUSES.find((name) => name.toLowerCase() === text.toLowerCase());
  return known ?? new Unreadable('status', text, `status: it takes ${MOVIE_STATUSES.join(', ')}.`);
}

function price(text: string, currency: Currency): Money | null | Unreadable {
  if (text === '') return null;
  try {
    return Money.parse(text, currency);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Unreadable('price', text, 'price: it takes an amount with at most two decimals, such as 9.99.');
  }
}

function country(text: string): Country | null | Unreadable {
  if (text === '') return null;
  return countryOf(text) ?? new Unreadable('country', text, 'country: it takes a code of ISO 3166-1.');
}

function list(text: string): string[] {
  return pieces(text).filter((piece) => piece !== '');
}

/**
 * `Al Pacino, Vincent Hanna, Robert De Niro, Neil McCauley`. A character may be missing between its commas, and at the
 * end; of a character without actor nobody plays it. A comma within a name cannot be told from one between two.
 */
function castWithCharacters(text: string): CastMember[] {
  const names = pieces(text);
  return names.flatMap((name, index) =>
    index % 2 === 0 && name !== '' ? [{ ...actor(name), character: names[index + 1] || null }] : [],
  );
}

function actor(name: string): CastMember {
  return { name, character: null, isStar: false };
}

function pieces(text: string): string[] {
  return text.split(',').map((piece) => piece.trim());
}

/** The beginning of a cell, fit for a terminal. */
function quoted(text: string): string {
  const beginning = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `"${beginning.replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD')}"`;
}
