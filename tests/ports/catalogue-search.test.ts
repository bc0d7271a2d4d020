import { Database, MikroOrmCatalogueQueries, migrate } from '@online-cinema/adapters/mikro-orm';
import type { MovieFilter, MovieSort } from '@online-cinema/application/ports';
import {
  type Corrections,
  indexedWords,
  type MovieDraft,
  type MovieFacts,
  nearestWords,
  partsOf,
  type SoughtWord,
  searchedWords,
  searchFor,
} from '@online-cinema/domain/catalogue';
import { searchable } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';

const actor = (name: string) => ({ name, character: null, isStar: false });

/** In the order in which they are added. */
const FILMS: readonly Partial<MovieFacts>[] = [
  { name: 'The Godfather', date: '1972-03-24', genres: ['Crime'], cast: [actor('Marlon Brando')] },
  { name: "Le Fabuleux destin d'Amélie Poulain", date: '2001-04-25', overview: 'Amélie brings luck.' },
  { name: 'Interstellar', date: '2014-11-07', directors: ['Christopher Nolan'], genres: ['Science Fiction'] },
  { name: "Ocean's Eleven", date: '2001-12-07', description: 'A heist, planned by a Godfather of thieves.' },
  { name: 'Amelia', date: '2009-10-23', overview: 'Sie überflog den Ozean: 1998, nein, 1937.' },
  { name: 'Spider-Man', date: '2002-05-03' },
  { name: 'Godfather', date: '1991-01-01', genres: ['Comedy'] },
  { name: 'Οδυσσέας', date: '1954-10-06' },
];

async function add(store: DatabaseStore, films: readonly MovieDraft[]): Promise<void> {
  await store.unitOfWork.run(({ movies }) => movies.addAll(films));
}

/** Leaves so many ids unused that films before are not among the newest any more, which are looked through one by one. */
async function letTimePass({ database: { kind, orm } }: DatabaseStore): Promise<void> {
  await orm.em.execute(
    kind === 'sqlite'
      ? `update sqlite_sequence set seq = seq + 10000 where name = 'movies'`
      : `select setval('movies_id_seq', nextval('movies_id_seq') + 10000)`,
  );
}

/** The words of the vocabulary, each with what it is looked up by. */
async function vocabularyOf({ database }: DatabaseStore): Promise<readonly { word: string }[]> {
  return database.orm.em.execute('select word, head, middle, tail from vocabulary order by word');
}

function wordsWithParts(films: readonly MovieDraft[]) {
  const words = new Set(films.flatMap((film) => indexedWords(textsOf(film))));
  return [...words].map((word) => ({ word, ...partsOf(word) }));
}

function textsOf({ name, overview, description, directors, cast }: MovieFacts): string {
  return [name, overview, description, ...directors, ...cast.map((member) => member.name)].join(' ');
}

