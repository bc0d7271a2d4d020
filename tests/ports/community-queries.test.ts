import { MikroOrmCatalogueQueries, MikroOrmCommunityQueries } from '@online-cinema/adapters/mikro-orm';
import {
  DeleteComment,
  LikeComment,
  ReadNotifications,
  ReplyToComment,
  UnlikeComment,
  WriteComment,
} from '@online-cinema/application/community';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import { CommentNotFound } from '@online-cinema/domain/community';
import { Actor, later, minutes } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { countedReads } from '../support/counted-reads.ts';
import { DATABASES, type DatabaseStore, HUGE_PAGES, openDatabaseStore } from '../support/database.ts';
import { aProfileDraft, aUserDraft, NOW } from '../support/drafts.ts';

const TEN = { page: 1, perPage: 10 };
const UUID = 'abcdef00-0000-4000-8000-000000000001';

describe.each(DATABASES)('what is asked about the community on %s', (name) => {
  let store: DatabaseStore;
  let community: MikroOrmCommunityQueries;
  let catalogue: MikroOrmCatalogueQueries;
  let ann: Actor;
  let bob: Actor;
  let eve: Actor;
  let heat: number;
  let alien: number;

  beforeAll(async () => {
    store = await openDatabaseStore(name);
    community = new MikroOrmCommunityQueries(store.database);
    catalogue = new MikroOrmCatalogueQueries(store.database, 'USD');
  });
  beforeEach(async () => {
    await store.empty();
    const films = [{ ...aFilm({ name: 'Heat' }), uuid: UUID }, aFilm({ name: 'Alien' })] as const;
    await store.unitOfWork.run(async ({ users, movies, profiles }) => {
      ann = Actor.user((await users.add(aUserDraft('ann@cinema.example'))).id, 'user');
      bob = Actor.user((await users.add(aUserDraft('bob@cinema.example'))).id, 'user');
      eve = Actor.user((await users.add(aUserDraft('eve@cinema.example'))).id, 'user');
      await profiles.add(aProfileDraft(ann.userId));
      await profiles.add(aProfileDraft(bob.userId, { firstName: null, lastName: 'fox' }));
      heat = (await movies.add(films[0])).id;
      alien = (await movies.add(films[1])).id;
    });
  });
  afterAll(() => store.stop());

  const write = (actor: Actor, text: string, id = heat) =>
    new WriteComment(store.unitOfWork, store.clock).execute({ actor, movie: { id }, text });
  const reply = (actor: Actor, commentId: number, text: string) =>
    new ReplyToComment(store.unitOfWork, store.clock).execute({ actor, commentId, text });
  const like = (actor: Actor, commentId: number) =>
    new LikeComment(store.unitOfWork, store.clock).execute({ actor, commentId });
  const unlike = (actor: Actor, commentId: number) => new UnlikeComment(store.unitOfWork).execute({ actor, commentId });
  const remove = (actor: Actor, commentId: number) => new DeleteComment(store.unitOfWork).execute({ actor, commentId });
  const read = (actor: Actor, ids?: readonly number[]) =>
    new ReadNotifications(store.unitOfWork, store.clock).execute(ids ? { actor, ids } : { actor });
  const notifications = (actor: Actor, filter: { unread?: boolean } = {}, page = TEN) =>
    community.notifications(actor, filter, page);

  describe('comments', () => {
    it('come newest first, their replies oldest first, each by the name of its author', async () => {
      const first = await write(ann, 'First.');
      const second = await write(eve, 'Second.');
      const [yes, no] = [await reply(bob, first, 'Yes.'), await reply(ann, first, 'No.')];
      await write(bob, 'Elsewhere.', alien);

      const { items, totalItems } = await community.comments({ id: heat }, Actor.anyone, TEN);

      expect(totalItems).toBe(2);
      const common = { likes: 0, liked: null, createdAt: store.clock.now(), updatedAt: store.clock.now(), replies: [] };
      expect(items).toEqual([
        { ...common, id: second, author: { id: eve.userId, name: `User ${eve.userId}` }, text: 'Second.' },
        {
          ...common,
          id: first,
          author: { id: ann.userId, name: 'ann miller' },
          text: 'First.',
          replies: [
            { ...common, id: yes, author: { id: bob.userId, name: 'fox' }, text: 'Yes.' },
            { ...common, id: no, author: { id: ann.userId, name: 'ann miller' }, text: 'No.' },
          ],
        },
      ]);
    });

    it('say how many like them, and to whom is signed in whether they do', async () => {
      const comment = await write(ann, 'Great.');
      const answer = await reply(bob, comment, 'Indeed.');
      for (const actor of [ann, bob, eve]) await like(actor, comment);
      await like(eve, answer);
      await unlike(bob, comment);

      const likes = async (actor: Actor) => {
        const { items } = await community.comments({ id: heat }, actor, TEN);
        return items.flatMap((item) => [item, ...item.replies]).map((item) => [item.likes, item.liked]);
      };
      expect(await likes(Actor.anyone)).toEqual([
        [2, null],
        [1, null],
      ]);
      expect(await likes(ann)).toEqual([
        [2, true],
        [1, false],
      ]);
      expect(await likes(bob)).toEqual([
        [2, false],
        [1, false],
      ]);
    });

    it('are asked for by the uuid of their movie as well, in any case', async () => {
      await write(ann, 'Great.');

      expect((await community.comments({ uuid: UUID.toUpperCase() }, ann, TEN)).totalItems).toBe(1);
    });

    it('are none of a movie that nobody commented, and not to be asked of no movie', async () => {
      expect(await community.comments({ id: alien }, ann, TEN)).toEqual({ items: [], totalItems: 0 });
      for (const id of [999_999, 0, -1, 2 ** 31, 1.5]) {
        await expect(community.comments({ id }, ann, TEN)).rejects.toThrow(MovieNotFound);
      }
      const nowhere = community.comments({ uuid: '00000000-0000-4000-8000-00000000ffff' }, ann, TEN);
      await expect(nowhere).rejects.toThrow(MovieNotFound);
    });

    it('come in pages, which count comments without their replies', async () => {
      const ids: number[] = [];
      for (let count = 0; count < 5; count += 1) ids.unshift(await write(ann, `${count}.`));
      for (const id of ids) for (const text of ['One.', 'Two.']) await reply(bob, id, text);

      const page = async (page: number) => {
        const { items, totalItems } = await community.comments({ id: heat }, ann, { page, perPage: 2 });
        expect(totalItems).toBe(5);
        return items.map(({ id, replies }) => [id, replies.length]);
      };
      expect(await page(1)).toEqual(ids.slice(0, 2).map((id) => [id, 2]));
      expect(await page(3)).toEqual(ids.slice(4).map((id) => [id, 2]));
      for (const huge of [4, ...HUGE_PAGES]) expect(await page(huge)).toEqual([]);
    });

    it('cost three statements at most, however many there are', async () => {
      const counted = countedReads(store.database);
      const queries = new MikroOrmCommunityQueries(counted.database);
      for (let count = 0; count < 4; count += 1) {
        const id = await write(ann, `${count}.`);
        for (let replies = 0; replies < 3; replies += 1) await like(eve, await reply(bob, id, `${replies}.`));
      }

      const statements = (page: number, perPage: number) =>
        counted.during(() => queries.comments({ id: heat }, ann, { page, perPage }));
      expect(await statements(1, 100)).toBe(2);
      expect(await statements(1, 3)).toBe(3);
      expect(await statements(2, 3)).toBe(2);
      expect(await statements(9, 3)).toBe(2);
    });

    it('that were deleted say nothing but that there was one, as long as there are replies', async () => {
      const comment = await write(ann, 'Great.');
      const answer = await reply(bob, comment, 'Indeed.');
      await like(bob, comment);
      await remove(ann, comment);

      const { items, totalItems } = await community.comments({ id: heat }, bob, TEN);
      expect(totalItems).toBe(1);
      expect(items).toMatchObject([
        { id: comment, author: null, text: null, likes: 0, liked: false, replies: [{ id: answer, text: 'Indeed.' }] },
      ]);
      await expect(community.comment(comment, ann)).rejects.toThrow(CommentNotFound);

      await remove(bob, answer);
      expect(await community.comments({ id: heat }, bob, TEN)).toEqual({ items: [], totalItems: 0 });
    });

    it('are given one by one as they are in the list', async () => {
      const comment = await write(ann, 'Great.');
      const answer = await reply(bob, comment, 'Indeed.');
      await like(bob, comment);
      const [listed] = (await community.comments({ id: heat }, bob, TEN)).items;

      expect(await community.comment(comment, bob)).toEqual(listed);
      expect(await community.comment(answer, bob)).toEqual(listed?.replies[0]);
      for (const id of [999_999, 0, 2 ** 31, 1.5]) {
        await expect(community.comment(id, bob)).rejects.toThrow(CommentNotFound);
      }
    });
  });

  describe('notifications', () => {
    it('name the movie, the reader’s comment and who did what, newest first', async () => {
      const comment = await write(ann, 'Great.');
      await reply(bob, comment, 'Indeed.');
      store.clock.advance(minutes(1));
      await like(eve, comment);

      const { items, totalItems } = await notifications(ann);
      expect(totalItems).toBe(2);
      const common = { movie: { id: heat, name: 'Heat' }, comment: { id: comment, text: 'Great.' }, read: false };
      expect(items).toEqual([
        {
          ...common,
          id: expect.any(Number),
          kind: 'like',
          by: { id: eve.userId, name: `User ${eve.userId}` },
          createdAt: store.clock.now(),
        },
        {
          ...common,
          id: expect.any(Number),
          kind: 'reply',
          by: { id: bob.userId, name: 'fox' },
          createdAt: later(store.clock.now(), -minutes(1)),
        },
      ]);
      expect(await notifications(bob)).toEqual({ items: [], totalItems: 0 });
    });

    it('are read by those whom they are for, one or all', async () => {
      const comment = await write(ann, 'Great.');
      for (const actor of [bob, eve]) await like(actor, comment);
      const others = await write(bob, 'Good.');
      await like(ann, others);
      const [newest] = (await notifications(ann)).items;

      await read(bob, [newest?.id ?? 0]);
      expect((await notifications(ann, { unread: true })).totalItems).toBe(2);
      await read(ann, [newest?.id ?? 0]);
      expect((await notifications(ann)).items.map((item) => item.read)).toEqual([true, false]);
      expect((await notifications(ann, { unread: true })).items.map(({ by }) => by.id)).toEqual([bob.userId]);
      expect((await notifications(ann, { unread: false })).totalItems).toBe(2);
      await read(ann);
      expect((await notifications(ann, { unread: true })).items).toEqual([]);
      expect((await notifications(bob, { unread: true })).totalItems).toBe(1);
    });

    it('come in pages, in one statement, or two where they must be counted', async () => {
      const counted = countedReads(store.database);
      const queries = new MikroOrmCommunityQueries(counted.database);
      for (let count = 0; count < 3; count += 1) await reply(bob, await write(ann, 'Great.'), 'Indeed.');

      const page = (page: number) => queries.notifications(ann, {}, { page, perPage: 2 });
      expect(await page(2)).toMatchObject({ items: [{}], totalItems: 3 });
      expect(await counted.during(() => page(1))).toBe(2);
      expect(await counted.during(() => page(2))).toBe(1);
      for (const huge of HUGE_PAGES) expect(await page(huge)).toEqual({ items: [], totalItems: 3 });
    });
  });

  it('gives users everything that they left, and nothing of others', async () => {
    await store.unitOfWork.run(async ({ reactions, ratings, favorites }) => {
      for (const { userId } of [ann, bob]) {
        await reactions.set({ userId, movieId: heat, value: 'dislike', now: NOW });
        await ratings.set({ userId, movieId: alien, value: 7, now: NOW });
        await favorites.add({ userId, movieId: alien, now: NOW });
      }
    });
    const comment = await write(ann, 'Great.');
    const answer = await reply(ann, await write(bob, 'Good.'), 'Very.');
    await like(ann, comment);

    const at = store.clock.now();
    const [heatNamed, alienNamed] = [
      { id: heat, name: 'Heat' },
      { id: alien, name: 'Alien' },
    ];
    expect(await community.contributions(ann)).toEqual({
      reactions: [{ movie: heatNamed, value: 'dislike', at: NOW }],
      ratings: [{ movie: alienNamed, value: 7, at: NOW }],
      favorites: [{ movie: alienNamed, at: NOW }],
      comments: [
        { id: comment, movie: heatNamed, text: 'Great.', createdAt: at, updatedAt: at },
        { id: answer, movie: heatNamed, text: 'Very.', createdAt: at, updatedAt: at },
      ],
      commentLikes: [{ commentId: comment, at }],
    });
    const nothing = { reactions: [], ratings: [], favorites: [], comments: [], commentLikes: [] };
    expect(await community.contributions(eve)).toEqual(nothing);
  });

  describe('a movie', () => {
    it('shows users what they think of it, and everybody what all do', async () => {
      await store.unitOfWork.run(async ({ reactions, ratings, favorites }) => {
        await reactions.set({ userId: ann.userId, movieId: heat, value: 'like', now: NOW });
        await reactions.set({ userId: bob.userId, movieId: heat, value: 'dislike', now: NOW });
        await ratings.set({ userId: ann.userId, movieId: heat, value: 10, now: NOW });
        await ratings.set({ userId: bob.userId, movieId: heat, value: 7, now: NOW });
        await favorites.add({ userId: ann.userId, movieId: heat, now: NOW });
      });
      const seen = async (actor: Actor, id = heat) => {
        const { mine, likes, dislikes, rating } = await catalogue.movie({ id }, actor);
        return { mine, likes, dislikes, rating };
      };
      const counts = { likes: 1, dislikes: 1, rating: { average: 8.5, count: 2 } };
      const held = { inCart: false, purchased: false };

      expect(await seen(ann)).toEqual({ ...counts, mine: { reaction: 'like', rating: 10, favorite: true, ...held } });
      expect(await seen(bob)).toEqual({
        ...counts,
        mine: { reaction: 'dislike', rating: 7, favorite: false, ...held },
      });
      expect(await seen(eve)).toEqual({ ...counts, mine: { reaction: null, rating: null, favorite: false, ...held } });
      expect(await seen(Actor.anyone)).toEqual({ ...counts, mine: null });
      expect((await seen(ann, alien)).mine).toEqual({ reaction: null, rating: null, favorite: false, ...held });
    });

    it('is on the list of favourites, and counted there, from the moment it is one until it is none', async () => {
      const favorite = (movieId: number) =>
        store.unitOfWork.run(({ favorites }) => favorites.add({ userId: ann.userId, movieId, now: NOW }));
      const listed = async (search?: string) => {
        const filter = { favoritesOf: ann.userId, ...(search === undefined ? {} : { search }) };
        const { items, totalItems } = await catalogue.movies(filter, [], { page: 1, perPage: 1 });
        return [items.map((item) => item.name), totalItems];
      };
      await store.unitOfWork.run(({ favorites }) => favorites.add({ userId: bob.userId, movieId: heat, now: NOW }));

      expect(await listed()).toEqual([[], 0]);
      await favorite(heat);
      expect(await listed()).toEqual([['Heat'], 1]);
      await favorite(alien);
      expect(await listed()).toEqual([['Alien'], 2]);
      expect(await listed('hea')).toEqual([['Heat'], 1]);
      await store.unitOfWork.run(({ favorites }) => favorites.remove({ userId: ann.userId, movieId: alien }));
      expect(await listed()).toEqual([['Heat'], 1]);
      await store.unitOfWork.run(({ favorites }) => favorites.remove({ userId: ann.userId, movieId: heat }));
      expect(await listed()).toEqual([[], 0]);
    });
  });
});
