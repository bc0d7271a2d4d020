import type { Transaction } from '@online-cinema/application/ports';
import type { MovieFacts } from '@online-cinema/domain/catalogue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { openStore, STORES, type Store } from '../support/database.ts';
import { aUserDraft, NOW } from '../support/drafts.ts';

const NOBODY = { purchases: 0, likes: 0, dislikes: 0, ratingCount: 0, ratingSum: 0 };

describe.each(STORES)('how popular movies are %s', (name) => {
  let store: Store;
  let ann: number;
  let bob: number;
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(async () => {
    await store.empty();
    ann = (await run(({ users }) => users.add(aUserDraft('ann@cinema.example')))).id;
    bob = (await run(({ users }) => users.add(aUserDraft('bob@cinema.example')))).id;
  });
  afterAll(() => store.stop());

  const run = <T>(work: (transaction: Transaction) => Promise<T>) => store.unitOfWork.run(work);
  const findAfter = (afterId = 0, limit = 100) => run(({ popularities }) => popularities.findAfter(afterId, limit));
  const save = (...popularities: readonly { movieId: number; popularity: number }[]) =>
    run((all) => all.popularities.save(popularities));
  const add = async (facts: Partial<MovieFacts>) => (await run(({ movies }) => movies.add(aFilm(facts)))).id;
  const like = (movieId: number) =>
    run(({ reactions }) => reactions.set({ userId: ann, movieId, value: 'like', now: NOW }));

  it('is asked of those alone that anybody cared about', async () => {
    const purchased = await add({ name: 'Purchased', date: '1999-03-31' });
    const liked = await add({ name: 'Liked', date: null, year: 1970 });
    const rated = await add({ name: 'Rated' });
    const disliked = await add({ name: 'Disliked' });
    await add({ name: 'Ignored' });
    await run(({ purchases }) => purchases.grant([{ userId: ann, movieId: purchased, purchasedAt: NOW }]));
    await like(liked);
    await run(({ ratings }) => ratings.set({ userId: ann, movieId: rated, value: 9, now: NOW }));
    await run(({ ratings }) => ratings.set({ userId: bob, movieId: rated, value: 2, now: NOW }));
    await run(({ reactions }) => reactions.set({ userId: bob, movieId: disliked, value: 'dislike', now: NOW }));

    const dated = { date: '1999-03-31', year: 1999, popularity: 0 };
    expect(await findAfter()).toEqual([
      { movieId: purchased, ...dated, interest: { ...NOBODY, purchases: 1 } },
      { movieId: liked, date: null, year: 1970, popularity: 0, interest: { ...NOBODY, likes: 1 } },
      { movieId: rated, ...dated, interest: { ...NOBODY, ratingCount: 2, ratingSum: 11 } },
      { movieId: disliked, ...dated, interest: { ...NOBODY, dislikes: 1 } },
    ]);
  });

  it('is asked part by part, each movie once', async () => {
    const ids = [await add({ name: '1' }), await add({ name: '2' }), await add({ name: '3' })];
    for (const id of ids) await like(id);
    const [first, second, third] = ids;

    expect((await findAfter(0, 2)).map(({ movieId }) => movieId)).toEqual([first, second]);
    expect((await findAfter(second, 2)).map(({ movieId }) => movieId)).toEqual([third]);
    expect(await findAfter(third, 2)).toEqual([]);
  });

  it('is kept of many at once, and asked again also where nobody cares any more', async () => {
    const ids = [await add({ name: '1' }), await add({ name: '2' }), await add({ name: '3' })];
    const [first = 0, second = 0, third = 0] = ids;
    await save({ movieId: third, popularity: 0.0625 }, { movieId: first, popularity: 12.5 });

    expect(await findAfter()).toMatchObject([
      { movieId: first, popularity: 12.5, interest: NOBODY },
      { movieId: third, popularity: 0.0625, interest: NOBODY },
    ]);
    await save({ movieId: first, popularity: 0 }, { movieId: second, popularity: 1 });
    expect((await findAfter()).map(({ movieId }) => movieId)).toEqual([second, third]);
  });

  it('is kept of thousands, and of none', async () => {
    await run(({ movies }) => movies.addAll(Array.from({ length: 1_200 }, (_, index) => aFilm({ name: `${index}` }))));
    const last = await add({ name: 'last' });
    const all = Array.from({ length: 1_200 }, (_, index) => ({ movieId: last - index, popularity: index + 1 }));
    await save(...all);
    await save();

    const found = await findAfter(0, 2_000);
    expect(found.map(({ movieId, popularity }) => ({ movieId, popularity }))).toEqual(all.toReversed());
  });

  it('goes with the movie', async () => {
    const [kept, deleted] = [await add({ name: '1' }), await add({ name: '2' })];
    await save({ movieId: kept, popularity: 1 }, { movieId: deleted, popularity: 2 });
    await run(({ movies }) => movies.delete(deleted));

    expect((await findAfter()).map(({ movieId }) => movieId)).toEqual([kept]);
  });
});