describe.each(DATABASES)('a search with misspelt words on %s', (name) => {
  let store: DatabaseStore;
  let queries: MikroOrmCatalogueQueries;

  beforeEach(async () => {
    store = await openDatabaseStore(name);
    queries = new MikroOrmCatalogueQueries(store.database, 'USD');
    const films = FILMS.map((film) => aFilm(film));
    await add(store, films.slice(0, 4));
    await letTimePass(store);
    await add(store, films.slice(4));
  });
  afterEach(() => store.stop());

  async function names(filter: MovieFilter, sort: readonly MovieSort[] = [], asked = queries) {
    const { items, totalItems } = await asked.movies(filter, sort, { page: 1, perPage: 100 });
    expect(totalItems).toBe(items.length);
    return items.map((item) => item.name);
  }

  it('finds what the nearest words find, the best match first', async () => {
    const found: Record<string, readonly string[]> = {
      godfahter: ['Godfather', 'The Godfather', "Ocean's Eleven"],
      'teh godfahter': ['The Godfather'],
      GODFÄTER: ['Godfather', 'The Godfather', "Ocean's Eleven"],
      'nolna insterstelar': ['Interstellar'],
      amelei: ["Le Fabuleux destin d'Amélie Poulain"],
      amelix: ['Amelia', "Le Fabuleux destin d'Amélie Poulain"],
      'fabulex dest': ["Le Fabuleux destin d'Amélie Poulain"],
      brandno: ['The Godfather'],
      sipderman: ['Spider-Man'],
      'spider-mna': ['Spider-Man'],
      oceax: ["Ocean's Eleven"],
      ozeam: ['Amelia'],
      ΟΔΥΣΣΕΣΑ: ['Οδυσσέας'],
      ehist: ["Ocean's Eleven"],
      // Two slips are too many for five letters, three for more.
      ehits: [],
      gdofathre: ['Godfather', 'The Godfather', "Ocean's Eleven"],
      gdofatrhx: [],
      // What begins a word is no misspelt one, and what is misspelt stands for whole words.
      god: ['Godfather', 'The Godfather', "Ocean's Eleven"],
      gdo: [],
      // Another number is another thing.
      1999: [],
      '1973 amelia': [],
      1998: ['Amelia'],
      'godfahter qqqqqq': [],
      x: [],
    };
    for (const [search, expected] of Object.entries(found)) {
      expect([search, await names({ search })]).toEqual([search, expected]);
    }
  });

  it('is filtered and sorted as any other', async () => {
    expect(await names({ search: 'godfahter', genres: ['crime'] })).toEqual(['The Godfather']);
    expect(await names({ search: 'godfahter', genres: ['Science Fiction'] })).toEqual([]);
    const byYear: readonly MovieSort[] = [{ field: 'year', descending: true }];
    expect(await names({ search: 'godfahter' }, byYear)).toEqual(["Ocean's Eleven", 'Godfather', 'The Godfather']);
  });

  it('comes in pages with its total, also beyond the end', async () => {
    const pages = await Promise.all(
      [1, 2, 3, 4, 5].map((page) => queries.movies({ search: 'godfahter' }, [], { page, perPage: 1 })),
    );
    expect(pages.map(({ items }) => items.map((item) => item.name))).toEqual([
      ['Godfather'],
      ['The Godfather'],
      ["Ocean's Eleven"],
      [],
      [],
    ]);
    expect(pages.map(({ totalItems }) => totalItems)).toEqual([3, 3, 3, 3, 3]);
  });

  it('goes by the vocabulary of the moment, whichever process changed it', async () => {
    const others = new MikroOrmCatalogueQueries(store.database, 'USD');
    const both = async (search: string) => {
      const answers = [await names({ search }), await names({ search }, [], others)];
      expect(answers[0]).toEqual(answers[1]);
      return answers[0];
    };
    expect(await both('casablnca')).toEqual([]);
    expect(await both('gotfather')).toContain('Godfather');

    await add(store, [aFilm({ name: 'Casablanca' }), aFilm({ name: 'Gotfathers' })]);
    expect(await both('casablnca')).toEqual(['Casablanca']);
    expect(await both('gotfather')).toEqual(['Gotfathers']);

    const found = await queries.movies({ search: 'casablanca' }, [], { page: 1, perPage: 1 });
    await store.unitOfWork.run(async ({ movies }) => {
      for (const { id } of found.items) await movies.delete(id);
    });
    expect(await both('casablnca')).toEqual([]);
  });

  it('costs three statements at most, one of which is remembered', async () => {
    let statements = 0;
    const { orm, kind, writer } = store.database;
    const counting: Parameters<typeof writer.withPlugin>[0] = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        statements += 1;
        return result;
      },
    };
    const database = new Database({ orm, kind, writer, reader: writer.withPlugin(counting) });
    const fresh = new MikroOrmCatalogueQueries(database, 'USD');
    const cost = async (search: string, page = 1) => {
      statements = 0;
      await fresh.movies({ search }, [], { page, perPage: 1 });
      return statements;
    };

    expect(await cost('godfather')).toBe(2);
    expect(await cost('godfather')).toBe(1);
    expect(await cost('godfather', 9)).toBeLessThanOrEqual(3);
    expect(await cost('godfahter')).toBe(3);
    expect(await cost('godfahter')).toBeLessThanOrEqual(2);
    expect(await cost('godfahter')).toBe(1);
    expect(await cost('teh godfahter brandno qqqqqqq')).toBeLessThanOrEqual(3);

    await add(store, [aFilm({ name: 'Godfahters' }), aFilm({ name: 'Godfahter II' })]);
    expect(await cost('godfahter')).toBeLessThanOrEqual(3);
    expect(await cost('godfahter', 9)).toBeLessThanOrEqual(3);
  });

  it('is answered whatever it holds', async () => {
    const strange = [
      'a'.repeat(10_000),
      'godfahter '.repeat(1_000),
      Array.from({ length: 2_500 }, (_, index) => `qw${index.toString(36)}zx`).join(' '),
      `"${'x" OR "y'.repeat(30)}`,
      'zzzzzz:* | !godfahtr',
      "'zzzzzz' OR 1=1 --",
      '%zzzzzz_',
      '🎬 zzzzzz 🎬',
      'zzz\0zzzzzz',
      '\uD800zzzzzz',
    ];
    for (const search of strange) {
      const { items } = await queries.movies({ search }, [], { page: 1, perPage: 10 });
      expect([search, items.length]).toEqual([search, search.startsWith('godfahter ') ? 3 : 0]);
    }
  });

  describe('knows a vocabulary that', () => {
    it('holds the words of every film, and what they are looked up by', async () => {
      const stored = await vocabularyOf(store);
      const expected = wordsWithParts(FILMS.map((film) => aFilm(film)));
      expect(stored).toHaveLength(expected.length);
      expect(stored).toEqual(expect.arrayContaining(expected));
    });

    it('keeps a word as long as any film has it', async () => {
      const has = async (word: string) => (await vocabularyOf(store)).some((known) => known.word === word);
      const change = async (search: string, facts: { name?: string; description?: string } | undefined) => {
        const { items } = await queries.movies({ search }, [], { page: 1, perPage: 1 });
        await store.unitOfWork.run(async ({ movies }) => {
          const movie = await movies.findForUpdate({ id: items[0]?.id ?? 0 });
          if (!movie) throw new Error(`No film for ${search}`);
          if (!facts) return movies.delete(movie.id);
          movie.change(facts, store.clock.now());
          return movies.save(movie);
        });
      };
      await change('heist', { description: 'A theft.' });
      expect([await has('heist'), await has('theft'), await has('godfather')]).toEqual([false, true, true]);
      await change('brando', { name: 'The Godmother' });
      expect([await has('godfather'), await has('godmother'), await has('marlon')]).toEqual([true, true, true]);
      await change('godfather', undefined);
      expect([await has('godfather'), await has('the')]).toEqual([false, true]);
    });

    it('is made from the films that are there when the database is migrated', async () => {
      const before = await vocabularyOf(store);
      await store.database.orm.em.execute('drop table vocabulary');
      await store.database.orm.em.execute(`delete from migrations where name = '0004-vocabulary'`);
      expect(await migrate(store.database)).toEqual(['0004-vocabulary']);

      expect(await vocabularyOf(store)).toEqual(before);
      expect(await names({ search: 'godfahter' })).toEqual(['Godfather', 'The Godfather', "Ocean's Eleven"]);
      expect(await names({ search: 'ocean heist' })).toEqual(["Ocean's Eleven"]);
    });
  });
});

