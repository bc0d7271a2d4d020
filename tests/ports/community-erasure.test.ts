import { Comment, notificationOf } from '@online-cinema/domain/community';
import { Actor, later } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { openStore, STORES, type Store } from '../support/database.ts';
import { aUserDraft, NOW } from '../support/drafts.ts';

describe.each(STORES)('a user who is erased, %s', (name) => {
  let store: Store;
  let ann: number;
  let bob: number;
  let eve: number;
  let heat: number;
  let alien: number;

  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(async () => {
    await store.empty();
    const films = [aFilm({ name: 'Heat' }), aFilm({ name: 'Alien' })] as const;
    await store.unitOfWork.run(async ({ users, movies }) => {
      ann = (await users.add(aUserDraft('ann@cinema.example'))).id;
      bob = (await users.add(aUserDraft('bob@cinema.example'))).id;
      eve = (await users.add(aUserDraft('eve@cinema.example'))).id;
      heat = (await movies.add(films[0])).id;
      alien = (await movies.add(films[1])).id;
    });
  });
  afterAll(() => store.stop());

  const erase = (userId: number) => store.unitOfWork.run(({ users }) => users.delete(userId));
  const find = (id: number) => store.unitOfWork.run(async ({ comments }) => (await comments.findForUpdate(id))?.state);
  const say = (userId: number) =>
    store.unitOfWork.run(({ comments }) =>
      comments.add(Comment.write({ actor: Actor.user(userId, 'user'), movieId: heat, text: 'Great.' }, NOW)),
    );
  const reply = (userId: number, comment: Comment) =>
    store.unitOfWork.run(async ({ comments, notifications }) => {
      const reply = await comments.add(comment.reply({ actor: Actor.user(userId, 'user'), text: 'Indeed.' }, NOW));
      const word = notificationOf(comment.state, { kind: 'reply', byId: userId, replyId: reply.id }, NOW);
      if (word) await notifications.add(word);
      return reply;
    });
  /** False if the user likes it already. */
  const like = (userId: number, comment: Comment) =>
    store.unitOfWork.run(async ({ comments, notifications }) => {
      const isNew = await comments.like({ commentId: comment.id, userId, now: NOW });
      const word = notificationOf(comment.state, { kind: 'like', byId: userId, replyId: null }, NOW);
      if (isNew && word) await notifications.add(word);
      return isNew;
    });
  /** How much there is to tell a user; it is read thereby, and goes. */
  const words = (userId: number) =>
    store.unitOfWork.run(async ({ notifications }) => {
      await notifications.markRead(userId, NOW);
      return notifications.deleteReadBefore(later(NOW, 1), 100);
    });
  const interests = () =>
    store.unitOfWork.run(async ({ popularities }) => {
      const movies = await popularities.findAfter(0, 100);
      return movies.map(({ movieId, interest }) => ({ movieId, ...interest }));
    });

  it('is counted no more in what movies say of themselves', async () => {
    await store.unitOfWork.run(async ({ reactions, ratings, purchases, favorites }) => {
      for (const [userId, value, points] of [
        [ann, 'like', 10],
        [bob, 'dislike', 3],
      ] as const) {
        await reactions.set({ userId, movieId: heat, value, now: NOW });
        await ratings.set({ userId, movieId: heat, value: points, now: NOW });
        await favorites.add({ userId, movieId: heat, now: NOW });
      }
      await reactions.set({ userId: ann, movieId: alien, value: 'dislike', now: NOW });
      await purchases.grant([{ userId: ann, movieId: heat, purchasedAt: NOW }]);
    });
    await erase(ann);

    expect(await interests()).toEqual([
      { movieId: heat, purchases: 0, likes: 0, dislikes: 1, ratingCount: 1, ratingSum: 3 },
    ]);
    await erase(ann);
    await erase(bob);
    expect(await interests()).toEqual([]);
  });

  it('is counted on if the erasure fails', async () => {
    await store.unitOfWork.run(({ reactions }) =>
      reactions.set({ userId: ann, movieId: heat, value: 'like', now: NOW }),
    );
    const comment = await say(ann);
    await reply(bob, comment);
    const failing = store.unitOfWork.run(async ({ users }) => {
      await users.delete(ann);
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');

    expect(await interests()).toMatchObject([{ movieId: heat, likes: 1 }]);
    expect(await find(comment.id)).toEqual(comment.state);
  });

  it('leaves no comment that nobody else replied to, and of others the place alone', async () => {
    const [silent, talk, talkOfOthers] = [await say(ann), await say(ann), await say(bob)];
    const [own, ownInTalk, others] = [await reply(ann, silent), await reply(ann, talk), await reply(bob, talk)];
    const toOthers = await reply(ann, talkOfOthers);
    await erase(ann);

    for (const gone of [silent, own, ownInTalk, toOthers]) expect(await find(gone.id)).toBeUndefined();
    expect(await find(talk.id)).toEqual({ ...talk.state, authorId: null, text: null });
    expect(await find(others.id)).toEqual(others.state);
    expect(await find(talkOfOthers.id)).toEqual(talkOfOthers.state);
  });

  it('takes the places along that were kept for their replies alone', async () => {
    const [place, shared] = [await say(bob), await say(bob)];
    const [own, again] = [await reply(ann, place), await reply(ann, place)];
    const [ownInShared, others] = [await reply(ann, shared), await reply(eve, shared)];
    await erase(bob);
    expect(await find(place.id)).toMatchObject({ authorId: null, text: null });

    await erase(ann);

    for (const gone of [place, own, again, ownInShared]) expect(await find(gone.id)).toBeUndefined();
    expect(await find(shared.id)).toMatchObject({ authorId: null, text: null });
    expect(await find(others.id)).toEqual(others.state);

    await erase(eve);
    for (const gone of [shared, others]) expect(await find(gone.id)).toBeUndefined();
  });

  it('is neither told anything any more, nor told of', async () => {
    const [comment, others] = [await say(ann), await say(bob)];
    await reply(bob, comment);
    await like(eve, comment);
    await like(ann, others);
    await reply(ann, others);
    await like(eve, others);
    await erase(ann);

    expect(await words(ann)).toBe(0);
    expect(await words(bob)).toBe(1);
    expect(await words(eve)).toBe(0);
  });

  it('likes nothing any more, and nobody likes what they said', async () => {
    const [comment, others] = [await say(ann), await say(bob)];
    const answer = await reply(bob, comment);
    for (const userId of [ann, eve]) await like(userId, others);
    for (const userId of [bob, eve]) await like(userId, comment);
    await like(eve, answer);
    await erase(ann);

    expect(await like(eve, others)).toBe(false);
    expect(await like(eve, answer)).toBe(false);
    // The place is still there, so what is liked of it can be seen by liking it again.
    const place = Comment.restore({ ...comment.state, authorId: null, text: null });
    expect(await like(eve, place)).toBe(true);
  });
});
