import {
  demoPrice,
  indexedWords,
  Movie,
  type MovieFacts,
  movieIdentity,
  searchedWords,
} from '@online-cinema/domain/catalogue';
import { InvalidInput, Money } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filmFacts } from '../support/a-film.ts';

const now = new Date('2026-01-15T12:00:00Z');
const uuid = '00000000-0000-4000-8000-000000000001';

const describeFilm = (facts: Partial<MovieFacts>) => Movie.describe(filmFacts(facts), { uuid, now });

/** The fields that a description is refused for. */
function faultsOf(facts: Partial<MovieFacts>): readonly string[] {
  try {
    describeFilm(facts);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults.map(({ field }) => field);
    throw error;
  }
}

describe('a movie', () => {
  it('is described by its facts, a uuid and the time', () => {
    const draft = describeFilm({ name: 'Heat', date: '1995-12-15', price: Money.of(0, 'USD') });
    expect(draft).toMatchObject({ name: 'Heat', date: '1995-12-15', year: 1995, uuid, createdAt: now, updatedAt: now });
    expect(Movie.restore({ ...draft, id: 7 }).state).toEqual({ ...draft, id: 7 });
  });

  it('names everyone once, without outer spaces', () => {
    const draft = describeFilm({
      name: '  Heat ',
      overview: ' \n',
      genres: ['Crime', ' crime', 'Drama'],
      cast: [
        { name: 'Al Pacino', character: null, isStar: false },
        { name: 'Val Kilmer', character: 'Chris', isStar: false },
        { name: 'AL PACINO', character: 'Hanna', isStar: true },
      ],
    });
    expect(draft).toMatchObject({ name: 'Heat', overview: null, genres: ['Crime', 'Drama'] });
    expect(draft.cast).toEqual([
      { name: 'Al Pacino', character: 'Hanna', isStar: true },
      { name: 'Val Kilmer', character: 'Chris', isStar: false },
    ]);
  });

  it('is refused with every fault, not the first', () => {
    const facts = { name: ' ', score: 101, imdb: -1, votes: 1.5, budget: -1, genres: ['Drama', ''] };
    expect(faultsOf(facts)).toEqual(['name', 'score', 'imdb', 'votes', 'budget', 'genres']);
  });

  it.each<[string, Partial<MovieFacts>]>([
    ['a year before film', { date: null, year: 1894 }],
    ['a year after next', { date: null, year: 2028 }],
    ['a year that is not the date’s', { date: '1999-03-31', year: 2000 }],
    ['a day that no calendar has', { date: '1999-02-29', year: 1999 }],
    ['a date in another form', { date: '03/31/1999', year: 1999 }],
    ['a name of 256 characters', { name: 'a'.repeat(256) }],
    ['a name that is too long once it is folded', { name: 'ﷺ'.repeat(100) }],
    ['a NUL in a name', { name: 'He\0at' }],
    ['a NUL in a text', { overview: 'A\0' }],
    ['a number that is none', { budget: Number.NaN }],
    ['a number without bounds', { revenue: 1e30 }],
    ['a price beyond what can be paid', { price: Money.of(100_000_000, 'USD') }],
    ['a price below nothing', { price: Money.of(-1, 'USD') }],
    ['a country that is no code', { country: { code: 'USA', name: 'United States' } }],
    ['a running time of no minute', { time: 0 }],
  ])('is refused with %s', (_, facts) => {
    expect(faultsOf(facts)).toHaveLength(1);
  });

  it.each<[string, Partial<MovieFacts>]>([
    ['the first year of film', { date: null, year: 1895 }],
    ['next year', { date: '2027-12-31', year: 2027 }],
    ['a leap day', { date: '2000-02-29', year: 2000 }],
    ['255 characters outside the basic plane', { name: '🎬'.repeat(255) }],
    ['the bounds of every range', { score: 100, metaScore: 0, imdb: 10, votes: 0, gross: 0, time: 1 }],
    ['the highest price', { price: Money.of(99_999_999, 'USD') }],
  ])('is taken with %s', (_, facts) => {
    expect(faultsOf(facts)).toEqual([]);
  });

  it('names five hundred of a kind at most', () => {
    const many = (count: number) => Array.from({ length: count }, (_, number) => `Name ${number}`);
    const cast = (count: number) => many(count).map((name) => ({ name, character: null, isStar: false }));
    expect(faultsOf({ genres: many(500), cast: cast(500) })).toEqual([]);
    expect(faultsOf({ genres: many(501), directors: many(501), languages: many(501), cast: cast(501) })).toEqual([
      'genres',
      'directors',
      'languages',
      'actors',
    ]);
  });
});

