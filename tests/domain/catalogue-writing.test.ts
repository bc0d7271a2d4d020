import {
  FACET_KINDS,
  Facet,
  type FacetDetails,
  type FacetDraft,
  type FacetKind,
  type Interest,
  isSameFacet,
  Movie,
  type MovieDetails,
  MovieInCarts,
  MovieInPendingOrders,
  MoviePurchased,
  popularity,
} from '@online-cinema/domain/catalogue';
import { InvalidInput, later, Money } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const now = new Date('2026-01-15T12:00:00Z');
const afterwards = later(now, 1000);
const uuid = '00000000-0000-4000-8000-000000000001';

const propose = (details: MovieDetails) => Movie.propose(details, { uuid, now });
const aMovie = (details: MovieDetails = {}) =>
  Movie.restore({ ...propose({ name: 'Heat', year: 1995, ...details }), id: 7 });

function changed(movie: Movie, details: MovieDetails): Movie {
  movie.change(details, afterwards);
  return movie;
}

/** What a statement is refused for. */
function faultsOf(state: () => unknown): readonly { field: string; message: string }[] {
  try {
    state();
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults;
    throw error;
  }
}

const fieldsOf = (state: () => unknown) => faultsOf(state).map(({ field }) => field);

const names = fc.constantFrom('Al Pacino', ' al pacino', 'Val Kilmer', 'Amy Brenneman', '');
/** What moderators state, mostly right. */
const statements: fc.Arbitrary<MovieDetails> = fc.record(
  {
    name: fc.constantFrom('Heat', ' Alien ', ''),
    date: fc.constantFrom('1995-12-15', '2001-02-30', null),
    year: fc.constantFrom(1995, 1894, null),
    time: fc.constantFrom(170, 0, null),
    imdb: fc.constantFrom(8.3, 11, null),
    overview: fc.constantFrom('A thief.', '  ', null),
    status: fc.constantFrom('Released', 'In Production'),
    price: fc.constantFrom(Money.of(999, 'USD'), Money.of(-1, 'USD'), null),
    genres: fc.array(fc.constantFrom('Crime', 'CRIME', 'Drama'), { maxLength: 3 }),
    actors: fc.array(names, { maxLength: 3 }),
    stars: fc.array(names, { maxLength: 2 }),
    country: fc.constantFrom('us', 'FRA', 'ZZ', null),
    certification: fc.constantFrom('R', null),
  },
  { requiredKeys: [] },
);

describe('a movie that a moderator proposes', () => {
  it('is known by what is stated, and released', () => {
    expect(propose({ name: ' Heat ', year: 1995 })).toEqual({
      ...{ name: 'Heat', date: null, year: 1995, status: 'Released', uuid, createdAt: now, updatedAt: now },
      ...{ time: null, score: null, imdb: null, votes: null, metaScore: null, overview: null, description: null },
      ...{ budget: null, revenue: null, gross: null, price: null, country: null, certification: null },
      ...{ genres: [], directors: [], languages: [], cast: [] },
    });
  });

  it('is of the year of its date', () => {
    expect(propose({ name: 'Heat', date: '1995-12-15' })).toMatchObject({ date: '1995-12-15', year: 1995 });
    expect(propose({ name: 'Heat', date: '1995-12-15', year: 1995 })).toMatchObject({ year: 1995 });
    expect(faultsOf(() => propose({ name: 'Heat', date: '1995-12-15', year: 1996 }))).toEqual([
      { field: 'year', message: 'Year must be that of the date.' },
    ]);
  });

  it.each<[string, MovieDetails]>([
    ['nothing', {}],
    ['no date', { date: null }],
    ['no year', { year: null }],
  ])('needs the date or the year, of which %s is stated', (_, details) => {
    expect(faultsOf(() => propose({ name: 'Heat', ...details }))).toEqual([
      { field: 'year', message: 'Either the date or the year must be given.' },
    ]);
  });

  it.each([
    ['soon', ['year', 'date']],
    ['', ['year', 'date']],
    ['15.12.1995', ['year', 'date']],
    ['1995', ['date']],
    ['1995-02-30', ['date']],
  ])('is refused for the date "%s", and for want of a year where that says none', (date, fields) => {
    expect(fieldsOf(() => propose({ name: 'Heat', date }))).toEqual(fields);
  });

  it('needs a name', () => {
    expect(fieldsOf(() => propose({ year: 1995 }))).toEqual(['name']);
  });

  it('is from the country of a code, alpha-2 or alpha-3, in any case', () => {
    for (const country of ['FR', 'fr', 'fra', 'FRA']) {
      expect(propose({ name: 'Heat', year: 1995, country }).country).toEqual({ code: 'FR', name: 'France' });
    }
    expect(faultsOf(() => propose({ name: 'Heat', year: 1995, country: 'France' }))).toEqual([
      { field: 'country', message: 'Country must be an ISO 3166-1 code.' },
    ]);
  });

  it('has its stars among its actors', () => {
    const details = { actors: ['Al Pacino', 'Amy Brenneman'], stars: ['Robert De Niro', 'AL PACINO'] };
    expect(propose({ name: 'Heat', year: 1995, ...details }).cast).toEqual([
      { name: 'Al Pacino', character: null, isStar: true },
      { name: 'Amy Brenneman', character: null, isStar: false },
      { name: 'Robert De Niro', character: null, isStar: true },
    ]);
  });

  it('counts actors who are stars once', () => {
    const many = Array.from({ length: 500 }, (_, number) => `Name ${number}`);
    expect(propose({ name: 'Heat', year: 1995, actors: many, stars: many }).cast).toHaveLength(500);
    expect(fieldsOf(() => propose({ name: 'Heat', year: 1995, actors: many, stars: ['Al Pacino'] }))).toEqual([
      'actors',
    ]);
  });

  it('is refused with every fault, not the first', () => {
    const details = { name: '', score: 101, genres: [''], stars: [' '], country: 'ZZ', price: Money.of(-1, 'USD') };
    expect(fieldsOf(() => propose(details)).toSorted()).toEqual([
      'actors',
      'country',
      'genres',
      'name',
      'price',
      'score',
      'year',
    ]);
  });

  it('is refused for what is wrong with itself first, then for lists that are too long, then for names', () => {
    const tooMany = Array.from({ length: 501 }, () => '');
    const details = { name: '', year: 1995, gross: -1, genres: [''], directors: tooMany, certification: '' };
    const fields = fieldsOf(() => propose(details));
    expect(fields.slice(0, 4)).toEqual(['name', 'gross', 'directors', 'genres']);
    expect([...new Set(fields.slice(4))]).toEqual(['directors', 'certification']);
  });
});

