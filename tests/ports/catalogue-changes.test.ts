import { MikroOrmCatalogueQueries } from '@online-cinema/adapters/mikro-orm';
import type { FacetList, MovieFilter, Transaction } from '@online-cinema/application/ports';
import {
  FACET_KINDS,
  type FacetKind,
  FacetNotFound,
  type Movie,
  type MovieDetails,
  type MovieFacts,
  MovieNotFound,
} from '@online-cinema/domain/catalogue';
import { Actor } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';
import { NOW, usd } from '../support/drafts.ts';

const LISTS = {
  genre: 'genres',
  actor: 'actors',
  director: 'directors',
  language: 'languages',
  certification: 'certifications',
  country: 'countries',
} as const satisfies Record<FacetKind, FacetList>;

const HEAT: Partial<MovieFacts> = {
  name: 'Heat',
  overview: 'A thief and a detective.',
  price: usd(999),
  genres: ['Crime', 'Drama'],
  directors: ['Michael Mann'],
  languages: ['English'],
  cast: [{ name: 'Al Pacino', character: 'Vincent Hanna', isStar: true }],
  country: { code: 'US', name: 'America' },
  certification: 'R',
};
const ALIEN: Partial<MovieFacts> = { ...HEAT, name: 'Alien', overview: null, genres: ['Horror', 'Drama'] };
/** What every question is asked about; it never matches, but makes any total one that must be counted. */
const OTHERS = Array.from({ length: 3 }, (_, index) => ({ name: `Other ${index}`, genres: ['Other', 'Drama'] }));

