import type { Transaction } from '@online-cinema/application/ports';
import { FacetAlreadyExists, type Movie, MovieAlreadyExists, type MovieFacts } from '@online-cinema/domain/catalogue';
import { Cart } from '@online-cinema/domain/ordering';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';
import { anOrderDraft, aUserDraft, NOW, usd } from '../support/drafts.ts';
import { hasWaiting } from '../support/postgres.ts';
import { eventually } from '../support/running-cinema.ts';

type Work<T> = (transaction: Transaction) => Promise<T>;
type HoldingWork<T> = (transaction: Transaction, hold: () => Promise<void>) => Promise<T>;

describe.each(DATABASES)('the catalogue, written by two at once on %s', (name) => {
  let store: DatabaseStore;
  let heat: Movie;
  let userId: number;
  beforeAll(async () => {
    store = await openDatabaseStore(name);
  });
  beforeEach(async () => {
    await store.empty();
    heat = await add({ name: 'Heat', genres: ['Crime'], price: usd(999) });
    userId = (await run(({ users }) => users.add(aUserDraft()))).id;
  });
  afterAll(() => store.stop());

  const run = <T>(work: Work<T>) => store.unitOfWork.run(work);
  const add = (facts: Partial<MovieFacts>) => run(({ movies }) => movies.add(aFilm(facts)));

  /** Begins the second while the first holds on in the middle, and lets both end once the second waits or is done. */
  async function overlapping<First, Second>(first: HoldingWork<First>, second: Work<Second>) {
    const isHeld = Promise.withResolvers<void>();
    const isReleased = Promise.withResolvers<void>();
    const one = run((transaction) =>
      first(transaction, () => {
        isHeld.resolve();
        return isReleased.promise;
      }),
    );
    await Promise.race([isHeld.promise, one]);
    let isDone = false;
    const two = run(second).finally(() => {
      isDone = true;
    });
    const both = Promise.allSettled([one, two]);
    // On SQLite the second does not even begin before the first has ended.
    if (name === 'PostgreSQL') {
      await eventually(async () => {
        if (!isDone && !(await hasWaiting(store.url))) throw new Error('The second neither waits nor is done');
      });
    }
    isReleased.resolve();
    return both;
  }

  const deleting: Work<unknown> = async ({ movies }) => {
    const movie = await movies.findForUpdate(heat);
    movie?.assertMayGo(await movies.holdersOf(heat.id));
    await movies.delete(heat.id);
  };
  const deletingSlowly: HoldingWork<unknown> = async (transaction, hold) => {
    await deleting(transaction);
    await hold();
  };

  it('has a movie once', async () => {
    const both = await Promise.allSettled([add({ name: 'Alien' }), add({ name: 'ALIEN' })]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(MovieAlreadyExists) });
  });

  it('has a facet once', async () => {
    const genre = { kind: 'genre', name: 'Heist', code: null } as const;
    const both = await Promise.allSettled([1, 2].map(() => run(({ facets }) => facets.add(genre))));

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(FacetAlreadyExists) });
  });

  it('has a movie once that an import brings as well', async () => {
    const [imported, added] = await Promise.allSettled([
      run(({ movies }) => movies.addAll([aFilm({ name: 'Alien' }), aFilm({ name: 'Ran' })])),
      add({ name: 'Alien' }),
    ]);

    const { value } = imported.status === 'fulfilled' ? imported : { value: undefined };
    expect(value).toEqual(added.status === 'fulfilled' ? { added: 1, existing: 1 } : { added: 2, existing: 0 });
  });

  it('keeps what either of two moderators changed in a movie', async () => {
    const both = await overlapping(
      async ({ movies }, hold) => {
        const movie = await movies.findForUpdate(heat);
        await hold();
        movie?.change({ genres: ['Drama'] }, NOW);
        if (movie) await movies.save(movie);
      },
      async ({ movies }) => {
        const movie = await movies.findForUpdate(heat);
        movie?.change({ time: 170 }, NOW);
        if (movie) await movies.save(movie);
      },
    );

    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const found = await run(({ movies }) => movies.findForUpdate(heat));
    expect(found?.state).toMatchObject({ genres: ['Drama'], time: 170 });
  });

  it('offers no movie that somebody is deleting', async () => {
    const [, offered] = await overlapping(deletingSlowly, async ({ carts, offers }) => {
      await carts.findForUpdate(userId);
      return [await offers.find(heat), await offers.findAll([heat.id])];
    });

    expect(offered).toEqual({ status: 'fulfilled', value: [undefined, []] });
  });

  it('lets nobody say anything of a movie that somebody is deleting', async () => {
    const [, found] = await overlapping(deletingSlowly, ({ movies }) => movies.findId(heat));

    expect(found).toEqual({ status: 'fulfilled', value: undefined });
  });

  it('does not delete a movie that is just put into a cart', async () => {
    const [put, deleted] = await overlapping(async ({ carts, offers }, hold) => {
      const cart = await carts.findForUpdate(userId);
      await offers.find(heat);
      await hold();
      await carts.save(Cart.restore({ ...cart.state, items: [{ movieId: heat.id, addedAt: NOW }] }));
    }, deleting);

    expect(put.status).toBe('fulfilled');
    expect(deleted).toMatchObject({ reason: { message: "Movie is in users' carts and cannot be deleted." } });
  });

  it('does not delete a movie that is just ordered', async () => {
    const [ordered, deleted] = await overlapping(async ({ offers, orders }, hold) => {
      const found = await offers.findAll([heat.id]);
      await hold();
      await orders.add(anOrderDraft(userId, found));
    }, deleting);

    expect(ordered.status).toBe('fulfilled');
    expect(deleted).toMatchObject({ reason: { message: 'Movie is in pending orders and cannot be deleted.' } });
  });

  it('deletes a movie with what is just said of it', async () => {
    const both = await overlapping(async ({ movies, reactions }, hold) => {
      const movieId = (await movies.findId(heat)) ?? 0;
      await hold();
      await reactions.set({ userId, movieId, value: 'like', now: NOW });
    }, deleting);

    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await run(({ movies }) => movies.findId(heat))).toBeUndefined();
  });

  it('lets many hold one movie at once', async () => {
    const others = await Promise.all(
      [1, 2, 3].map((n) => run(({ users }) => users.add(aUserDraft(`${n}@cinema.example`)))),
    );
    const orders = await Promise.all(
      others.map(({ id }) =>
        run(async ({ offers, orders: placed }) => placed.add(anOrderDraft(id, await offers.findAll([heat.id])))),
      ),
    );
    expect(orders).toHaveLength(3);
  });
});