describe('both databases', () => {
  const stores: DatabaseStore[] = [];
  beforeAll(async () => {
    for (const name of DATABASES) stores.push(await openDatabaseStore(name));
  });
  afterAll(async () => {
    for (const store of stores) await store.stop();
  });

  /** Letters that are easily taken for each other, or for none: by case, by accent, or because they are young. */
  const letter = fc.constantFrom('a', 'b', 'c', 'é', 'ß', 'σ', 'ς', '1', 'ᦰ', '愛', '𐐨', 'İ', "'", '-');
  const word = fc.string({ unit: letter, minLength: 1, maxLength: 8 });
  const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
  const film = fc.record({ name: text, overview: fc.option(text), director: fc.option(text) });
  const page = fc.record({ page: fc.integer({ min: 1, max: 3 }), perPage: fc.integer({ min: 1, max: 4 }) });

  it('find the same films in the same order with the same total, as the rule says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(film, { maxLength: 8 }), fc.array(fc.tuple(text, page), { maxLength: 6 }), check),
      { numRuns: 40 },
    );
  }, 60_000);

  async function check(
    films: readonly { name: string; overview: string | null; director: string | null }[],
    searches: readonly (readonly [string, { page: number; perPage: number }])[],
  ): Promise<void> {
    const drafts = films.map(({ name, overview, director }, index) =>
      aFilm({ name, overview, directors: director === null ? [] : [director], date: `1999-03-0${index + 1}` }),
    );
    for (const store of stores) {
      await store.database.orm.em.execute('delete from movies');
      await store.database.orm.em.execute('delete from vocabulary');
      await add(store, drafts.slice(0, 4));
      await letTimePass(store);
      await add(store, drafts.slice(4));
    }
    for (const [search, asked] of searches) {
      const expected = found(drafts, search);
      const start = (asked.page - 1) * asked.perPage;
      for (const { database } of stores) {
        const { items, totalItems } = await new MikroOrmCatalogueQueries(database, 'USD').movies({ search }, [], asked);
        expect({ uuids: items.map((item) => item.uuid), totalItems }).toEqual({
          uuids: expected.slice(start, start + asked.perPage).map((draft) => draft.uuid),
          totalItems: expected.length,
        });
      }
    }
  }

  /** The rule, word by word and film by film. */
  function found(films: readonly MovieDraft[], text: string): readonly MovieDraft[] {
    if (text.trim() === '') return films.toReversed();
    const vocabulary = films.flatMap((film) => indexedWords(textsOf(film)));
    const corrections: Corrections = new Map(
      searchedWords(text)
        .filter((one) => !vocabulary.some((known) => known.startsWith(one)))
        .map((one) => [one, nearestWords(one, vocabulary)]),
    );
    const { words, titles } = searchFor(text, corrections);
    const has = (known: readonly string[]) => words.length > 0 && words.every((one) => known.some(isMeantBy(one)));
    const rank = ({ name }: MovieDraft) => (titles.includes(searchable(name)) ? 0 : has(indexedWords(name)) ? 1 : 2);
    return films
      .filter((one) => has(indexedWords(textsOf(one))))
      .toReversed()
      .toSorted((one, other) => rank(one) - rank(other));
  }

  function isMeantBy(sought: SoughtWord): (known: string) => boolean {
    return (known) => ('beginning' in sought ? known.startsWith(sought.beginning) : sought.oneOf.includes(known));
  }
});