describe('a movie that a moderator changes', () => {
  it('keeps whatever is not stated', () => {
    const movie = aMovie({ time: 170, genres: ['Crime'], stars: ['Al Pacino'], country: 'US', certification: 'R' });
    const before = movie.state;
    expect(changed(movie, {}).state).toEqual({ ...before, updatedAt: afterwards });
    expect(changed(movie, { time: null }).state).toEqual({ ...before, time: null, updatedAt: afterwards });
    const unknown = { time: null, country: null, certification: null, updatedAt: afterwards };
    expect(changed(movie, { country: null, certification: null }).state).toEqual({ ...before, ...unknown });
  });

  it('is of the year of its new date, and stays of that year without a date', () => {
    const movie = aMovie({ date: '1995-12-15' });
    expect(changed(movie, { date: '1996-02-01' }).state).toMatchObject({ date: '1996-02-01', year: 1996 });
    expect(changed(movie, { date: null }).state).toMatchObject({ date: null, year: 1996 });
    expect(changed(movie, { year: 1997 }).state).toMatchObject({ date: null, year: 1997 });
  });

  it('cannot be of another year than its date', () => {
    expect(fieldsOf(() => aMovie({ date: '1995-12-15' }).change({ year: 1996 }, now))).toEqual(['year']);
  });

  it('keeps the characters of the actors who stay', () => {
    const member = { name: 'Al Pacino', character: 'Vincent Hanna', isStar: true };
    const movie = Movie.restore({
      ...aMovie().state,
      cast: [member, { ...member, name: 'Val Kilmer', isStar: false }],
    });
    changed(movie, { actors: ['Amy Brenneman', 'AL PACINO'], stars: [] });

    expect(movie.state.cast).toEqual([
      { name: 'Amy Brenneman', character: null, isStar: false },
      { name: 'AL PACINO', character: 'Vincent Hanna', isStar: false },
    ]);
  });

  it('keeps its stars until others are stated', () => {
    const movie = aMovie({ actors: ['Amy Brenneman'], stars: ['Al Pacino'] });
    const cast = () => movie.state.cast.map(({ name, isStar }) => (isStar ? `${name}*` : name));

    changed(movie, { actors: ['Val Kilmer'] });
    expect(cast()).toEqual(['Val Kilmer', 'Al Pacino*']);
    changed(movie, { stars: ['Val Kilmer'] });
    expect(cast()).toEqual(['Val Kilmer*', 'Al Pacino']);
    changed(movie, { actors: [], stars: [] });
    expect(cast()).toEqual([]);
  });

  it('stays as it was if the change is refused', () => {
    const movie = aMovie({ genres: ['Crime'] });
    const before = movie.state;
    expect(fieldsOf(() => movie.change({ genres: ['Drama'], imdb: 11 }, afterwards))).toEqual(['imdb']);
    expect(movie.state).toBe(before);
  });

  it('keeps every rule, or is refused, whatever is stated', () => {
    fc.assert(
      fc.property(statements, statements, (first, second) => {
        const movie = aMovie();
        for (const details of [first, second]) {
          const before = movie.state;
          const faults = faultsOf(() => movie.change(details, afterwards));
          if (faults.length > 0) expect(movie.state).toBe(before);
          const { id, ...facts } = movie.state;
          expect(Movie.describe(facts, { uuid, now })).toEqual({ ...facts, updatedAt: now });
        }
      }),
    );
  });

  it('is the same when the same is stated again', () => {
    fc.assert(
      fc.property(statements, (details) => {
        const movie = aMovie({ actors: ['Al Pacino'], stars: ['Val Kilmer'] });
        fc.pre(faultsOf(() => movie.change(details, now)).length === 0);
        const once = movie.state;
        movie.change(details, now);
        expect(movie.state).toEqual(once);
      }),
    );
  });
});

