import { countryOf } from '@online-cinema/domain/catalogue';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const TWO_LETTERS = LETTERS.flatMap((one) => LETTERS.map((other) => one + other));
const THREE_LETTERS = TWO_LETTERS.flatMap((two) => LETTERS.map((letter) => two + letter));

const codes = (candidates: readonly string[]) => candidates.flatMap((candidate) => countryOf(candidate)?.code ?? []);

describe('the country of a code', () => {
  it.each([
    ['AU', { code: 'AU', name: 'Australia' }],
    ['usa', { code: 'US', name: 'United States of America' }],
    ['Gb', { code: 'GB', name: 'United Kingdom of Great Britain and Northern Ireland' }],
    ['CIV', { code: 'CI', name: "Côte d'Ivoire" }],
    ['BO', { code: 'BO', name: 'Bolivia, Plurinational State of' }],
    ['CXR', { code: 'CX', name: 'Christmas Island' }],
  ])('%s is found, whether of two letters or three, in any case', (code, country) => {
    expect(countryOf(code)).toEqual(country);
  });

  it.each([
    ['SU', 'Union of Soviet Socialist Republics'],
    ['XC', 'Czechoslovakia'],
    ['YU', 'Yugoslavia'],
    ['DD', 'German Democratic Republic'],
    ['XG', 'German Democratic Republic'],
    ['CS', 'Serbia and Montenegro'],
    ['XK', 'Kosovo'],
  ])('%s is found though it is none of today’s countries', (code, name) => {
    expect(countryOf(code)?.name).toBe(name);
  });

  it.each(['', 'A', 'XX', 'ZZZ', 'Australia', ' AU', 'AU ', '4', '__', 'ß', 'ıt', 'auſ', 'ſau', 'constructor'])(
    '"%s" is none',
    (code) => {
      expect(countryOf(code)).toBeUndefined();
    },
  );

  it('is known for all 249 of ISO 3166-1 and the 12 others, each by two letters and by three', () => {
    expect(new Set(codes(TWO_LETTERS)).size).toBe(249 + 12);
    expect(codes(THREE_LETTERS).sort()).toEqual([...new Set(codes(TWO_LETTERS))].sort());
  });

  it('is one that the Unicode consortium knows by that code too', () => {
    const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    const unknown = codes(TWO_LETTERS).filter((code) => regions.of(code) === undefined);
    expect(unknown).toEqual(['XC']);
  });

  it('has the case of the code no matter', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TWO_LETTERS), fc.mixedCase(fc.constantFrom(...THREE_LETTERS)), (two, three) => {
        expect(countryOf(two.toLowerCase())).toEqual(countryOf(two));
        expect(countryOf(three)).toEqual(countryOf(three.toUpperCase()));
      }),
    );
  });

  it('is at most one, with a code of two capitals and a name that is a name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z]{2,3}$/)), (code) => {
        const country = countryOf(code);
        if (country === undefined) return;
        expect(countryOf(country.code)).toEqual(country);
        expect(country.code).toMatch(/^[A-Z]{2}$/);
        expect(country.name).toBe(country.name.trim());
        expect(country.name.length).toBeGreaterThan(3);
      }),
    );
  });
});
