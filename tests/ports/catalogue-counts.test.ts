import { MikroOrmCatalogueQueries } from '@online-cinema/adapters/mikro-orm';
import type { Transaction } from '@online-cinema/application/ports';
import { indexedWords, type Movie } from '@online-cinema/domain/catalogue';
import { DomainError } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';
import { NOW } from '../support/drafts.ts';

const EVERYTHING = { page: 1, perPage: 100 };
const LISTS = { genre: 'genres', actor: 'actors', director: 'directors' } as const;

const people = fc.uniqueArray(fc.constantFrom('Al Pacino', 'Val Kilmer', 'Michael Mann'), { maxLength: 2 });
const films = fc.record({
  name: fc.constantFrom('Heat', 'Alien', 'Ran', 'Collateral'),
  genres: fc.uniqueArray(fc.constantFrom('Crime', 'Drama', 'Heist', 'Horror'), { maxLength: 3 }),
  directors: people,
  cast: people.map((names) => names.map((name) => ({ name, character: null, isStar: true }))),
});
/** Which of those that are there is meant. */
const which = fc.nat(5);
const kind = fc.constantFrom('genre', 'actor', 'director');
const newName = fc.constantFrom('Crime', 'Mystery', 'Al Pacino', 'Sam Neill');
const deeds = fc.oneof(
  fc.record({ does: fc.constant('add'), film: films }),
  fc.record({ does: fc.constant('import'), films: fc.array(films, { maxLength: 4 }) }),
  fc.record({ does: fc.constant('change'), which, film: films }),
  fc.record({ does: fc.constant('delete'), which }),
  fc.record({ does: fc.constant('rename'), which, kind, newName }),
  fc.record({ does: fc.constant('delete facet'), which, kind }),
);
/** What somebody does to the catalogue. */
type Deed = typeof deeds extends fc.Arbitrary<infer Value> ? Value : never;

describe.each(DATABASES)('a catalogue that many write at once on %s', (name) => {
  let store: DatabaseStore;
  beforeAll(async () => {
    store = await openDatabaseStore(name);
  });
  afterAll(() => store.stop());

  const run = <T>(work: (transaction: Transaction) => Promise<T>) => store.unitOfWork.run(work);
  const queries = () => new MikroOrmCatalogueQueries(store.database, 'USD');
  const movieIds = async () => (await queries().movies({}, [], EVERYTHING)).items.map(({ id }) => id);
  const facets = async (of: keyof typeof LISTS) => (await queries().facets(LISTS[of], undefined, EVERYTHING)).items;
  const pick = (ids: readonly number[], index: number) => ids[index % ids.length] ?? 0;

  async function carryOut(deed: Deed): Promise<unknown> {
    switch (deed.does) {
      case 'add':
        return run(({ movies }) => movies.add(aFilm(deed.film)));
      case 'import':
        return run(({ movies }) => movies.addAll(deed.films.map((film) => aFilm(film))));
      case 'change': {
        const { cast, ...details } = deed.film;
        const id = pick(await movieIds(), deed.which);
        return run(async ({ movies }) => {
          const movie = await movies.findForUpdate({ id });
          movie?.change({ ...details, actors: cast.map((member) => member.name), stars: [] }, NOW);
          if (movie) await movies.save(movie);
        });
      }
      case 'delete': {
        const id = pick(await movieIds(), deed.which);
        return run(({ movies }) => movies.delete(id));
      }
      case 'rename': {
        const ids = (await facets(deed.kind)).map(({ id }) => id);
        return run(async (transaction) => {
          const facet = await transaction.facets.findForUpdate(deed.kind, pick(ids, deed.which));
          facet?.change({ name: deed.newName });
          if (facet) await transaction.facets.save(facet);
        });
      }
      case 'delete facet': {
        const ids = (await facets(deed.kind)).map(({ id }) => id);
        return run((transaction) => transaction.facets.delete(deed.kind, pick(ids, deed.which)));
      }
    }
  }

  /** All at once; what is there already is refused, and nothing else goes wrong. */
  async function carryOutAll(all: readonly Deed[]): Promise<void> {
    for (const outcome of await Promise.allSettled(all.map(carryOut))) {
      if (outcome.status === 'fulfilled') continue;
      expect(outcome.reason).toBeInstanceOf(DomainError);
      expect(outcome.reason).toMatchObject({ kind: 'conflict' });
    }
  }

  async function everyMovie(): Promise<readonly Movie[]> {
    const found: Movie[] = [];
    for (const id of await movieIds()) {
      const movie = await run(({ movies }) => movies.findForUpdate({ id }));
      if (movie) found.push(movie);
    }
    return found;
  }

  async function expectExactCounts(movies: readonly Movie[]): Promise<void> {
    const named = {
      genre: movies.flatMap(({ state }) => state.genres),
      actor: movies.flatMap(({ state }) => state.cast.map((member) => member.name)),
      director: movies.flatMap(({ state }) => state.directors),
    };
    for (const of of ['genre', 'actor', 'director'] as const) {
      const counts = new Map<string, number>();
      for (const facetName of named[of]) counts.set(facetName, (counts.get(facetName) ?? 0) + 1);
      for (const facet of await facets(of)) {
        expect(facet).toMatchObject({ name: facet.name, totalMovies: counts.get(facet.name) ?? 0 });
      }
    }
  }

  async function expectWhatIsSaidToBeFound(movies: readonly Movie[]): Promise<void> {
    const words = movies.map(({ state }) =>
      indexedWords([state.name, ...state.directors, ...state.cast.map((member) => member.name)].join(' ')),
    );
    const known = new Set(words.flat());
    for (const search of known) {
      const { totalItems } = await queries().movies({ search }, [], EVERYTHING);
      expect({ search, totalItems }).toEqual({
        search,
        totalItems: words.filter((ofMovie) => ofMovie.some((word) => word.startsWith(search))).length,
      });
    }
    const vocabulary = await store.database.read((reader) =>
      reader.withTables<{ vocabulary: { word: string } }>().selectFrom('vocabulary').select('word').execute(),
    );
    expect(vocabulary.map(({ word }) => word).sort()).toEqual([...known].sort());
  }

  it('counts exactly and finds exactly what its movies say, and forgets them all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(deeds, { maxLength: 8 }), { minLength: 2, maxLength: 3 }), async (rounds) => {
        for (const round of rounds) {
          await carryOutAll(round);
          const movies = await everyMovie();
          await expectExactCounts(movies);
          await expectWhatIsSaidToBeFound(movies);
        }
        for (const id of await movieIds()) await run(({ movies }) => movies.delete(id));
        await expectExactCounts([]);
        await expectWhatIsSaidToBeFound([]);
      }),
      { numRuns: 5 },
    );
  }, 30_000);
});