describe.each(DATABASES)('what the catalogue answers on %s', (name) => {
  let store: DatabaseStore;
  let queries: MikroOrmCatalogueQueries;
  let heat: Movie;
  let alien: Movie;
  beforeAll(async () => {
    store = await openDatabaseStore(name);
  });
  beforeEach(async () => {
    await store.empty();
    queries = new MikroOrmCatalogueQueries(store.database, 'USD');
    await run(({ movies }) => movies.addAll(OTHERS.map((facts) => aFilm(facts))));
    heat = await add(HEAT);
    alien = await add(ALIEN);
  });
  afterAll(() => store.stop());

  const run = <T>(work: (transaction: Transaction) => Promise<T>) => store.unitOfWork.run(work);
  const add = (facts: Partial<MovieFacts>) => run(({ movies }) => movies.add(aFilm(facts)));
  const change = ({ id }: Movie, details: MovieDetails) =>
    run(async ({ movies }) => {
      const movie = await movies.findForUpdate({ id });
      movie?.change(details, NOW);
      if (movie) await movies.save(movie);
    });

  /** The names of what matches, after making sure that totals say the same, remembered or not. */
  async function names(filter: MovieFilter): Promise<readonly string[]> {
    const [all, first] = [
      await queries.movies(filter, [], { page: 1, perPage: 100 }),
      await queries.movies(filter, [], { page: 1, perPage: 1 }),
    ];
    const another = await new MikroOrmCatalogueQueries(store.database, 'USD').movies(filter, [], {
      page: 1,
      perPage: 1,
    });
    expect([all.totalItems, first.totalItems, another.totalItems]).toEqual(Array(3).fill(all.items.length));
    return all.items.map((item) => item.name);
  }

  /** How many movies each facet of a list has. */
  async function counts(list: FacetList): Promise<Readonly<Record<string, number>>> {
    const { items, totalItems } = await queries.facets(list, undefined, { page: 1, perPage: 100 });
    expect((await queries.facets(list, undefined, { page: 1, perPage: 1 })).totalItems).toBe(totalItems);
    for (const { id, totalMovies } of items) {
      expect(await queries.facet(list, id)).toMatchObject({ totalMovies });
      expect(await names({ within: { list, id } })).toHaveLength(totalMovies);
    }
    return Object.fromEntries(items.map((facet) => [facet.name, facet.totalMovies]));
  }

  async function facetNamed(kind: FacetKind, facetName: string): Promise<number> {
    const { items } = await queries.facets(LISTS[kind], facetName, { page: 1, perPage: 1 });
    const [facet] = items;
    if (!facet) throw new Error(`There is no ${facetName}`);
    return facet.id;
  }

  async function rename(kind: FacetKind, id: number, facetName: string): Promise<void> {
    await run(async ({ facets }) => {
      const facet = await facets.findForUpdate(kind, id);
      facet?.change({ name: facetName });
      if (facet) await facets.save(facet);
    });
  }

  it('is a new movie at once: listed, found and counted', async () => {
    expect(await names({})).toHaveLength(5);
    expect(await names({ genres: ['crime'], search: 'collateral' })).toEqual([]);
    await add({ ...HEAT, name: 'Collateral', genres: ['Crime'] });

    expect(await names({})).toHaveLength(6);
    expect(await names({ genres: ['crime'], search: 'collateral' })).toEqual(['Collateral']);
    expect(await names({ search: 'al pacino' })).toEqual(['Collateral', 'Alien', 'Heat']);
    expect(await counts('genres')).toEqual({ Crime: 2, Drama: 5, Horror: 1, Other: 3 });
    expect(await counts('directors')).toEqual({ 'Michael Mann': 3 });
  });

  it('is a movie in its new genres and not in its old ones, with exact counts', async () => {
    expect(await names({ genres: ['crime'] })).toEqual(['Heat']);
    expect(await names({ genres: ['heist'] })).toEqual([]);
    await change(heat, { genres: ['Drama', 'Heist'] });

    expect(await names({ genres: ['crime'] })).toEqual([]);
    expect(await names({ genres: ['heist'] })).toEqual(['Heat']);
    expect(await names({ genres: ['heist', 'drama'] })).toEqual(['Heat']);
    expect(await counts('genres')).toEqual({ Crime: 0, Drama: 5, Heist: 1, Horror: 1, Other: 3 });
    expect((await queries.movie(heat, Actor.anyone)).genres.map((genre) => genre.name)).toEqual(['Drama', 'Heist']);
  });

  it('is a movie found by its new words and not by its old ones', async () => {
    expect(await names({ search: 'heat thief' })).toEqual(['Heat']);
    await change(heat, {
      name: 'Collateral',
      overview: 'A taxi driver.',
      actors: ['Jamie Foxx'],
      stars: [],
      directors: ['Someone Else'],
    });

    for (const search of ['collateral', 'taxi', 'jamie', 'someone'])
      expect(await names({ search })).toEqual(['Collateral']);
    for (const search of ['heat', 'thief']) expect(await names({ search })).not.toContain('Collateral');
    for (const search of ['pacino', 'mann']) expect(await names({ search })).toEqual(['Alien']);
    expect(await counts('stars')).toEqual({ 'Al Pacino': 1 });
  });

  it('is a movie at its new price, of its new date and status', async () => {
    expect(await names({ forSale: true, priceTo: usd(999) })).toEqual(['Alien', 'Heat']);
    await change(heat, {
      price: null,
      date: '2001-01-01',
      status: 'In Production',
      country: 'FR',
      certification: 'PG',
    });

    expect(await names({ forSale: true, priceTo: usd(999) })).toEqual(['Alien']);
    expect(await names({ year: 2001, status: 'In Production', countries: ['fr'], certifications: ['pg'] })).toEqual([
      'Heat',
    ]);
    expect(await counts('countries')).toEqual({ America: 1, France: 1 });
    expect(await counts('certifications')).toEqual({ PG: 1, R: 1 });
  });

  it('is nothing of a movie that was deleted', async () => {
    expect(await names({ search: 'heat' })).toEqual(['Heat']);
    await run(({ movies }) => movies.delete(heat.id));

    expect(await names({})).toHaveLength(4);
    for (const filter of [{ search: 'heat' }, { search: 'thief' }, { genres: ['crime'] }]) {
      expect(await names(filter)).toEqual([]);
    }
    expect(await names({ search: 'pacino' })).toEqual(['Alien']);
    expect(await counts('genres')).toEqual({ Crime: 0, Drama: 4, Horror: 1, Other: 3 });
    for (const list of ['actors', 'stars', 'directors', 'languages', 'countries', 'certifications'] as const) {
      expect(Object.values(await counts(list))).toEqual([1]);
    }
    await expect(queries.movie(heat, Actor.anyone)).rejects.toBeInstanceOf(MovieNotFound);
  });

  it.each(FACET_KINDS)('is a %s that no movie names yet, with none', async (kind) => {
    const facet = { kind, name: 'Unheard-of', code: kind === 'country' ? 'FR' : null };
    const before = await counts(LISTS[kind]);
    await run(({ facets }) => facets.add(facet));

    expect(await counts(LISTS[kind])).toEqual({ ...before, 'Unheard-of': 0 });
    expect(await queries.facets(LISTS[kind], 'unheard', { page: 1, perPage: 1 })).toMatchObject({
      items: [{ name: 'Unheard-of', code: facet.code, totalMovies: 0 }],
      totalItems: 1,
    });
  });

  it.each([
    ['genre', 'Drama', { genres: ['ÉLOGE'] }],
    ['actor', 'Al Pacino', { actors: ['ÉLOGE'] }],
    ['director', 'Michael Mann', { directors: ['ÉLOGE'] }],
    ['language', 'English', { languages: ['ÉLOGE'] }],
    ['certification', 'R', { certifications: ['ÉLOGE'] }],
    ['country', 'America', { countries: ['ÉLOGE'] }],
  ] as const)('is a %s by its new name', async (kind, facetName, filter) => {
    const { [facetName]: movies, ...others } = await counts(LISTS[kind]);
    expect(await names(filter)).toEqual([]);
    await rename(kind, await facetNamed(kind, facetName), 'Éloge');

    expect(await counts(LISTS[kind])).toEqual({ ...others, Éloge: movies });
    expect(await names(filter)).toHaveLength(movies ?? 0);
    expect(await names(filter)).toContain('Heat');
    expect((await queries.facets(LISTS[kind], 'elog', { page: 1, perPage: 1 })).totalItems).toBe(1);
  });

  it.each([
    ['actor', 'Al Pacino', 'pacino'],
    ['director', 'Michael Mann', 'michael'],
  ] as const)('is every movie of a renamed %s by the words of the new name', async (kind, facetName, search) => {
    expect(await names({ search })).toEqual(['Alien', 'Heat']);
    await rename(kind, await facetNamed(kind, facetName), 'Jean-Luc Éloge');

    expect(await names({ search })).toEqual([]);
    for (const found of ['eloge', 'jeanluc', 'luc éloge'])
      expect(await names({ search: found })).toEqual(['Alien', 'Heat']);
    expect(await names({ search: 'eloge thief' })).toEqual(['Heat']);
  });

  it.each(FACET_KINDS)('is nothing of a %s that was deleted, but all of its movies', async (kind) => {
    const facetName = {
      ...{ genre: 'Drama', actor: 'Al Pacino', director: 'Michael Mann' },
      ...{ language: 'English', certification: 'R', country: 'America' },
    }[kind];
    const id = await facetNamed(kind, facetName);
    const { [facetName]: _, ...others } = await counts(LISTS[kind]);
    await run(({ facets }) => facets.delete(kind, id));

    await expect(queries.facet(LISTS[kind], id)).rejects.toBeInstanceOf(FacetNotFound);
    expect(await counts(LISTS[kind])).toEqual(others);
    expect(await names({ within: { list: LISTS[kind], id } })).toEqual([]);
    expect(await names({})).toHaveLength(5);
    expect(await names({ search: 'heat' })).toEqual(['Heat']);
  });

  it.each([
    ['actor', 'Al Pacino', 'pacino'],
    ['director', 'Michael Mann', 'michael'],
  ] as const)('is no movie any more by the words of a deleted %s', async (kind, facetName, search) => {
    await run(async ({ facets }) => facets.delete(kind, await facetNamed(kind, facetName)));

    expect(await names({ search })).toEqual([]);
    expect(await names({ search: 'thief' })).toEqual(['Heat']);
    expect(await names({ search: 'alien' })).toEqual(['Alien']);
  });

  it('is what is popular first', async () => {
    const sort = [{ field: 'popularity', descending: true }] as const;
    await run(({ popularities }) => popularities.save([{ movieId: heat.id, popularity: 2 }]));
    const page = { page: 1, perPage: 2 };
    expect((await queries.movies({}, sort, page)).items.map((item) => item.name)).toEqual(['Heat', 'Alien']);

    await run(({ popularities }) => popularities.save([{ movieId: alien.id, popularity: 2.5 }]));
    expect((await queries.movies({}, sort, page)).items.map((item) => item.name)).toEqual(['Alien', 'Heat']);
  });
});