describe('a movie that is to go', () => {
  const nobody = { inCarts: false, inPendingOrders: false, purchased: false };

  it('may, where nobody would miss it', () => {
    expect(() => aMovie().assertMayGo(nobody)).not.toThrow();
  });

  it.each([
    ['it is in a cart', { inCarts: true }, new MovieInCarts()],
    ['it is in a pending order', { inPendingOrders: true }, new MovieInPendingOrders()],
    ['somebody purchased it', { purchased: true }, new MoviePurchased()],
  ])('may not, where %s', (_, holders, error) => {
    expect(() => aMovie().assertMayGo({ ...nobody, ...holders })).toThrow(error);
  });
});

describe('what movies name', () => {
  const named = (kind: FacetKind, details: FacetDetails) =>
    Facet.describe(kind, kind === 'country' ? { code: 'FR', ...details } : details);

  it.each(FACET_KINDS)('is a %s with a name without outer spaces', (kind) => {
    expect(named(kind, { name: ' Éloge ' })).toEqual({ kind, name: 'Éloge', code: kind === 'country' ? 'FR' : null });
  });

  it.each(FACET_KINDS)('is no %s with a name that is blank, too long or holds NUL', (kind) => {
    for (const name of ['', ' ', 'x'.repeat(256), 'He\0at']) {
      expect(fieldsOf(() => named(kind, { name }))).toEqual(['name']);
    }
    expect(fieldsOf(() => named(kind, { name: 'x'.repeat(255) }))).toEqual([]);
  });

  it('has a name, unless it is a country', () => {
    expect(fieldsOf(() => Facet.describe('genre', {}))).toEqual(['name']);
    const drama = Facet.restore({ ...Facet.describe('genre', { name: 'Drama' }), id: 7 });
    drama.change({});
    expect(drama.state).toEqual({ id: 7, kind: 'genre', name: 'Drama', code: null });
    drama.change({ name: ' Dramas ' });
    expect(drama.state).toEqual({ id: 7, kind: 'genre', name: 'Dramas', code: null });
  });

  it('has no code, unless it is a country', () => {
    expect(Facet.describe('genre', { name: 'Drama', code: 'FR' })).toEqual({
      kind: 'genre',
      name: 'Drama',
      code: null,
    });
  });

  it('is a country by its code alone', () => {
    expect(Facet.describe('country', { code: 'fra' })).toEqual({ kind: 'country', name: 'France', code: 'FR' });
    for (const details of [{}, { code: 'ZZ' }, { name: 'France' }, { code: 'France', name: 'France' }]) {
      expect(faultsOf(() => Facet.describe('country', details))).toEqual([
        { field: 'code', message: 'Country must be an ISO 3166-1 code.' },
      ]);
    }
    expect(fieldsOf(() => Facet.describe('country', { code: 'ZZ', name: ' ' }))).toEqual(['code', 'name']);
  });

  it('keeps what is not stated', () => {
    const france = Facet.restore({ ...Facet.describe('country', { code: 'FR' }), id: 7 });
    france.change({ name: 'Gaul' });
    expect(france.state).toEqual({ id: 7, kind: 'country', name: 'Gaul', code: 'FR' });
    france.change({ code: 'bel' });
    expect(france.state).toEqual({ id: 7, kind: 'country', name: 'Gaul', code: 'BE' });
    expect(fieldsOf(() => france.change({ code: 'ZZ' }))).toEqual(['code']);
    france.change({});
    expect(france.state).toEqual({ id: 7, kind: 'country', name: 'Gaul', code: 'BE' });
  });

  it('is the same by its name in any case among its kind, and by its code', () => {
    const drama: FacetDraft = { kind: 'genre', name: 'Drama', code: null };
    const france: FacetDraft = { kind: 'country', name: 'France', code: 'FR' };
    expect(isSameFacet(drama, { ...drama, name: ' DRAMA' })).toBe(true);
    expect(isSameFacet(drama, { ...drama, name: 'Dramas' })).toBe(false);
    expect(isSameFacet(drama, { ...drama, kind: 'actor' })).toBe(false);
    expect(isSameFacet(france, { ...france, name: 'Gaul' })).toBe(true);
    expect(isSameFacet(france, { ...france, code: 'BE' })).toBe(true);
    expect(isSameFacet(france, { ...france, name: 'Gaul', code: 'BE' })).toBe(false);
  });
});

