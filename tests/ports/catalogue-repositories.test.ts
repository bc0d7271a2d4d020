import type { MovieRepository, OfferRepository } from '@online-cinema/application/ports';
import type { MovieDraft } from '@online-cinema/domain/catalogue';
import { Money } from '@online-cinema/domain/shared';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { openStore, STORES, type Store } from '../support/database.ts';

describe.each(STORES)('movies and offers %s', (name) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterEach(() => store.empty());
  afterAll(() => store.stop());

  const movies = <T>(work: (movies: MovieRepository) => Promise<T>) => store.unitOfWork.run((all) => work(all.movies));
  const offers = <T>(work: (offers: OfferRepository) => Promise<T>) => store.unitOfWork.run((all) => work(all.offers));
  const add = (...films: MovieDraft[]) => movies((repository) => repository.addAll(films));

  async function idOf({ uuid }: MovieDraft): Promise<number> {
    const offer = await offers((repository) => repository.find({ uuid }));
    if (!offer) throw new Error('The film was not added');
    return offer.movie.id;
  }

  describe('adding films', () => {
    it('counts what is new and what was there, also within a batch', async () => {
      expect(await add(aFilm({ name: 'Heat' }), aFilm({ name: 'Alien' }), aFilm({ name: 'HEAT' }))).toEqual({
        added: 2,
        existing: 1,
      });
      expect(await add(aFilm({ name: ' alien' }), aFilm({ name: 'Ran' }))).toEqual({ added: 1, existing: 1 });
    });

    it('leaves a film alone that is there already', async () => {
      const first = aFilm({ name: 'Heat', price: Money.of(999, 'USD') });
      await add(first);
      const again = aFilm({ name: 'heat', price: Money.of(1, 'USD') });
      await add(again);

      expect(await offers((repository) => repository.find(first))).toMatchObject({
        movie: { name: 'Heat' },
        price: { minor: 999 },
      });
      expect(await offers((repository) => repository.find(again))).toBeUndefined();
    });

    it('keeps the first of two in a batch', async () => {
      const [first, second] = [aFilm({ name: 'Heat' }), aFilm({ name: 'HEAT' })];
      await add(first, second);
      expect(await offers((repository) => repository.find(first))).toMatchObject({ movie: { name: 'Heat' } });
      expect(await offers((repository) => repository.find(second))).toBeUndefined();
    });

    it('tells films of one name apart by date, and undated ones by year and time', async () => {
      const undated = { name: 'Heat', date: null, year: 1995 };
      expect(
        await add(aFilm({ name: 'Heat', date: '1995-12-15' }), aFilm({ name: 'Heat', date: '1986-11-14' })),
      ).toEqual({ added: 2, existing: 0 });
      expect(await add(aFilm(undated), aFilm({ ...undated, time: 170 }), aFilm({ ...undated, year: 1996 }))).toEqual({
        added: 3,
        existing: 0,
      });
      expect(await add(aFilm(undated), aFilm({ ...undated, time: 170 }))).toEqual({ added: 0, existing: 2 });
    });

    it('gives ids in the order of the batch', async () => {
      const films = Array.from({ length: 120 }, (_, index) => aFilm({ name: `Film ${index}` }));
      await add(...films);
      const ids = await Promise.all(films.map(idOf));
      expect(ids).toEqual([...ids].sort((one, other) => one - other));
    });

    it('tells beforehand what would be added, and adds nothing', async () => {
      await add(aFilm({ name: 'Heat' }));
      const [alien, ran] = [aFilm({ name: 'Alien' }), aFilm({ name: 'Ran', date: null, year: 1985 })];
      const films = [alien, aFilm({ name: ' heat' }), ran, aFilm({ name: 'ALIEN' })];
      expect(await movies((repository) => repository.unknown(films))).toEqual([alien, ran]);
      expect(await movies((repository) => repository.unknown([]))).toEqual([]);
      expect(await add(...films)).toEqual({ added: 2, existing: 2 });
    });

    it('takes no film at all', async () => {
      expect(await add()).toEqual({ added: 0, existing: 0 });
    });

    it('knows whether there is any', async () => {
      expect(await movies((repository) => repository.any())).toBe(false);
      await add(aFilm());
      expect(await movies((repository) => repository.any())).toBe(true);
    });

    it('adds nothing if the transaction fails', async () => {
      const failing = movies(async (repository) => {
        await repository.addAll([aFilm({ genres: ['Unheard-of'] })]);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await movies((repository) => repository.any())).toBe(false);
    });
  });

  describe('offers', () => {
    const films = [aFilm({ name: 'Heat', price: Money.of(999, 'USD') }), aFilm({ name: 'Alien' })] as const;
    beforeEach(() => add(...films));

    it('are found by id and by uuid in any case', async () => {
      const [heat] = films;
      const id = await idOf(heat);
      const offer = { movie: { id, uuid: heat.uuid, name: 'Heat' }, price: Money.of(999, 'USD') };
      expect(await offers((repository) => repository.find({ id }))).toEqual(offer);
      expect(await offers((repository) => repository.find({ uuid: heat.uuid.toUpperCase() }))).toEqual(offer);
    });

    it('of a film that is not for sale have no price', async () => {
      expect(await offers((repository) => repository.find(films[1]))).toMatchObject({ price: null });
    });

    it.each([0, -1, 99_999_999_999, Number.MAX_SAFE_INTEGER])('are none for the id %d', async (id) => {
      expect(await offers((repository) => repository.find({ id }))).toBeUndefined();
      expect(await offers((repository) => repository.findAll([id]))).toEqual([]);
    });

    it('are none for a uuid that is not known', async () => {
      expect(await offers((repository) => repository.find({ uuid: 'no uuid' }))).toBeUndefined();
    });

    it('come in the order of the ids, without those that are gone', async () => {
      const [heat, alien] = [await idOf(films[0]), await idOf(films[1])];
      const found = await offers((repository) => repository.findAll([alien, 2_000_000_000, heat]));
      expect(found.map(({ movie }) => movie.name)).toEqual(['Alien', 'Heat']);
      expect(await offers((repository) => repository.findAll([]))).toEqual([]);
    });
  });

  it('keep one record of an import a source', async () => {
    const record = { source: 'films.csv', startedAt: new Date('2026-01-15T12:00:00.123Z'), finishedAt: null };
    expect(await movies((repository) => repository.findImport('films.csv'))).toBeUndefined();
    await movies((repository) => repository.saveImport(record));
    expect(await movies((repository) => repository.findImport('films.csv'))).toEqual(record);

    const finished = { ...record, finishedAt: new Date('2026-01-15T12:00:01.456Z') };
    await movies((repository) => repository.saveImport(finished));
    expect(await movies((repository) => repository.findImport('films.csv'))).toEqual(finished);
    expect(await movies((repository) => repository.findImport('other.csv'))).toBeUndefined();
  });

  it('take the same films from several at once, each film one time', async () => {
    const batch = () => Array.from({ length: 60 }, (_, index) => aFilm({ name: `Film ${index}`, genres: ['A', 'B'] }));
    const outcomes = await Promise.all([add(...batch()), add(...batch().reverse()), add(...batch())]);
    expect(outcomes.reduce((sum, { added }) => sum + added, 0)).toBe(60);
    expect(outcomes.reduce((sum, { existing }) => sum + existing, 0)).toBe(120);
  });
});
