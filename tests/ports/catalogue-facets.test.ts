import type { Transaction } from '@online-cinema/application/ports';
import {
  FACET_KINDS,
  Facet,
  FacetAlreadyExists,
  type FacetDetails,
  type FacetKind,
  type Movie,
  type MovieFacts,
} from '@online-cinema/domain/catalogue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { openStore, STORES, type Store } from '../support/database.ts';

const France = { code: 'FR', name: 'France' };

/** The facts of a film that names one facet of a kind by this name, among others where there may be others. */
function naming(kind: FacetKind, name: string): Partial<MovieFacts> {
  const member = { character: 'Someone', isStar: true };
  const naming: Record<FacetKind, Partial<MovieFacts>> = {
    genre: { genres: ['Before', name, 'After'] },
    actor: { cast: ['Before', name, 'After'].map((actor) => ({ ...member, name: actor })) },
    director: { directors: ['Before', name, 'After'] },
    language: { languages: ['Before', name, 'After'] },
    certification: { certification: name },
    country: { country: { ...France, name } },
  };
  return naming[kind];
}

/** What of a film names facets of a kind. */
function named(kind: FacetKind, { state }: Movie): unknown {
  const names: Record<FacetKind, unknown> = {
    genre: state.genres,
    actor: state.cast.map(({ name }) => name),
    director: state.directors,
    language: state.languages,
    certification: state.certification,
    country: state.country,
  };
  return names[kind];
}