describe('how popular a movie is', () => {
  const nobody: Interest = { purchases: 0, likes: 0, dislikes: 0, ratingCount: 0, ratingSum: 0 };
  const today = { date: '2026-01-15', year: 2026 };
  const of = (interest: Partial<Interest>, released: { date: string | null; year: number } = today) =>
    popularity({ ...nobody, ...interest }, released, new Date('2026-01-15T00:00:00Z'));
  const interests: fc.Arbitrary<Interest> = fc
    .record({
      purchases: fc.nat(),
      likes: fc.nat(),
      dislikes: fc.nat(),
      ratings: fc.array(fc.integer({ min: 1, max: 10 })),
    })
    .map(({ ratings, ...counts }) => {
      const ratingSum = ratings.reduce((sum, rating) => sum + rating, 0);
      return { ...counts, ratingCount: ratings.length, ratingSum };
    });
  const dates = fc
    .date({ min: new Date('1895-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => {
      const day = date.toISOString().slice(0, 10);
      return { date: day, year: Number(day.slice(0, 4)) };
    });

  it.each<[string, Partial<Interest>, number]>([
    ['nobody cared', {}, 0],
    ['one purchase', { purchases: 1 }, 1.6094],
    ['two likes', { likes: 2 }, 1.0986],
    ['a rating of 10', { ratingCount: 1, ratingSum: 10 }, 1.1787],
    ['three likes and a rating of 1', { ratingCount: 1, ratingSum: 1, likes: 3 }, 0.5596],
    ['more dislikes than likes', { likes: 1, dislikes: 2 }, 0],
    ['all together', { purchases: 10, likes: 7, dislikes: 2, ratingCount: 4, ratingSum: 30 }, 3.912],
  ])('is, with %s, said by the formula', (_, interest, expected) => {
    expect(of(interest)).toBe(expected);
  });

  it('halves in ten years', () => {
    const decade = { date: '2016-01-15', year: 2016 };
    expect(of({ purchases: 1 }, decade)).toBeCloseTo(of({ purchases: 1 }) / 2, 3);
    expect(of({ purchases: 1 }, { date: null, year: 2006 })).toBeCloseTo(of({ purchases: 1 }) / 4, 2);
  });

  it('counts the age of a film without a date from the beginning of its year', () => {
    expect(of({ likes: 5 }, { date: null, year: 1999 })).toBe(of({ likes: 5 }, { date: '1999-01-01', year: 1999 }));
  });

  it('has no age before the release', () => {
    expect(of({ likes: 5 }, { date: '2027-12-31', year: 2027 })).toBe(of({ likes: 5 }));
  });

  it('is a number from 0 up, of four digits after the point', () => {
    fc.assert(
      fc.property(interests, dates, (interest, released) => {
        const popular = of(interest, released);
        expect(popular).toBeGreaterThanOrEqual(0);
        expect(popular).toBe(Number(popular.toFixed(4)));
      }),
    );
  });

  it('never falls by a purchase or a like, and never rises by a dislike or with age', () => {
    fc.assert(
      fc.property(interests, dates, dates, (interest, released, other) => {
        const popular = of(interest, released);
        expect(of({ ...interest, purchases: interest.purchases + 1 }, released)).toBeGreaterThanOrEqual(popular);
        expect(of({ ...interest, likes: interest.likes + 1 }, released)).toBeGreaterThanOrEqual(popular);
        expect(of({ ...interest, dislikes: interest.dislikes + 1 }, released)).toBeLessThanOrEqual(popular);
        const [older, newer] = released.date < other.date ? [released, other] : [other, released];
        expect(of(interest, older)).toBeLessThanOrEqual(of(interest, newer));
      }),
    );
  });
});
