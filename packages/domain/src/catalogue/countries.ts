import { FORMER_AND_UNOFFICIAL, ISO_3166_1 } from './country-table.ts';
import type { Country } from './movie-facts.ts';

/** East Germany has two codes in the lists of films: that of ISO 3166-3, and one of the part that is free for users. */
const OTHER_CODES: ReadonlyMap<string, string> = new Map([['XG', 'DD']]);

const COUNTRIES = byCode(`${ISO_3166_1};${FORMER_AND_UNOFFICIAL}`);

/**
 * The country of an ISO 3166-1 code, alpha-2 or alpha-3, in any case; undefined for a code that nobody knows. Known are
 * also countries that are no more, but films come from (`SU`, `YU`, `XC`, …).
 */
export function countryOf(code: string): Country | undefined {
  // Other letters than these become such in upper case: `ß` is no South Sudan.
  if (!/^[A-Za-z]{2,3}$/.test(code)) return undefined;
  const known = code.toUpperCase();
  return COUNTRIES.get(OTHER_CODES.get(known) ?? known);
}

function byCode(table: string): ReadonlyMap<string, Country> {
  const countries = new Map<string, Country>();
  for (const entry of table.split(';')) {
    const [code = '', alpha3 = '', ...words] = entry.trim().split(' ');
    const country = { code, name: words.join(' ') };
    countries.set(code, country).set(alpha3, country);
  }
  return countries;
}
