import {
  demoPrice,
  indexedWords,
  Movie,
  type MovieFacts,
  movieIdentity,
  searchedWords,
} from '@online-cinema/domain/catalogue';
import { type Fault, InvalidInput, Money } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filmFacts } from '../support/a-film.ts';

const now = new Date('2026-01-15T12:00:00Z');
const uuid = '00000000-0000-4000-8000-000000000001';

const describeFilm = (facts: Partial<MovieFacts>) => Movie.describe(filmFacts(facts), { uuid, now });

/** What a description is refused for. */
function faultsOf(facts: Partial<MovieFacts>): readonly Fault[] {
  try {
    describeFilm(facts);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults;
    throw error;
  }
}

const fieldsOf = (facts: Partial<MovieFacts>) => faultsOf(facts).map(({ field }) => field);

describe('a movie', () => {
  it('is described by its facts, a uuid and the time', () => {
    const draft = describeFilm({ name: 'Heat', date: '1995-12-15', price: Money.of(0, 'USD') });
    expect(draft).toMatchObject({ name: 'Heat', date: '1995-12-15', year: 1995, uuid, createdAt: now, updatedAt: now });
    const movie = Movie.restore({ ...draft, id: 7 });
    expect(movie.state).toEqual({ ...draft, id: 7 });
    expect(movie.id).toBe(7);
  });

  it('is told without the spaces around its texts, and blank ones as unknown', () => {
    const draft = describeFilm({
      name: ' Heat ',
      overview: ' A thief. ',
      description: ' \t ',
      directors: [' Michael Mann ', 'MICHAEL MANN'],
      languages: [' English ', 'Spanish', 'english'],
      cast: [{ name: ' Al Pacino ', character: ' Hanna ', isStar: false }],
      country: { code: 'US', name: ' United States ' },
      certification: ' R ',
    });
    expect(draft).toMatchObject({
      name: 'Heat',
      overview: 'A thief.',
      description: null,
      directors: ['Michael Mann'],
      languages: ['English', 'Spanish'],
      cast: [{ name: 'Al Pacino', character: 'Hanna', isStar: false }],
      country: { code: 'US', name: 'United States' },
      certification: 'R',
    });
    expect(describeFilm({ description: ' A thief. ' }).description).toBe('A thief.');
  });

  it('is of the character named first, and a star if it is one anywhere', () => {
    const member = { name: 'Al Pacino', isStar: false };
    const { cast } = describeFilm({
      cast: [
        { ...member, character: 'Hanna', isStar: true },
        { ...member, character: 'Vincent' },
      ],
    });
    expect(cast).toEqual([{ name: 'Al Pacino', character: 'Hanna', isStar: true }]);
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
    expect(fieldsOf(facts)).toEqual(['name', 'score', 'imdb', 'votes', 'budget', 'genres']);
  });

  it.each<[string, Partial<MovieFacts>, Fault['field'], Fault['message']]>([
    ['a year before film', { date: null, year: 1894 }, 'year', 'The number must be between 1895 and 2027.'],
    ['a year after next', { date: null, year: 2028 }, 'year', 'The number must be between 1895 and 2027.'],
    ['half a year', { date: null, year: 1995.5 }, 'year', 'The number must be whole.'],
    ['a date before film', { date: '1894-12-31' }, 'date', 'The year of the date must be between 1895 and 2027.'],
    ['a date after next year', { date: '2028-01-01' }, 'date', 'The year of the date must be between 1895 and 2027.'],
    ['a year that is not the date’s', { date: '1999-03-31', year: 2000 }, 'year', 'Year must be that of the date.'],
    ...['1999-02-29', '1999-03', '1999-3-31', '03/31/1999', '1999-03-31T00:00'].map(
      (date): [string, Partial<MovieFacts>, string, string] => [
        `the date ${date}`,
        { date, year: 1999 },
        'date',
        'Date must be a day of the calendar, as YYYY-MM-DD.',
      ],
    ),
    [
      'a day beyond four digits of a year',
      { date: '+010000-01-01', year: 10 },
      'date',
      'Date must be a day of the calendar, as YYYY-MM-DD.',
    ],
    ['a blank name', { name: ' ' }, 'name', 'A name cannot be empty or contain only spaces.'],
    ['a name of 256 characters', { name: 'a'.repeat(256) }, 'name', 'A name has at most 255 characters.'],
    [
      'a name that is too long as it is written',
      { name: 'e\u0301'.repeat(128) },
      'name',
      'A name has at most 255 characters.',
    ],
    [
      'a name that is too long once it is folded',
      { name: 'ﷺ'.repeat(100) },
      'name',
      'A name has at most 255 characters.',
    ],
    ['a NUL in a name', { name: 'He\0at' }, 'name', 'Text cannot contain NUL characters.'],
    ['a NUL in a text', { overview: 'A\0' }, 'overview', 'Text cannot contain NUL characters.'],
    ['too long an overview', { overview: 'x'.repeat(10_001) }, 'overview', 'Text has at most 10000 characters here.'],
    [
      'too long a description',
      { description: 'x'.repeat(100_001) },
      'description',
      'Text has at most 100000 characters here.',
    ],
    ['a running time of no minute', { time: 0 }, 'time', 'The number must be between 1 and 100000.'],
    ['a running time of months', { time: 100_001 }, 'time', 'The number must be between 1 and 100000.'],
    ['half a minute', { time: 1.5 }, 'time', 'The number must be whole.'],
    ['a score above 100', { score: 100.1 }, 'score', 'The number must be between 0 and 100.'],
    ['a score below 0', { metaScore: -0.1 }, 'metaScore', 'The number must be between 0 and 100.'],
    ['a metascore above 100', { metaScore: 101 }, 'metaScore', 'The number must be between 0 and 100.'],
    ['a rating above 10', { imdb: 10.1 }, 'imdb', 'The number must be between 0 and 10.'],
    ['fewer votes than none', { votes: -1 }, 'votes', 'The number must be between 0 and 2147483647.'],
    ['more votes than are counted', { votes: 2 ** 31 }, 'votes', 'The number must be between 0 and 2147483647.'],
    ['half a vote', { votes: 0.5 }, 'votes', 'The number must be whole.'],
    ['a number that is none', { budget: Number.NaN }, 'budget', 'The number must be between 0 and 9007199254740991.'],
    ['a number without bounds', { revenue: 1e30 }, 'revenue', 'The number must be between 0 and 9007199254740991.'],
    ['takings below nothing', { gross: -1 }, 'gross', 'The number must be between 0 and 9007199254740991.'],
    [
      'a price beyond what can be paid',
      { price: Money.of(100_000_000, 'USD') },
      'price',
      'Price must be between 0.00 and 999999.99.',
    ],
    ['a price below nothing', { price: Money.of(-1, 'USD') }, 'price', 'Price must be between 0.00 and 999999.99.'],
    ...['USA', 'us', '1US'].map((code): [string, Partial<MovieFacts>, string, string] => [
      `a country of the code ${code}`,
      { country: { code, name: 'United States' } },
      'country',
      'Country must be an ISO 3166-1 alpha-2 code.',
    ]),
    [
      'a country without a name',
      { country: { code: 'US', name: '' } },
      'country',
      'A name cannot be empty or contain only spaces.',
    ],
  ])('is refused with %s', (_, facts, field, message) => {
    expect(faultsOf(facts)).toEqual([{ field, message }]);
  });

  it('is refused with a name of nobody and nothing, wherever it is', () => {
    const member = { name: 'Al Pacino', character: null, isStar: false };
    const blank = { message: 'A name cannot be empty or contain only spaces.' };
    expect(
      faultsOf({
        genres: ['Drama', ''],
        directors: [''],
        languages: [''],
        cast: [member, { ...member, name: '' }, { ...member, name: 'Val Kilmer', character: '' }],
        certification: '',
      }),
    ).toEqual(
      ['genres', 'directors', 'languages', 'actors', 'actors', 'certification'].map((field) => ({ field, ...blank })),
    );
  });

  it.each<[string, Partial<MovieFacts>]>([
    ['the first year of film', { date: null, year: 1895 }],
    ['next year', { date: '2027-12-31', year: 2027 }],
    ['a leap day', { date: '2000-02-29', year: 2000 }],
    ['255 characters outside the basic plane', { name: '🎬'.repeat(255) }],
    ['the first date of film', { date: '1895-01-01', year: 1895 }],
    ['255 characters between spaces', { name: ` ${'a'.repeat(255)} ` }],
    ['the lower bound of every range', { score: 0, metaScore: 0, imdb: 0, votes: 0, gross: 0, time: 1 }],
    ['the upper bound of every range', { score: 100, metaScore: 100, imdb: 10, votes: 2 ** 31 - 1, time: 100_000 }],
    ['the longest texts', { overview: '🎬'.repeat(10_000), description: 'x'.repeat(100_000) }],
    [
      'people, a country and a certification',
      {
        cast: [{ name: 'Al Pacino', character: 'Hanna', isStar: true }],
        country: { code: 'US', name: 'United States' },
        certification: 'R',
      },
    ],
    ['a price of nothing', { price: Money.of(0, 'USD') }],
    ['the highest price', { price: Money.of(99_999_999, 'USD') }],
  ])('is taken with %s', (_, facts) => {
    expect(faultsOf(facts)).toEqual([]);
  });

  it('names five hundred of a kind at most', () => {
    const many = (count: number) => Array.from({ length: count }, (_, number) => `Name ${number}`);
    const cast = (count: number) => many(count).map((name) => ({ name, character: null, isStar: false }));
    expect(faultsOf({ genres: many(500), cast: cast(500) })).toEqual([]);
    expect(faultsOf({ genres: many(501), directors: many(501), languages: many(501), cast: cast(501) })).toEqual(
      ['genres', 'directors', 'languages', 'actors'].map((field) => ({
        field,
        message: `A movie has at most 500 ${field}.`,
      })),
    );
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

  it('are indexed once each, up to 200,000 characters of one text', () => {
    const words = Array.from({ length: 3_126 }, (_, index) => String(index).padStart(64, 'x'));
    expect(indexedWords(words.join(' '))).toEqual(words.slice(0, 3_125));
    expect(indexedWords(`${'over and '.repeat(30_000)}out`)).toEqual(['over', 'and', 'out']);
    expect(indexedWords(`${'over, and, '.repeat(30_000)}out!`)).toEqual(['over', 'and', 'out']);
    expect(indexedWords("Man, spider-man's man")).toEqual(['man', 'spider', 's', 'mans', 'spidermans']);
  });

  it('are bounded in length and number', () => {
    expect(indexedWords('𐐨'.repeat(65))).toEqual(['𐐨'.repeat(64)]);
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