describe.each(STORES)('what movies name %s', (name) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(() => store.empty());
  afterAll(() => store.stop());

  const run = <T>(work: (transaction: Transaction) => Promise<T>) => store.unitOfWork.run(work);
  const add = (kind: FacetKind, details: FacetDetails) =>
    run(({ facets }) => facets.add(Facet.describe(kind, kind === 'country' ? { code: 'FR', ...details } : details)));
  const find = (kind: FacetKind, id: number) => run(({ facets }) => facets.findForUpdate(kind, id));
  const addMovie = (facts: Partial<MovieFacts>) => run(({ movies }) => movies.add(aFilm(facts)));
  const findMovie = async ({ id }: Movie) => {
    const movie = await run(({ movies }) => movies.findForUpdate({ id }));
    if (!movie) throw new Error('The movie is gone');
    return movie;
  };
  const change = (facet: Facet, details: FacetDetails) =>
    run(async ({ facets }) => {
      const { kind, id } = facet.state;
      const found = await facets.findForUpdate(kind, id);
      found?.change(details);
      if (found) await facets.save(found);
    });

  describe.each(FACET_KINDS)('is a %s, which', (kind) => {
    const asNamed = (facetName: string) => {
      if (kind === 'certification') return facetName;
      return kind === 'country' ? { ...France, name: facetName } : ['Before', facetName, 'After'];
    };

    it('is given back as it was added', async () => {
      const facet = await add(kind, { name: 'Éloge' });

      expect(facet.state).toEqual({
        kind,
        id: expect.any(Number),
        name: 'Éloge',
        code: kind === 'country' ? 'FR' : null,
      });
      expect((await find(kind, facet.state.id))?.state).toEqual(facet.state);
    });

    it('is there once, whatever the case', async () => {
      await add(kind, { name: 'Éloge' });

      await expect(add(kind, { name: ' éLOGE' })).rejects.toBeInstanceOf(FacetAlreadyExists);
    });

    it('is named by movies as a moderator named it', async () => {
      await add(kind, { name: 'Éloge' });
      const movie = await addMovie(naming(kind, 'ÉLOGE'));

      expect(named(kind, await findMovie(movie))).toEqual(asNamed('Éloge'));
    });

    it('is named likewise by movies of an import, and created where it is unknown', async () => {
      await add(kind, { name: 'Éloge' });
      const films = ['ÉLOGE', 'éloge'].map((facetName, index) =>
        aFilm({ name: `${index}`, ...naming(kind, facetName) }),
      );
      await run(({ movies }) => movies.addAll(films));

      for (const film of films) {
        const movie = await run(({ movies }) => movies.findForUpdate(film));
        expect(movie && named(kind, movie)).toEqual(asNamed('Éloge'));
      }
      if (kind !== 'certification' && kind !== 'country') {
        await expect(add(kind, { name: 'BEFORE' })).rejects.toBeInstanceOf(FacetAlreadyExists);
      }
    });

    it('may be a name of another kind as well', async () => {
      for (const other of FACET_KINDS) await add(other, { name: 'Paris' });

      await expect(add(kind, { name: 'Paris' })).rejects.toBeInstanceOf(FacetAlreadyExists);
    });

    it('is renamed in all of its movies', async () => {
      const facet = await add(kind, { name: 'Éloge' });
      const movies = [
        await addMovie({ name: '1', ...naming(kind, 'Éloge') }),
        await addMovie({ name: '2', ...naming(kind, 'éloge') }),
      ];
      const other = await addMovie({ name: 'Éloge' });
      await change(facet, { name: 'Praise' });

      for (const movie of movies) expect(named(kind, await findMovie(movie))).toEqual(asNamed('Praise'));
      expect((await find(kind, facet.state.id))?.state).toEqual({ ...facet.state, name: 'Praise' });
      expect((await findMovie(other)).state).toEqual(other.state);
    });

    it('may be written in another case, but not like another one', async () => {
      const facet = await add(kind, { name: 'Éloge' });
      await add(kind, kind === 'country' ? { name: 'Praise', code: 'DE' } : { name: 'Praise' });
      await change(facet, { name: 'ÉLOGE' });

      await expect(change(facet, { name: 'PRAISE' })).rejects.toBeInstanceOf(FacetAlreadyExists);
      expect((await find(kind, facet.state.id))?.state).toMatchObject({ name: 'ÉLOGE' });
    });

    it('is renamed where no movie names it', async () => {
      const facet = await add(kind, { name: 'Éloge' });
      await change(facet, { name: 'Praise' });

      expect((await find(kind, facet.state.id))?.state).toMatchObject({ name: 'Praise' });
    });

    it('is missed by no movie once it is deleted', async () => {
      const facet = await add(kind, { name: 'Éloge' });
      const movie = await addMovie(naming(kind, 'Éloge'));
      await run(({ facets }) => facets.delete(kind, facet.state.id));

      expect(await find(kind, facet.state.id)).toBeUndefined();
      const without = kind === 'certification' || kind === 'country' ? null : ['Before', 'After'];
      expect(named(kind, await findMovie(movie))).toEqual(without);
      expect((await findMovie(movie)).state.updatedAt).toEqual(movie.state.updatedAt);
      await expect(add(kind, { name: 'Éloge' })).resolves.toBeInstanceOf(Facet);
    });

    it.each([0, -1, 2_000_000_000, 99_999_999_999])('is not found by the id %d', async (id) => {
      await add(kind, { name: 'Éloge' });
      expect(await find(kind, id)).toBeUndefined();
    });
  });

  it('is a country once by its code, whatever it is called', async () => {
    const facet = await add('country', { code: 'fra' });
    const germany = await add('country', { code: 'DE' });

    expect(facet.state).toMatchObject(France);
    await expect(add('country', { code: 'FR', name: 'Gaul' })).rejects.toBeInstanceOf(FacetAlreadyExists);
    await expect(change(germany, { code: 'FR', name: 'Gaul' })).rejects.toBeInstanceOf(FacetAlreadyExists);
    await change(facet, { name: 'Gaul' });
    const movie = await addMovie({ country: France });
    expect(movie.state.country).toEqual({ code: 'FR', name: 'Gaul' });
  });

  it('is a country in its movies also by another code', async () => {
    const facet = await add('country', { code: 'SU' });
    const movie = await addMovie({ country: { code: 'SU', name: 'Soviet Union' } });
    await change(facet, { code: 'RU', name: 'Russia' });

    expect((await findMovie(movie)).state.country).toEqual({ code: 'RU', name: 'Russia' });
  });

  it('is left as it was if the transaction fails', async () => {
    const facet = await add('actor', { name: 'Éloge' });
    const movie = await addMovie(naming('actor', 'Éloge'));
    const failing = run(async ({ facets }) => {
      await facets.delete('actor', facet.state.id);
      throw new Error('no');
    });

    await expect(failing).rejects.toThrow('no');
    expect((await findMovie(movie)).state).toEqual(movie.state);
  });
});
