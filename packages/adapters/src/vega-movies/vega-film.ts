import { demoPrice, type MovieFacts } from '@online-cinema/domain/catalogue';
import type { Currency } from '@online-cinema/domain/shared';
import { mendMacRoman } from './mend-mac-roman.ts';

/** A row of `movies.json`, as far as we read it (https://github.com/vega/vega-datasets, `movies.json`). */
export interface VegaRow {
  /** Some titles are numbers: 300, 1941. */
  readonly Title: string | number | null;
  /** `Jun 12 1998`. */
  readonly 'Release Date': string | null;
  readonly 'US Gross': number | null;
  readonly 'Worldwide Gross': number | null;
  readonly 'Production Budget': number | null;
  readonly 'MPAA Rating': string | null;
  readonly 'Running Time min': number | null;
  readonly 'Major Genre': string | null;
  readonly Director: string | null;
  readonly 'Rotten Tomatoes Rating': number | null;
  readonly 'IMDB Rating': number | null;
  readonly 'IMDB Votes': number | null;
}

/** The source was made in 2010 and writes years of two digits as 20..: what lies beyond is a century late. */
const LAST_YEAR_OF_SOURCE = 2011;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * What the row says of a film: the worldwide gross is the film's `revenue`, the domestic one its `gross`, the share of
 * good reviews at Rotten Tomatoes its `score`. The price is made by the demo rule.
 * @returns in words what is wrong with the row, if it is no film
 */
export function vegaFilm(row: VegaRow, currency: Currency): MovieFacts | string {
  if (row.Title === null) return 'There is no title.';
  const date = isoDate(row['Release Date'] ?? '');
  if (date === undefined) return `"${row['Release Date']}" is no release date.`;

  const numbers = {
    year: Number(date.slice(0, 4)),
    time: row['Running Time min'],
    score: row['Rotten Tomatoes Rating'],
    imdb: row['IMDB Rating'],
    votes: row['IMDB Votes'],
    budget: row['Production Budget'],
    revenue: row['Worldwide Gross'],
    gross: row['US Gross'],
  };
  return {
    ...numbers,
    name: mendMacRoman(String(row.Title)),
    date,
    metaScore: null,
    overview: null,
    description: null,
    status: 'Released',
    price: demoPrice(numbers, currency),
    genres: row['Major Genre'] === null ? [] : [row['Major Genre']],
    directors: row.Director === null ? [] : [row.Director],
    languages: [],
    cast: [],
    country: null,
    certification: row['MPAA Rating'],
  };
}

/** `Jun 12 1998` as `1998-06-12`. */
function isoDate(text: string): string | undefined {
  const [, monthName = '', day = '', written = ''] = /^([A-Z][a-z]{2}) (\d{2}) (\d{4})$/.exec(text) ?? [];
  const month = MONTHS.indexOf(monthName) + 1;
  if (month === 0) return undefined;
  const year = Number(written) > LAST_YEAR_OF_SOURCE ? Number(written) - 100 : Number(written);
  return `${year}-${String(month).padStart(2, '0')}-${day}`;
}
