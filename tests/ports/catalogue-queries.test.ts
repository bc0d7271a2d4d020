import { Database, MikroOrmCatalogueQueries } from '@online-cinema/adapters/mikro-orm';
import type { MovieFilter, MovieSort, PageRequest } from '@online-cinema/application/ports';
import { User } from '@online-cinema/domain/accounts';
import { FacetNotFound, type MovieFacts, MovieNotFound } from '@online-cinema/domain/catalogue';
import { Actor, Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';

const usd = (decimal: string) => Money.parse(decimal, 'USD');
const star = (name: string) => ({ name, character: null, isStar: true });
const actor = (name: string) => ({ name, character: null, isStar: false });

/** In the order in which they are added; lists show the newest first. */
const FILMS: readonly Partial<MovieFacts>[] = [
  {
    name: 'The Godfather',
    date: '1972-03-24',
    imdb: 9.2,
    score: 98,
    votes: 500,
    price: usd('9.99'),
    genres: ['Crime', 'Drama'],
    directors: ['Francis Ford Coppola'],
    cast: [star('Marlon Brando'), star('Al Pacino'), actor('James Caan')],
    languages: ['English', 'Italian'],
    country: { code: 'US', name: 'United States of America' },
    certification: 'R',
    overview: 'The aging patriarch of an organised crime dynasty.',
  },
  {
    name: "Le Fabuleux destin d'Amélie Poulain",
    date: '2001-04-25',
    imdb: 8.3,
    price: usd('7.99'),
    genres: ['Comedy'],
    directors: ['Jean-Pierre Jeunet'],
    cast: [star('Audrey Tautou')],
    languages: ['French'],
    country: { code: 'FR', name: 'France' },
  },
  {
    name: 'Interstellar',
    date: '2014-11-07',
    imdb: 8.6,
    score: 72,
    votes: 900,
    price: usd('12.99'),
    genres: ['Drama', 'Science Fiction'],
    directors: ['Christopher Nolan'],
    certification: 'PG-13',
  },
  { name: 'Spider-Man', date: '2002-05-03', imdb: 7.3, price: usd('0'), genres: ['Science Fiction'] },
  {
    name: "Ocean's Eleven",
    date: '2001-12-07',
    imdb: 7.3,
    description: 'A heist, 100% planned by a Godfather of thieves.',
  },
  { name: 'Éloge', date: null, year: 2001, status: 'Post Production' },
  { name: '300', date: '2007-03-09', imdb: 7.3, price: usd('7.99'), cast: [actor('Al Pacino')] },
  { name: 'Godfather', date: '1991-01-01', directors: ['Nolan Smith'] },
];
const everything: PageRequest = { page: 1, perPage: 100 };

describe.each(DATABASES)('catalogue queries on %s', (name) => {
  let store: DatabaseStore;
  let queries: MikroOrmCatalogueQueries;

  beforeAll(async () => {
    store = await openDatabaseStore(name);
    queries = new MikroOrmCatalogueQueries(store.database, 'USD');
    expect(await queries.movies({}, [], everything)).toEqual({ items: [], totalItems: 0 });
    await add(...FILMS);
  });
  afterAll(() => store.stop());

  function add(...films: readonly Partial<MovieFacts>[]) {
    return store.unitOfWork.run(({ movies }) => movies.addAll(films.map((film) => aFilm(film))));
  }

  /** The films' names, after making sure that the total counts them. */
  async function names(filter: MovieFilter, sort: readonly MovieSort[] = []): Promise<readonly string[]> {
    const { items, totalItems } = await queries.movies(filter, sort, everything);
    expect(totalItems).toBe(items.length);
    return items.map((item) => item.name);
  }

  async function idOf(film: string): Promise<number> {
    const { items } = await queries.movies({}, [], everything);
    const id = items.find((item) => item.name === film)?.id;
    if (id === undefined) throw new Error(`${film} is not listed`);
    return id;
  }

  describe('a list', () => {
    it('shows the newest first', async () => {
      expect(await names({})).toEqual(FILMS.map((film) => film.name).reverse());
    });

    it('says of each film what lists say', async () => {
      const { items } = await queries.movies({ genres: ['Crime'] }, [], everything);
      expect(items).toEqual([
        {
          id: expect.any(Number),
          uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
          name: 'The Godfather',
          date: '1972-03-24',
          year: 1972,
          score: 98,
          imdb: 9.2,
          votes: 500,
          overview: 'The aging patriarch of an organised crime dynasty.',
          price: usd('9.99'),
          genres: [
            { id: expect.any(Number), name: 'Crime' },
            { id: expect.any(Number), name: 'Drama' },
          ],
          certification: { id: expect.any(Number), name: 'R' },
          rating: null,
        },
      ]);
    });

    it('comes in pages that repeat and skip nothing, whatever it is sorted by', async () => {
      for (const field of ['imdb', 'price', 'year', 'rating', 'popularity'] as const) {
        const sort = [{ field, descending: false }];
        const pages = await Promise.all([1, 2, 3, 4].map((page) => queries.movies({}, sort, { page, perPage: 3 })));
        expect(pages.flatMap(({ items }) => items.map((item) => item.name))).toEqual(await names({}, sort));
        expect(pages.map(({ totalItems }) => totalItems)).toEqual([8, 8, 8, 8]);
      }
    });

    it.each([4, 10_000, Number.MAX_SAFE_INTEGER, 1e21])('is empty on page %d, beyond its end', async (page) => {
      expect(await queries.movies({}, [], { page, perPage: 3 })).toEqual({ items: [], totalItems: 8 });
    });
  });

  describe('filters', () => {
    it.each<[string, MovieFilter, readonly string[]]>([
      ['a genre in any case', { genres: ['science fiction'] }, ['Spider-Man', 'Interstellar']],
      ['two genres at once', { genres: ['Drama', 'Science Fiction'] }, ['Interstellar']],
      ['a director', { directors: ['CHRISTOPHER NOLAN'] }, ['Interstellar']],
      ['an actor', { actors: ['al pacino'] }, ['300', 'The Godfather']],
      ['a star', { stars: ['al pacino'] }, ['The Godfather']],
      ['a language', { languages: ['italian'] }, ['The Godfather']],
      ['a certification', { certifications: ['pg-13'] }, ['Interstellar']],
      ['a country by code', { countries: ['fr'] }, ["Le Fabuleux destin d'Amélie Poulain"]],
      ['a country by name', { countries: ['france'] }, ["Le Fabuleux destin d'Amélie Poulain"]],
      ['a year', { year: 2014 }, ['Interstellar']],
      ['a span of years', { yearFrom: 2002, yearTo: 2007 }, ['300', 'Spider-Man']],
      ['the least IMDb rating', { imdbAtLeast: 8.6 }, ['Interstellar', 'The Godfather']],
      ['prices', { priceFrom: usd('8'), priceTo: usd('12.99') }, ['Interstellar', 'The Godfather']],
      ['a status', { status: 'Post Production' }, ['Éloge']],
      ['what is not for sale', { forSale: false }, ['Godfather', 'Éloge', "Ocean's Eleven"]],
      ['what is for sale, and free', { forSale: true, priceTo: usd('0') }, ['Spider-Man']],
      ['a filter and a search together', { search: 'nolan', genres: ['drama'] }, ['Interstellar']],
      ['many at once', { genres: ['drama'], yearFrom: 2000, imdbAtLeast: 8, forSale: true }, ['Interstellar']],
      ['a name that nobody bears', { genres: ['none'] }, []],
      ['a year beyond all numbers', { year: 99_999_999_999 }, []],
      ['years beyond all numbers', { yearFrom: -99_999_999_999, yearTo: 99_999_999_999, year: 2014 }, ['Interstellar']],
      ['a price beyond all numbers', { priceFrom: Money.of(Number.MAX_SAFE_INTEGER, 'USD') }, []],
      ['an id beyond all numbers', { genres: ['99999999999'] }, []],
      ['a NUL', { genres: ['Dra\0ma'], countries: ['\0'] }, []],
    ])('find films by %s', async (_, filter, expected) => {
      expect(await names(filter)).toEqual(expected);
    });

    it('take ids in place of names', async () => {
      const { items } = await queries.facets('genres', 'crime', everything);
      const id = items[0]?.id ?? 0;
      expect(await names({ genres: [String(id)] })).toEqual(['The Godfather']);
      expect(await names({ within: { list: 'genres', id } })).toEqual(['The Godfather']);
      expect(await names({ within: { list: 'genres', id: 2 ** 40 } })).toEqual([]);
    });
  });

  describe('sorting', () => {
    it.each<[string, readonly MovieSort[], readonly string[]]>([
      [
        'name, without regard to accents',
        [{ field: 'name', descending: false }],
        ['300', 'Éloge', 'Godfather', 'Interstellar', "Le Fabuleux destin d'Amélie Poulain"],
      ],
      [
        'IMDb rating, ties by the newest',
        [{ field: 'imdb', descending: true }],
        ['The Godfather', 'Interstellar', "Le Fabuleux destin d'Amélie Poulain", '300', "Ocean's Eleven"],
      ],
      [
        'votes from the least, the unknown last',
        [{ field: 'votes', descending: false }],
        ['The Godfather', 'Interstellar', 'Godfather', '300', 'Éloge'],
      ],
      [
        'date from the latest, the unknown last',
        [{ field: 'date', descending: true }],
        ['Interstellar', '300', 'Spider-Man', "Ocean's Eleven", "Le Fabuleux destin d'Amélie Poulain"],
      ],
      [
        'price, then name',
        [
          { field: 'price', descending: false },
          { field: 'name', descending: true },
        ],
        ['Spider-Man', "Le Fabuleux destin d'Amélie Poulain", '300', 'The Godfather', 'Interstellar'],
      ],
    ])('goes by %s', async (_, sort, expected) => {
      expect((await names({}, sort)).slice(0, 5)).toEqual(expected);
    });

    it('goes by ratings and popularity as they are counted', async () => {
      const [godfather, heist] = [await idOf('The Godfather'), await idOf("Ocean's Eleven")];
      const rate = (id: number, sum: number, count: number, popularity: number) =>
        store.database.writer
          .updateTable('movie_stats')
          .set({ rating_sum: sum, rating_count: count, popularity })
          .where('movie_id', '=', id)
          .execute();
      await rate(godfather, 25, 3, 1.5);
      await rate(heist, 18, 2, 0.5);

      expect((await names({}, [{ field: 'rating', descending: true }])).slice(0, 2)).toEqual([
        "Ocean's Eleven",
        'The Godfather',
      ]);
      expect((await names({}, [{ field: 'popularity', descending: true }]))[0]).toBe('The Godfather');
      expect((await queries.movies({ genres: ['Crime'] }, [], everything)).items[0]?.rating).toBe(8.33);
      expect((await queries.movie({ id: godfather }, Actor.anyone)).rating).toEqual({ average: 8.33, count: 3 });

      await rate(godfather, 0, 0, 0);
      await rate(heist, 0, 0, 0);
    });
  });

  describe('a search', () => {
    it.each<[string, readonly string[]]>([
      ['godfather', ['Godfather', 'The Godfather', "Ocean's Eleven"]],
      ['The  GODFATHER', ['The Godfather']],
      ['nolan interstellar', ['Interstellar']],
      ['amelie', ["Le Fabuleux destin d'Amélie Poulain"]],
      ['AMÉL poul', ["Le Fabuleux destin d'Amélie Poulain"]],
      ["d'amélie", ["Le Fabuleux destin d'Amélie Poulain"]],
      ['eloge', ['Éloge']],
      ['ocean eleven', ["Ocean's Eleven"]],
      ['oceans', ["Ocean's Eleven"]],
      ['spiderman', ['Spider-Man']],
      ['spider-man', ['Spider-Man']],
      ['pacino', ['300', 'The Godfather']],
      ['patriarch dynasty', ['The Godfather']],
      ['heist', ["Ocean's Eleven"]],
      ['300', ['300']],
      ['" OR ""', ['The Godfather']],
      ['a & b | !c', ['The Godfather']],
      ['eloge:*', ['Éloge']],
      ['father', []],
      ['godfather unheard-of', []],
    ])('for %o finds what it should, the best match first', async (search, expected) => {
      expect(await names({ search })).toEqual(expected);
    });

    it('that is blank is none', async () => {
      expect(await names({ search: '  ' })).toHaveLength(FILMS.length);
    });

    it.each([
      '%',
      '_',
      '"',
      "'",
      '\\',
      '*',
      '🎬',
      "' OR 1=1 --",
      'NEAR(a b)',
      'words: a',
      '<->',
      '\0',
      'god\0father x',
      '\uD800',
      'x'.repeat(10_000),
      'ab cd '.repeat(2_000),
      Array.from({ length: 2_500 }, (_, index) => `w${index}`).join(' '),
    ])('for %j is answered and finds nothing', async (search) => {
      expect(await names({ search })).toEqual([]);
    });

    it('is sorted as asked for', async () => {
      expect(await names({ search: 'godfather' }, [{ field: 'year', descending: true }])).toEqual([
        "Ocean's Eleven",
        'Godfather',
        'The Godfather',
      ]);
    });
  });

  describe('a film', () => {
    it('is told with everything that is known of it', async () => {
      const id = await idOf('The Godfather');
      const film = await queries.movie({ id }, Actor.anyone);
      const named = (value: string) => ({ id: expect.any(Number), name: value });
      expect(film).toEqual({
        id,
        uuid: expect.any(String),
        name: 'The Godfather',
        date: '1972-03-24',
        year: 1972,
        time: null,
        score: 98,
        imdb: 9.2,
        votes: 500,
        metaScore: null,
        overview: 'The aging patriarch of an organised crime dynasty.',
        description: null,
        status: 'Released',
        budget: null,
        revenue: null,
        gross: null,
        price: usd('9.99'),
        genres: [named('Crime'), named('Drama')],
        directors: [named('Francis Ford Coppola')],
        actors: [named('Marlon Brando'), named('Al Pacino'), named('James Caan')],
        stars: [named('Marlon Brando'), named('Al Pacino')],
        languages: [named('English'), named('Italian')],
        country: { ...named('United States of America'), code: 'US' },
        certification: named('R'),
        rating: { average: null, count: 0 },
        likes: 0,
        dislikes: 0,
        createdAt: new Date('2026-01-15T12:00:00Z'),
        updatedAt: new Date('2026-01-15T12:00:00Z'),
        mine: null,
      });
      expect(await queries.movie({ uuid: film.uuid.toUpperCase() }, Actor.anyone)).toEqual(film);
    });

    it('says to a user whether it is in the cart or purchased, and to others not whose', async () => {
      const now = store.clock.now();
      const id = await idOf('Interstellar');
      const [ann, bob] = await store.unitOfWork.run(async ({ users, carts, purchases, offers }) => {
        const newcomer = (email: string) => users.add(User.register({ email, hashedPassword: 'x', now }));
        const [buyer, owner] = [await newcomer('ann@cinema.example'), await newcomer('bob@cinema.example')];
        const cart = await carts.findForUpdate(buyer.id);
        const [offer] = await offers.findAll([id]);
        if (offer) cart.add(offer, { purchased: false, inPendingOrder: false }, now);
        await carts.save(cart);
        await purchases.grant([{ userId: owner.id, movieId: id, purchasedAt: now }]);
        return [buyer, owner];
      });

      const nothing = { reaction: null, rating: null, favorite: false, inCart: false, purchased: false };
      const mine = async (userId: number) => (await queries.movie({ id }, Actor.user(userId, 'user'))).mine;
      expect(await mine(ann.id)).toEqual({ ...nothing, inCart: true });
      expect(await mine(bob.id)).toEqual({ ...nothing, purchased: true });
    });

    it.each([{ id: 0 }, { id: -1 }, { id: 2_000_000_000 }, { id: 99_999_999_999 }, { uuid: 'none' }])(
      'that is not there is not found: %o',
      async (reference) => {
        await expect(queries.movie(reference, Actor.anyone)).rejects.toThrow(MovieNotFound);
      },
    );
  });

  describe('genres', () => {
    it('come by name, with the number of their films', async () => {
      const { items, totalItems } = await queries.facets('genres', undefined, { page: 1, perPage: 3 });
      expect(items.map((genre) => [genre.name, genre.totalMovies])).toEqual([
        ['Comedy', 1],
        ['Crime', 1],
        ['Drama', 2],
      ]);
      expect(totalItems).toBe(4);
      expect(
        (await queries.facets('genres', undefined, { page: 2, perPage: 3 })).items.map((genre) => genre.name),
      ).toEqual(['Science Fiction']);
      expect(await queries.facets('genres', undefined, { page: 1e15, perPage: 3 })).toEqual({
        items: [],
        totalItems: 4,
      });
    });

    it.each([
      ['FICT', ['Science Fiction']],
      ['c', ['Comedy', 'Crime']],
      ['ction', []],
      ['%', []],
      [' ', ['Comedy', 'Crime', 'Drama', 'Science Fiction']],
    ])('are found by the beginning of a word: %o', async (search, expected) => {
      expect((await queries.facets('genres', search, everything)).items.map((genre) => genre.name)).toEqual(expected);
    });

    it.each([
      ['us', ['United States of America']],
      [' USA ', ['United States of America']],
      ['fra', ['France']],
      ['st', ['United States of America']],
      ['uk', []],
    ])('that are countries are found by their code as well: %o', async (search, expected) => {
      const { items, totalItems } = await queries.facets('countries', search, everything);
      expect([items.map((country) => country.name), totalItems]).toEqual([expected, expected.length]);
    });

    it('are found by id, or not', async () => {
      const [crime] = (await queries.facets('genres', 'crime', everything)).items;
      expect(await queries.facet('genres', crime?.id ?? 0)).toEqual(crime);
      for (const id of [0, 2_000_000_000, 99_999_999_999]) {
        await expect(queries.facet('genres', id)).rejects.toThrow(FacetNotFound);
      }
    });
  });

  describe('totals', () => {
    /** Queries of their own, with what they remember, and the number of statements that they have used so far. */
    function counted() {
      const statements: { count: number } = { count: 0 };
      const counting: Parameters<typeof store.database.writer.withPlugin>[0] = {
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => {
          statements.count += 1;
          return result;
        },
      };
      const { orm, kind, writer } = store.database;
      const database = new Database({ orm, kind, writer, reader: writer.withPlugin(counting) });
      return { statements, queries: new MikroOrmCatalogueQueries(database, 'USD') };
    }

    it('cost a statement once: a page costs two, and then one', async () => {
      const { statements, queries: fresh } = counted();
      const page = { page: 2, perPage: 1 };
      const filter = { genres: ['drama'] };
      const ask = async (perPage: number) =>
        (await fresh.movies({ search: 'god' }, [{ field: 'rating', descending: true }], { page: 1, perPage }))
          .totalItems;
      expect((await fresh.movies(filter, [], page)).totalItems).toBe(2);
      expect(statements.count).toBe(2);
      expect((await fresh.movies(filter, [{ field: 'name', descending: true }], page)).totalItems).toBe(2);
      expect(statements.count).toBe(3);

      expect(await ask(2)).toBe(3);
      expect(statements.count).toBe(5);
      expect(await ask(1)).toBe(3);
      expect(statements.count).toBe(6);
    });

    it('are those of the catalogue as it is, whoever changed it', async () => {
      const page = { page: 1, perPage: 1 };
      const before = (await queries.movies({ year: 2020 }, [], page)).totalItems;
      await add({ name: 'First of 2020', date: '2020-01-01' }, { name: 'Second of 2020', date: '2020-02-01' });
      expect((await queries.movies({ year: 2020 }, [], page)).totalItems).toBe(before + 2);
      await add({ name: 'Third of 2020', date: '2020-03-01', genres: ['Drama'] });
      expect((await queries.movies({ year: 2020 }, [], page)).totalItems).toBe(before + 3);
      expect((await queries.facets('genres', 'drama', everything)).items[0]?.totalMovies).toBe(3);
    });

    it('are right while several write at once', async () => {
      const batch = (first: number) =>
        Array.from({ length: 30 }, (_, index) => ({
          name: `Crowd ${first + index}`,
          date: '1950-01-01',
          genres: ['Crowd', 'Other crowd'],
        }));
      await Promise.all([add(...batch(0)), add(...batch(15)), add(...batch(30).reverse()), add(...batch(0))]);
      expect((await queries.movies({ genres: ['crowd'] }, [], { page: 1, perPage: 1 })).totalItems).toBe(60);
      expect((await queries.facets('genres', 'crowd', everything)).items.map((genre) => genre.totalMovies)).toEqual([
        60, 60,
      ]);
    });
  });
});
