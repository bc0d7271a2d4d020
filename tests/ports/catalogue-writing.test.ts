import type { MovieReference, Transaction } from '@online-cinema/application/ports';
import { type Movie, MovieAlreadyExists, type MovieDetails, type MovieFacts } from '@online-cinema/domain/catalogue';
import { Cart } from '@online-cinema/domain/ordering';
import { later, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { openStore, STORES, type Store } from '../support/database.ts';
import { anOrderDraft, aUserDraft, NOW, usd } from '../support/drafts.ts';

/** A film of which everything is known. */
const HEAT: { readonly [Fact in Exclude<keyof MovieFacts, 'year'>]: NonNullable<MovieFacts[Fact]> } = {
  name: 'Heat',
  date: '1995-12-15',
  time: 170,
  score: 87.5,
  imdb: 8.3,
  votes: 700_000,
  metaScore: 76,
  overview: 'A thief and a detective.',
  description: 'Los Angeles: a coffee, and a bank.',
  status: 'Released',
  budget: 60_000_000,
  revenue: 187_436_818.5,
  gross: 67_436_818,
  price: usd(999),
  genres: ['Crime', 'Action', 'Drama'],
  directors: ['Michael Mann', 'Another Director'],
  languages: ['English', 'Spanish'],
  cast: [
    { name: 'Robert De Niro', character: 'Neil McCauley', isStar: true },
    { name: 'Al Pacino', character: 'Vincent Hanna', isStar: true },
    { name: 'Amy Brenneman', character: null, isStar: false },
  ],
  country: { code: 'US', name: 'United States' },
  certification: 'R',
};
const NOBODY = { inCarts: false, inPendingOrders: false, purchased: false };

describe.each(STORES)('the movies of a catalogue %s', (name) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(() => store.empty());
  afterAll(() => store.stop());

  const run = <T>(work: (transaction: Transaction) => Promise<T>) => store.unitOfWork.run(work);
  const add = (facts: Partial<MovieFacts>) => run(({ movies }) => movies.add(aFilm(facts)));
  const find = (movie: MovieReference) => run(({ movies }) => movies.findForUpdate(movie));

  async function change({ id }: Movie, details: MovieDetails): Promise<void> {
    await run(async ({ movies }) => {
      const movie = await movies.findForUpdate({ id });
      movie?.change(details, later(NOW, minutes(1)));
      if (movie) await movies.save(movie);
    });
  }

  describe('when one is added', () => {
    it('give it back with everything that is known of it, by id and by uuid in any case', async () => {
      const draft = aFilm(HEAT);
      const { id, state } = await run(({ movies }) => movies.add(draft));

      expect(state).toEqual({ ...draft, id });
      expect((await find({ id }))?.state).toEqual(state);
      expect((await find({ uuid: draft.uuid.toUpperCase() }))?.state).toEqual(state);
    });

    it('give it back where nothing is known but a name and a year', async () => {
      const draft = aFilm({ name: 'Éloge', date: null, year: 2001 });
      const { id } = await run(({ movies }) => movies.add(draft));

      expect((await find({ id }))?.state).toEqual({ ...draft, id });
    });

    it('name everything as the catalogue names it already', async () => {
      await add({ ...HEAT, name: 'First' });
      const second = await add({
        name: 'Second',
        genres: ['DRAMA', 'Heist'],
        directors: ['michael mann'],
        languages: ['english'],
        cast: [{ name: 'AL PACINO', character: null, isStar: false }],
        country: { code: 'US', name: 'USA' },
        certification: 'r',
      });

      expect((await find(second))?.state).toMatchObject({
        genres: ['Drama', 'Heist'],
        directors: ['Michael Mann'],
        languages: ['English'],
        cast: [{ name: 'Al Pacino', character: null, isStar: false }],
        country: { code: 'US', name: 'United States' },
        certification: 'R',
      });
    });

    it.each<[string, Partial<MovieFacts>]>([
      ['of one name and date', { name: ' hEAT', date: '1995-12-15' }],
      ['without a date, of one name, year and time', { name: 'Ran', date: null, year: 1985, time: 162 }],
      ['without a date, of one name and year, of unknown time', { name: 'Éloge', date: null, year: 2001 }],
    ])('refuse a second one %s', async (_, facts) => {
      await add({ name: 'Heat', date: '1995-12-15' });
      await add({ name: 'Ran', date: null, year: 1985, time: 162 });
      await add({ name: 'Éloge', date: null, year: 2001 });

      await expect(add({ ...facts, genres: ['Never'] })).rejects.toThrow(new MovieAlreadyExists(aFilm(facts)));
    });

    it('tell films of one name apart by date, year and time', async () => {
      const undated = { name: 'Heat', date: null, year: 1995 };
      await add({ name: 'Heat', date: '1995-12-15' });
      await add({ name: 'Heat', date: '1986-11-14' });
      await add(undated);
      await add({ ...undated, time: 170 });
      await expect(add({ ...undated, year: 1996 })).resolves.toBeDefined();
    });
  });

  describe('when one is changed', () => {
    it('know everything that was stated, and all else as it was', async () => {
      const heat = await add(HEAT);
      const details: MovieDetails = {
        name: 'Heat 2',
        date: '2027-01-01',
        price: null,
        status: 'In Production',
        genres: ['Drama', 'Heist', 'Crime'],
        directors: [],
        actors: ['Al Pacino', 'Val Kilmer'],
        stars: ['Val Kilmer'],
        country: 'fra',
        certification: null,
      };
      await change(heat, details);

      expect((await find(heat))?.state).toEqual({
        ...heat.state,
        ...{ name: 'Heat 2', date: '2027-01-01', year: 2027, price: null, status: 'In Production' },
        ...{ genres: ['Drama', 'Heist', 'Crime'], directors: [], certification: null },
        cast: [
          { name: 'Al Pacino', character: 'Vincent Hanna', isStar: false },
          { name: 'Val Kilmer', character: null, isStar: true },
        ],
        country: { code: 'FR', name: 'France' },
        updatedAt: later(NOW, minutes(1)),
      });
    });

    it('can forget everything that need not be known', async () => {
      const heat = await add(HEAT);
      const nothing = { ...aFilm({ name: 'Heat', date: null, year: 1995 }) };
      const { createdAt, updatedAt, uuid, year, cast, country, ...unknown } = nothing;
      await change(heat, { ...unknown, actors: [], stars: [], country: null });

      const { id, state } = heat;
      const expected = { ...nothing, id, uuid: state.uuid, createdAt: state.createdAt };
      expect((await find(heat))?.state).toEqual({ ...expected, updatedAt: later(NOW, minutes(1)) });
    });

    it('leave the others alone', async () => {
      const [heat, alien] = [await add(HEAT), await add({ ...HEAT, name: 'Alien' })];
      await change(heat, { genres: ['Other'], directors: [], languages: [], actors: [], stars: [], country: null });

      expect((await find(alien))?.state).toEqual(alien.state);
    });

    it('let it be written in another case, but not become another film', async () => {
      const heat = await add({ name: 'Heat', date: '1995-12-15' });
      await add({ name: 'Alien', date: '1995-12-15' });
      await add({ name: 'Heat', date: null, year: 1995 });
      await change(heat, { name: 'HEAT' });

      await expect(change(heat, { name: ' ALIEN' })).rejects.toBeInstanceOf(MovieAlreadyExists);
      await expect(change(heat, { date: null })).rejects.toBeInstanceOf(MovieAlreadyExists);
      expect((await find(heat))?.state).toMatchObject({ name: 'HEAT', date: '1995-12-15' });
    });
  });

  describe('when one is looked for', () => {
    it.each<[string, MovieReference]>([
      ['the id 0', { id: 0 }],
      ['an id below', { id: -1 }],
      ['an id that none has', { id: 2_000_000_000 }],
      ['an id beyond all', { id: 99_999_999_999 }],
      ['a uuid that none has', { uuid: '99999999-0000-4000-8000-000000000000' }],
      ['no uuid at all', { uuid: 'heat' }],
    ])('find none by %s', async (_, reference) => {
      await add(HEAT);
      expect(await find(reference)).toBeUndefined();
      expect(await run(({ movies }) => movies.findId(reference))).toBeUndefined();
    });

    it('give its id alone as well', async () => {
      const { id, state } = await add(HEAT);
      expect(await run(({ movies }) => movies.findId({ id }))).toBe(id);
      expect(await run(({ movies }) => movies.findId({ uuid: state.uuid.toUpperCase() }))).toBe(id);
    });
  });

  describe('when one is to go', () => {
    let heat: Movie;
    let userId: number;
    beforeEach(async () => {
      heat = await add(HEAT);
      userId = (await run(({ users }) => users.add(aUserDraft()))).id;
    });

    const holders = () => run(({ movies }) => movies.holdersOf(heat.id));
    const offer = () => ({ movie: { ...heat.state }, price: heat.state.price });
    const order = (status: 'pending' | 'paid' | 'cancelled') =>
      run(({ orders }) => orders.add(anOrderDraft(userId, [offer()], { status })));

    it('say that nobody would miss it', async () => {
      const other = await add({ name: 'Alien' });
      await run(({ purchases }) => purchases.grant([{ userId, movieId: other.id, purchasedAt: NOW }]));
      expect(await holders()).toEqual(NOBODY);
    });

    it('say whether it is in a cart', async () => {
      await run(async ({ carts }) => {
        const cart = await carts.findForUpdate(userId);
        await carts.save(Cart.restore({ ...cart.state, items: [{ movieId: heat.id, addedAt: NOW }] }));
      });
      expect(await holders()).toEqual({ ...NOBODY, inCarts: true });
    });

    it('say whether it is in a pending order, and do not mind what is paid or cancelled', async () => {
      await order('paid');
      await order('cancelled');
      expect(await holders()).toEqual(NOBODY);
      await order('pending');
      expect(await holders()).toEqual({ ...NOBODY, inPendingOrders: true });
    });

    it('say whether anybody purchased it', async () => {
      await run(({ purchases }) => purchases.grant([{ userId, movieId: heat.id, purchasedAt: NOW }]));
      expect(await holders()).toEqual({ ...NOBODY, purchased: true });
    });

    it('are without it afterwards, and could take it again', async () => {
      await run(({ movies }) => movies.delete(heat.id));

      expect(await find(heat)).toBeUndefined();
      expect(await run(({ movies }) => movies.findId(heat))).toBeUndefined();
      expect(await run(({ offers }) => offers.find(heat))).toBeUndefined();
      expect((await add(HEAT)).id).toBeGreaterThan(heat.id);
    });

    it('leave its name and its uuid to the orders that it was in', async () => {
      const { id } = await order('cancelled');
      await run(({ movies }) => movies.delete(heat.id));

      const found = await run(({ orders }) => orders.findForUpdate(id));
      expect(found?.state.items).toMatchObject([
        { movie: { id: null, uuid: heat.state.uuid, name: 'Heat' }, priceAtOrder: usd(999) },
      ]);
    });
  });
});
