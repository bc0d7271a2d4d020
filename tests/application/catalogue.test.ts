import { setImmediate } from 'node:timers/promises';
import { FixedClock, InMemoryUnitOfWork, SequentialSecrets } from '@online-cinema/adapters/in-memory';
import {
  ImportDemoCatalogue,
  ImportMovies,
  type ImportReport,
  PreviewImport,
} from '@online-cinema/application/catalogue';
import type { MovieRow, MovieSource, RejectedRow, UnitOfWork } from '@online-cinema/application/ports';
import { beforeEach, describe, expect, it } from 'vitest';
import { filmFacts } from '../support/a-film.ts';

let clock: FixedClock;
let unitOfWork: InMemoryUnitOfWork;

beforeEach(() => {
  clock = new FixedClock();
  unitOfWork = new InMemoryUnitOfWork(clock);
});

const importMovies = (through: UnitOfWork = unitOfWork) => new ImportMovies(through, new SequentialSecrets(), clock);
const previewImport = () => new PreviewImport(unitOfWork, new SequentialSecrets(), clock);
const importDemo = (through: UnitOfWork = unitOfWork) => new ImportDemoCatalogue(through, importMovies(through), clock);
const names = () => unitOfWork.tables.movies.all().map(({ name }) => name);

function film(name: string, line = 1): MovieRow {
  return { line, facts: filmFacts({ name }) };
}

function films(count: number): MovieRow[] {
  return Array.from({ length: count }, (_, index) => film(`Film ${index}`, index + 1));
}

async function* streamOf(rows: readonly MovieRow[]): AsyncGenerator<MovieRow> {
  yield* rows;
}

/** A source that counts how often it is read. */
class CountedSource implements MovieSource {
  readonly name = 'counted';
  readonly size: number;
  readonly position = 0;
  readonly #rows: readonly MovieRow[];
  readings = 0;

  constructor(count: number) {
    this.#rows = films(count);
    this.size = count;
  }

  rows(): AsyncIterable<MovieRow> {
    this.readings += 1;
    return streamOf(this.#rows);
  }
}

/** A unit of work that works `times` times and then fails for good, as a killed process does. */
function killedAfter(times: number): UnitOfWork {
  let left = times;
  return {
    run: async (work) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return unitOfWork.run(work);
    },
  };
}

describe('importing movies', () => {
  it('adds every film, in transactions of at most a hundred, and tells how far it is', async () => {
    const progress: ImportReport[] = [];
    const report = await importMovies().execute({
      rows: streamOf(films(250)),
      onProgress: (now) => progress.push(now),
    });

    expect(report).toEqual({ read: 250, added: 250, existing: 0, rejected: 0 });
    expect(progress.map(({ read }) => read)).toEqual([100, 200, 250]);
    expect(new Set(names()).size).toBe(250);
  });

  it('leaves alone what is there already, from an earlier import or an earlier row', async () => {
    await importMovies().execute({ rows: streamOf(films(2)) });
    const report = await importMovies().execute({ rows: streamOf([...films(3), film('film 2', 4)]) });
    expect(report).toEqual({ read: 4, added: 1, existing: 3, rejected: 0 });
    expect(names()).toEqual(['Film 0', 'Film 1', 'Film 2']);
  });

  it('rejects bad rows with line and reason, and loses no other', async () => {
    const rejected: RejectedRow[] = [];
    const bad: MovieRow = { line: 3, facts: filmFacts({ name: '', imdb: 11 }) };
    const rows = streamOf([film('One', 1), { line: 2, fault: 'no film' }, bad, film('Two', 4)]);
    const report = await importMovies().execute({ rows, onRejected: (row) => void rejected.push(row) });

    expect(report).toEqual({ read: 4, added: 2, existing: 0, rejected: 2 });
    expect(rejected).toMatchObject([{ line: 2, reason: 'no film' }, { line: 3 }]);
    expect(rejected[1]?.reason).toMatch(/name: .*; imdb: /);
    expect(names()).toEqual(['One', 'Two']);
  });

  it('tells how far it is also where every row is rejected, and waits until each has been kept', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => ({ line: index + 1, fault: 'no film', raw: ['?'] }));
    const progress: number[] = [];
    const kept: RejectedRow[] = [];
    let isKeeping = false;
    const report = await importMovies().execute({
      rows: streamOf(rows),
      onProgress: ({ rejected }) => progress.push(rejected),
      onRejected: async (row) => {
        expect(isKeeping).toBe(false);
        isKeeping = true;
        await clock.wait(0);
        isKeeping = false;
        kept.push(row);
      },
    });
    expect(report).toEqual({ read: 150, added: 0, existing: 0, rejected: 150 });
    expect(progress).toEqual([100, 150]);
    expect(kept).toHaveLength(150);
    expect(kept[0]).toEqual({ line: 1, reason: 'no film', raw: ['?'] });
  });

  it('takes as many rows at a time as it is told', async () => {
    const progress: number[] = [];
    await new ImportMovies(unitOfWork, new SequentialSecrets(), clock, 40).execute({
      rows: streamOf(films(100)),
      onProgress: ({ read }) => progress.push(read),
    });
    expect(progress).toEqual([40, 80, 100]);
  });

  it.each([
    { batchSize: 300, before: 'reads the next', read: 600 },
    { batchSize: 100, before: 'reads no other', read: 100 },
  ])('$before row while $batchSize are stored', async ({ batchSize, read }) => {
    let given = 0;
    const rows = async function* () {
      for (const row of films(900)) {
        given += 1;
        yield row;
      }
    };
    const givenByThen = Promise.withResolvers<number>();
    const slow: UnitOfWork = {
      run: async (work) => {
        for (let turns = 0; turns < 100 && given < read; turns += 1) await setImmediate();
        await setImmediate();
        givenByThen.resolve(given);
        return unitOfWork.run(work);
      },
    };
    const report = await new ImportMovies(slow, new SequentialSecrets(), clock, batchSize).execute({ rows: rows() });
    expect(await givenByThen.promise).toBe(read);
    expect(report).toMatchObject({ read: 900, added: 900 });
  });

  it('stores what was read before the source fails, and then tells why it did', async () => {
    const rows = async function* () {
      yield* films(310);
      throw new Error('unreadable');
    };
    const progress: number[] = [];
    const importing = new ImportMovies(unitOfWork, new SequentialSecrets(), clock, 300).execute({
      rows: rows(),
      onProgress: ({ read }) => progress.push(read),
    });
    await expect(importing).rejects.toThrow('unreadable');
    expect(progress).toEqual([300]);
    expect(names()).toHaveLength(300);
  });

  it('lets go of the source where films cannot be stored', async () => {
    let isOpen = true;
    const rows = async function* () {
      try {
        yield* films(900);
      } finally {
        isOpen = false;
      }
    };
    const importing = new ImportMovies(killedAfter(1), new SequentialSecrets(), clock, 300).execute({ rows: rows() });
    await expect(importing).rejects.toThrow('killed');
    expect(isOpen).toBe(false);
    expect(names()).toHaveLength(300);
  });

  it('takes a source without rows', async () => {
    const report = await importMovies().execute({ rows: streamOf([]) });
    expect(report).toEqual({ read: 0, added: 0, existing: 0, rejected: 0 });
  });
});

