import { Database, MikroOrmCatalogueQueries } from '@online-cinema/adapters/mikro-orm';
import { FACET_LISTS, MOVIE_SORT_FIELDS, type MovieFilter, type MovieSort } from '@online-cinema/application/ports';
import { Actor, Money } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';

const MOST = 3;
const FILMS = 30;

const filters: readonly (readonly [string, MovieFilter])[] = [
  ['nothing', {}],
  ['a genre', { genres: ['drama'] }],
  ['two genres', { genres: ['drama', 'crime'] }],
  ['an actor', { actors: ['al pacino'] }],
  ['a star', { stars: ['al pacino'] }],
  ['a director', { directors: ['francis ford coppola'] }],
  ['a language', { languages: ['english'] }],
  ['a certification', { certifications: ['r'] }],
  ['a country', { countries: ['us'] }],
  ['a year', { year: 1990 }],
  ['years', { yearFrom: 1980, yearTo: 2000 }],
  ['a rating', { imdbAtLeast: 5 }],
  ['prices', { priceFrom: Money.parse('1', 'USD'), priceTo: Money.parse('20', 'USD') }],
  ['a status', { status: 'Released' }],
  ['what is for sale', { forSale: true }],
  ['a word', { search: 'godfather' }],
  ['two words', { search: 'godfather coppola' }],
  ['the beginning of a word', { search: 'godf' }],
  ['a misspelt word', { search: 'godfahter' }],
  ['misspelt words', { search: 'godfahter copola' }],
  ['a word that is nowhere', { search: 'xylophonequartz' }],
  [
    'everything at once',
    { search: 'godfahter', genres: ['drama'], stars: ['al pacino'], yearFrom: 1950, forSale: true },
  ],
];

describe.each(DATABASES)('statements on %s', (name) => {
  let store: DatabaseStore;

  beforeAll(async () => {
    store = await openDatabaseStore(name);
    const films = Array.from({ length: FILMS }, (_, index) =>
      aFilm({
        name: `The Godfather ${index}`,
        date: `${1970 + index}-01-01`,
        imdb: 6 + index / 10,
        price: Money.parse('9.99', 'USD'),
        genres: ['Drama', 'Crime', `Genre ${index}`],
        directors: ['Francis Ford Coppola'],
        languages: ['English', 'Italian'],
        cast: [
          { name: 'Al Pacino', character: null, isStar: true },
          { name: `Actor ${index}`, character: null, isStar: false },
        ],
        country: { code: 'US', name: 'United States' },
        certification: 'R',
      }),
    );
    await store.unitOfWork.run(({ movies }) => movies.addAll(films));
  });
  afterAll(() => store.stop());

  /** Queries that remember nothing yet, and how many statements they have used. */
  function fresh() {
    const used = { statements: 0 };
    const counting: Parameters<typeof store.database.writer.withPlugin>[0] = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        used.statements += 1;
        return result;
      },
    };
    const { orm, kind, writer } = store.database;
    const database = new Database({ orm, kind, writer, reader: writer.withPlugin(counting) });
    return { used, queries: new MikroOrmCatalogueQueries(database, 'USD') };
  }

  async function statementsOf(filter: MovieFilter, sort: readonly MovieSort[], page: number): Promise<number> {
    const { used, queries } = fresh();
    await queries.movies(filter, sort, { page, perPage: 10 });
    expect(used.statements).toBeGreaterThan(0);
    return used.statements;
  }

  it.each(filters)(`a page filtered by %s costs ${MOST} at most, whatever the order`, async (_, filter) => {
    for (const page of [1, 2, 1_000]) {
      expect(await statementsOf(filter, [], page)).toBeLessThanOrEqual(MOST);
      for (const field of MOVIE_SORT_FIELDS) {
        const sort = [{ field, descending: true }];
        expect(await statementsOf(filter, sort, page)).toBeLessThanOrEqual(MOST);
      }
    }
  });

  it.each(filters)('a page filtered by %s that was asked for before costs 1', async (_, filter) => {
    const { used, queries } = fresh();
    const ask = () => queries.movies(filter, [], { page: 1, perPage: 10 });
    const before = await ask();
    const first = used.statements;
    expect(await ask()).toEqual(before);
    expect(used.statements - first).toBe(1);
  });

  it('a page of a hundred films costs no more than one of a single film', async () => {
    const { used, queries } = fresh();
    const costs = async (perPage: number) => {
      const before = used.statements;
      await queries.movies({ forSale: true }, [], { page: 1, perPage });
      return used.statements - before;
    };
    expect(await costs(1)).toBe(2);
    expect(await costs(100)).toBe(1);
  });

  it('a movie costs 1, for anyone', async () => {
    const { used, queries } = fresh();
    const { items } = await queries.movies({}, [], { page: 1, perPage: 1 });
    const before = used.statements;
    for (const actor of [Actor.anyone, Actor.user(1, 'user')]) {
      await queries.movie({ id: items[0]?.id ?? 0 }, actor);
      await queries.movie({ uuid: items[0]?.uuid ?? '' }, actor);
    }
    expect(used.statements - before).toBe(4);
  });

  it.each(FACET_LISTS)(`a page of %s costs 2 at most`, async (list) => {
    const { used, queries } = fresh();
    await queries.facets(list, undefined, { page: 1, perPage: 1 });
    expect(used.statements).toBeGreaterThan(0);
    expect(used.statements).toBeLessThanOrEqual(2);
  });
});
