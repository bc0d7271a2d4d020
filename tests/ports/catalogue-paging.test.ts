import { MikroOrmCatalogueQueries } from '@online-cinema/adapters/mikro-orm';
import type { MovieListItem } from '@online-cinema/application/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, HUGE_PAGES, openDatabaseStore } from '../support/database.ts';

const FILMS = 47;

describe.each(DATABASES)('pages of all films on %s', (name) => {
  let store: DatabaseStore;
  let queries: MikroOrmCatalogueQueries;

  beforeAll(async () => {
    store = await openDatabaseStore(name);
    queries = new MikroOrmCatalogueQueries(store.database, 'USD');
    await add(...Array.from({ length: FILMS }, (_, number) => `Film ${number}`));
  });
  afterAll(() => store.stop());

  function add(...names: readonly string[]) {
    return store.unitOfWork.run(({ movies }) => movies.addAll(names.map((film) => aFilm({ name: film }))));
  }

  async function all(): Promise<readonly MovieListItem[]> {
    return (await queries.movies({}, [], { page: 1, perPage: 100 })).items;
  }

  /** Asks for every page, in this order, and compares it with the same part of the whole list. */
  async function expectRightPages(perPage: number, order: (pages: number[]) => number[]): Promise<void> {
    const films = await all();
    const pages = Array.from({ length: Math.ceil(films.length / perPage) + 1 }, (_, index) => index + 1);
    for (const page of order(pages)) {
      const { items, totalItems } = await queries.movies({}, [], { page, perPage });
      expect(items).toEqual(films.slice((page - 1) * perPage, page * perPage));
      expect(totalItems).toBe(films.length);
    }
  }

  it('are the parts of the list, asked for in any order and size', async () => {
    await expectRightPages(10, (pages) => pages);
    await expectRightPages(7, (pages) => pages.toReversed());
    await expectRightPages(1, (pages) => pages.toSorted((one, other) => ((one * 17) % 31) - ((other * 17) % 31)));
    await expectRightPages(10, (pages) => pages.toReversed());
  });

  it('are those of the catalogue as it is, whatever was asked for before', async () => {
    await expectRightPages(5, (pages) => pages);
    await add('One more');
    await expectRightPages(5, (pages) => pages.toReversed());
    const [, , third] = await all();
    await store.unitOfWork.run(({ movies }) => movies.delete(third?.id ?? 0));
    await expectRightPages(5, (pages) => pages);
    expect((await all()).some(({ id }) => id === third?.id)).toBe(false);
  });

  it('are right when another process has changed the catalogue', async () => {
    await expectRightPages(5, (pages) => pages);
    const elsewhere = new MikroOrmCatalogueQueries(store.database, 'USD');
    await add('Of another process');
    const here = await queries.movies({}, [], { page: 3, perPage: 5 });
    expect(here).toEqual(await elsewhere.movies({}, [], { page: 3, perPage: 5 }));
  });

  it.each(HUGE_PAGES)('are empty far beyond the end (page %d)', async (page) => {
    const films = await all();
    expect(await queries.movies({}, [], { page, perPage: 10 })).toEqual({ items: [], totalItems: films.length });
  });
});