describe('the identity of a movie', () => {
  const film = { name: 'Heat', date: '1995-12-15', year: 1995, time: 170 };
  const undated = { ...film, date: null };

  it('is its name in any case and its date', () => {
    expect(movieIdentity({ ...film, name: ' HEAT', time: null })).toBe(movieIdentity(film));
    expect(movieIdentity({ ...film, date: '1995-12-16' })).not.toBe(movieIdentity(film));
    expect(movieIdentity({ ...film, name: 'Heat 2' })).not.toBe(movieIdentity(film));
  });

  it('is name, year and time where the date is unknown, absent being equal to absent', () => {
    expect(movieIdentity({ ...undated, time: null })).toBe(movieIdentity({ ...undated, time: null }));
    expect(movieIdentity({ ...undated, time: null })).not.toBe(movieIdentity(undated));
    expect(movieIdentity({ ...undated, year: 1996 })).not.toBe(movieIdentity(undated));
    expect(movieIdentity(undated)).not.toBe(movieIdentity(film));
  });
});

describe('the words of a movie', () => {
  it('are folded, without accents and punctuation', () => {
    expect(searchedWords('  Déjà-Vu, AMÉLIE! ')).toEqual(['deja', 'vu', 'amelie']);
    expect(searchedWords('"OR" * %_ 😀')).toEqual(['or']);
    expect(searchedWords('%')).toEqual([]);
  });

  it('find what punctuation joins by its parts and as a whole', () => {
    expect(indexedWords("Spider-Man's")).toEqual(['spider', 'man', 's', 'mans', 'spidermans']);
    expect(indexedWords('S.W.A.T.')).toContain('swat');
  });

  it('are bounded in length and number', () => {
    expect(searchedWords('x'.repeat(10_000))).toEqual(['x'.repeat(64)]);
    const many = Array.from({ length: 1_000 }, (_, index) => `w${index}`).join(' ');
    expect(searchedWords(many)).toHaveLength(64);
  });

  it('always find the text that they come from, and any beginning of its words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(10), (text, length) => {
        const indexed = indexedWords(text);
        for (const word of searchedWords(text)) {
          const beginning = [...word].slice(0, length + 1).join('');
          expect(indexed.some((known) => known.startsWith(beginning))).toBe(true);
        }
      }),
    );
  });
});

describe('the price of a demo film', () => {
  const price = (film: Partial<MovieFacts>) => demoPrice({ ...filmFacts({ gross: 1 }), ...film }, 'EUR')?.toDecimal();

  it.each([
    [{ year: 2004, imdb: 6, votes: 100 }, '7.99'],
    [{ year: 2005, imdb: 6, votes: 100 }, '9.99'],
    [{ year: 1994, imdb: 4.9, votes: 100 }, '4.99'],
    [{ year: 2010, imdb: 8, votes: 100_000 }, '14.99'],
    [{ year: 1972, imdb: 7.9, votes: 25_000 }, '7.99'],
    [{ year: 1995, imdb: null, votes: null }, '7.99'],
    [{ year: 1995, imdb: 7, votes: 24_999 }, '8.99'],
    [{ year: 1995, imdb: 6.9, votes: 99_999 }, '8.99'],
    [{ year: 1995, imdb: 5, votes: 25_000 }, '8.99'],
  ])('of %o is %s', (film, expected) => {
    expect(price(film)).toBe(expected);
  });

  it('is none where nobody reported any takings', () => {
    expect(price({ gross: null, revenue: null })).toBeUndefined();
    expect(price({ gross: null, revenue: 0 })).toBeDefined();
  });
});