describe('the preview of an import', () => {
  const rows = [...films(250), { line: 251, fault: 'no film' }, film('FILM 0', 252), film('Heat', 253)];

  it('tells what the import then does, and writes nothing', async () => {
    await importMovies().execute({ rows: streamOf([film('heat'), film('Alien')]) });
    const rejected: RejectedRow[] = [];
    const report = await previewImport().execute({
      rows: streamOf(rows),
      onRejected: (row) => void rejected.push(row),
    });

    expect(report).toEqual({ read: 253, added: 250, existing: 2, rejected: 1 });
    expect(rejected).toEqual([{ line: 251, reason: 'no film' }]);
    expect(names()).toEqual(['heat', 'Alien']);
    expect(await importMovies().execute({ rows: streamOf(rows) })).toEqual(report);
    expect(await previewImport().execute({ rows: streamOf(rows) })).toMatchObject({ added: 0, existing: 252 });
  });

  it('counts films that stand twice once, also far apart and where the catalogue is empty', async () => {
    const twice = [...films(150), ...films(150)];
    expect(await previewImport().execute({ rows: streamOf(twice) })).toMatchObject({ added: 150, existing: 150 });
  });
});

describe('importing the demo catalogue', () => {
  it('fills an empty catalogue once and never looks at the source again', async () => {
    const source = new CountedSource(150);
    expect(await importDemo().execute(source)).toMatchObject({ added: 150 });
    expect(await importDemo().execute(source)).toBeUndefined();
    expect(source.readings).toBe(1);
  });

  it('adds nothing to a catalogue of the operator’s own', async () => {
    await importMovies().execute({ rows: streamOf([film('My film')]) });
    const source = new CountedSource(150);
    expect(await importDemo().execute(source)).toBeUndefined();
    expect(source.readings).toBe(0);
    expect(names()).toEqual(['My film']);
  });

  it('does not come back after the operator has deleted every film', async () => {
    const source = new CountedSource(1);
    await importDemo().execute(source);
    for (const { id } of unitOfWork.tables.movies.all()) unitOfWork.tables.movies.delete(id);
    expect(await importDemo().execute(source)).toBeUndefined();
  });

  it.each([0, 1, 2, 3, 4])(
    'ends with the very same films when it is cut short after %i transactions',
    async (times) => {
      const source = new CountedSource(250);
      await expect(importDemo(killedAfter(times)).execute(source)).rejects.toThrow('killed');
      await importDemo().execute(source);

      expect(names()).toEqual(films(250).map((_, index) => `Film ${index}`));
      expect(await importDemo().execute(source)).toBeUndefined();
    },
  );
});
