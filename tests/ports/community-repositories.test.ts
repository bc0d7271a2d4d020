import { ForgetReadNotifications } from '@online-cinema/application/community';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { Comment, type NotificationDraft } from '@online-cinema/domain/community';
import { Actor, days, later, seconds } from '@online-cinema/domain/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { openStore, STORES, type Store } from '../support/database.ts';
import { aUserDraft, NOW } from '../support/drafts.ts';

let store: Store;
let ann: number;
let bob: number;
let heat: number;
let alien: number;

/** Two people and two films. */
async function furnish(): Promise<void> {
  await store.empty();
  const films = [aFilm({ name: 'Heat' }), aFilm({ name: 'Alien' })] as const;
  await store.unitOfWork.run(async ({ users, movies }) => {
    ann = (await users.add(aUserDraft('ann@cinema.example'))).id;
    bob = (await users.add(aUserDraft('bob@cinema.example'))).id;
    heat = (await movies.add(films[0])).id;
    alien = (await movies.add(films[1])).id;
  });
}

const react = (userId: number, movieId: number, value: 'like' | 'dislike') =>
  store.unitOfWork.run(({ reactions }) => reactions.set({ userId, movieId, value, now: NOW }));
const unreact = (userId: number, movieId: number) =>
  store.unitOfWork.run(({ reactions }) => reactions.remove({ userId, movieId }));
const rate = (userId: number, movieId: number, value: number) =>
  store.unitOfWork.run(({ ratings }) => ratings.set({ userId, movieId, value, now: NOW }));
const unrate = (userId: number, movieId: number) =>
  store.unitOfWork.run(({ ratings }) => ratings.remove({ userId, movieId }));

/** What is counted about a movie; nothing if nobody cares. */
const interestIn = (id: number) =>
  store.unitOfWork.run(async ({ popularities }) => {
    const movies = await popularities.findAfter(0, 100);
    return movies.find(({ movieId }) => movieId === id)?.interest;
  });

const say = (userId: number, text = 'Great.', movieId = heat) =>
  store.unitOfWork.run(({ comments }) =>
    comments.add(Comment.write({ actor: Actor.user(userId, 'user'), movieId, text }, NOW)),
  );
const reply = (userId: number, comment: Comment, text = 'Indeed.') =>
  store.unitOfWork.run(({ comments }) =>
    comments.add(comment.reply({ actor: Actor.user(userId, 'user'), text }, later(NOW, seconds(1)))),
  );
const find = (id: number) => store.unitOfWork.run(({ comments }) => comments.findForUpdate(id));
const like = (userId: number, commentId: number) =>
  store.unitOfWork.run(({ comments }) => comments.like({ commentId, userId, now: NOW }));
const unlike = (userId: number, commentId: number) =>
  store.unitOfWork.run(({ comments }) => comments.unlike({ commentId, userId }));

describe.each(STORES)('what users think of movies %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('is counted, one reaction and one rating a user', async () => {
    expect(await interestIn(heat)).toBeUndefined();
    await react(ann, heat, 'like');
    await react(bob, heat, 'dislike');
    await rate(ann, heat, 10);
    await rate(bob, heat, 3);

    expect(await interestIn(heat)).toEqual({ purchases: 0, likes: 1, dislikes: 1, ratingCount: 2, ratingSum: 13 });
    expect(await interestIn(alien)).toBeUndefined();
  });

  it('takes the place of what they thought before', async () => {
    for (const value of ['like', 'dislike', 'dislike'] as const) await react(ann, heat, value);
    for (const value of [10, 2, 2]) await rate(ann, heat, value);

    expect(await interestIn(heat)).toMatchObject({ likes: 0, dislikes: 1, ratingCount: 1, ratingSum: 2 });
  });

  it('counts no more once they take it back, and may be taken back twice, or never have been', async () => {
    await react(ann, heat, 'like');
    await react(bob, heat, 'like');
    await rate(ann, heat, 7);
    for (const _ of [1, 2]) {
      await unreact(ann, heat);
      await unrate(ann, heat);
      await unreact(ann, alien);
      await unrate(bob, heat);
    }

    expect(await interestIn(heat)).toMatchObject({ likes: 1, dislikes: 0, ratingCount: 0, ratingSum: 0 });
    expect(await interestIn(alien)).toBeUndefined();
  });

  it('is as before if the transaction fails', async () => {
    await react(ann, heat, 'like');
    const failing = store.unitOfWork.run(async ({ reactions, ratings }) => {
      await reactions.set({ userId: ann, movieId: heat, value: 'dislike', now: NOW });
      await ratings.set({ userId: ann, movieId: heat, value: 1, now: NOW });
      throw new Error('No.');
    });
    await expect(failing).rejects.toThrow('No.');

    expect(await interestIn(heat)).toMatchObject({ likes: 1, dislikes: 0, ratingCount: 0 });
  });

  it('is nothing that somebody who is gone can say', async () => {
    await store.unitOfWork.run(({ users }) => users.delete(ann));

    await expect(react(ann, heat, 'like')).rejects.toThrow(UserNotFoundOrInactive);
    await expect(rate(ann, heat, 5)).rejects.toThrow(UserNotFoundOrInactive);
    const favorite = store.unitOfWork.run(({ favorites }) => favorites.add({ userId: ann, movieId: heat, now: NOW }));
    await expect(favorite).rejects.toThrow(UserNotFoundOrInactive);
    await expect(say(ann)).rejects.toThrow(UserNotFoundOrInactive);
    expect(await interestIn(heat)).toBeUndefined();
  });

  it('lets favourites be added and removed as often as one likes', async () => {
    const favorite = { userId: ann, movieId: heat };
    await store.unitOfWork.run(async ({ favorites }) => {
      await favorites.add({ ...favorite, now: NOW });
      await favorites.add({ ...favorite, now: NOW });
      await favorites.remove(favorite);
      await favorites.remove(favorite);
      await favorites.add({ ...favorite, now: NOW });
    });
  });
});

describe.each(STORES)('comments %s', (name) => {
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  it('are given back as they were written, replies too', async () => {
    const comment = await say(ann, 'A 🎬 of its own.');
    const answer = await reply(bob, comment);

    expect((await find(comment.id))?.state).toEqual({
      id: comment.id,
      movieId: heat,
      parentId: null,
      authorId: ann,
      text: 'A 🎬 of its own.',
      createdAt: NOW,
      updatedAt: NOW,
    });
    expect((await find(answer.id))?.state).toEqual(answer.state);
    expect(answer.state).toMatchObject({ parentId: comment.id, authorId: bob });
  });

  it('keep what is changed', async () => {
    const comment = await say(ann);
    const other = await say(bob);
    comment.edit({ actor: Actor.user(ann, 'user'), text: 'Not bad.' }, later(NOW, seconds(9)));
    await store.unitOfWork.run(({ comments }) => comments.save(comment));

    expect((await find(comment.id))?.state).toEqual(comment.state);
    expect((await find(comment.id))?.state).toMatchObject({ text: 'Not bad.', updatedAt: later(NOW, seconds(9)) });
    expect((await find(other.id))?.state).toEqual(other.state);
  });

  it('are not there by ids that no row has', async () => {
    for (const id of [0, -1, 1.5, 999_999, 2 ** 31, Number.MAX_SAFE_INTEGER]) expect(await find(id)).toBeUndefined();
  });

  it('take their replies along when they are deleted, and nothing else', async () => {
    const [comment, other] = [await say(ann), await say(ann)];
    const [answer, others] = [await reply(bob, comment), await reply(bob, other)];
    const countReplies = (id: number) => store.unitOfWork.run(({ comments }) => comments.countReplies(id));
    expect(await countReplies(comment.id)).toBe(1);

    await store.unitOfWork.run(({ comments }) => comments.delete(comment.id));

    expect([await find(comment.id), await find(answer.id)]).toEqual([undefined, undefined]);
    expect(await countReplies(comment.id)).toBe(0);
    expect((await find(others.id))?.state).toEqual(others.state);
    expect(await countReplies(other.id)).toBe(1);
  });

  it('are liked once a user', async () => {
    const { id } = await say(ann);

    expect(await like(bob, id)).toBe(true);
    expect(await like(bob, id)).toBe(false);
    expect(await like(ann, id)).toBe(true);
    await unlike(bob, id);
    await unlike(bob, id);
    expect(await like(ann, id)).toBe(false);
    expect(await like(bob, id)).toBe(true);
  });

  it('are liked once also by somebody who is in a hurry', async () => {
    const { id } = await say(ann);

    const answers = await Promise.all([1, 2, 3, 4].map(() => like(bob, id)));
    expect(answers.filter((isNew) => isNew)).toHaveLength(1);
  });

  it('lose their likes when they are forgotten, and keep their replies', async () => {
    const comment = await say(ann);
    const answer = await reply(bob, comment);
    await like(bob, comment.id);
    await like(ann, answer.id);
    await store.unitOfWork.run(({ comments }) => comments.forgetReceptionOf(comment.id));

    expect(await like(bob, comment.id)).toBe(true);
    expect(await like(ann, answer.id)).toBe(false);
  });

  it('go with their movie', async () => {
    const [comment, other] = [await say(ann), await say(ann, 'Scary.', alien)];
    const answer = await reply(bob, comment);
    await like(bob, comment.id);
    await react(ann, heat, 'like');
    await rate(ann, heat, 3);
    await store.unitOfWork.run(({ favorites }) => favorites.add({ userId: ann, movieId: heat, now: NOW }));
    await store.unitOfWork.run(({ notifications }) => notifications.add(aLike(comment.id)));

    await store.unitOfWork.run(async ({ movies }) => {
      await movies.findForUpdate({ id: heat });
      await movies.delete(heat);
    });

    expect([await find(comment.id), await find(answer.id)]).toEqual([undefined, undefined]);
    expect((await find(other.id))?.state).toEqual(other.state);
    expect(await interestIn(heat)).toBeUndefined();
    expect(await forgetAllOf(ann)).toBe(0);
  });
});

/** Bob liked a comment of Ann's. */
const aLike = (commentId: number): NotificationDraft => ({
  kind: 'like',
  userId: ann,
  commentId,
  replyId: null,
  byId: bob,
  createdAt: NOW,
});

/** Marks all of the user's notifications read and deletes whatever is read; says how many that were. */
async function forgetAllOf(userId: number): Promise<number> {
  return store.unitOfWork.run(async ({ notifications }) => {
    await notifications.markRead(userId, NOW);
    return notifications.deleteReadBefore(later(NOW, 1), 1_000);
  });
}

describe.each(STORES)('notifications %s', (name) => {
  let comment: Comment;
  let answer: Comment;
  beforeAll(async () => {
    store = await openStore(name);
  });
  beforeEach(async () => {
    await furnish();
    comment = await say(ann);
    answer = await reply(bob, comment);
  });
  afterAll(() => store.stop());

  const add = (draft: NotificationDraft) => store.unitOfWork.run(({ notifications }) => notifications.add(draft));
  const aReply = (): NotificationDraft => ({ ...aLike(comment.id), kind: 'reply', replyId: answer.id });
  const deleteReadBefore = (moment: Date, limit = 1_000) =>
    store.unitOfWork.run(({ notifications }) => notifications.deleteReadBefore(moment, limit));

  it('go with the reply that they are about, with the comment, and with the comment’s reception', async () => {
    await add(aReply());
    await store.unitOfWork.run(({ comments }) => comments.delete(answer.id));
    expect(await forgetAllOf(ann)).toBe(0);

    await add(aLike(comment.id));
    await store.unitOfWork.run(({ comments }) => comments.forgetReceptionOf(comment.id));
    expect(await forgetAllOf(ann)).toBe(0);

    await add(aLike(comment.id));
    await store.unitOfWork.run(({ comments }) => comments.delete(comment.id));
    expect(await forgetAllOf(ann)).toBe(0);
  });

  it('of a like go with it, those of others and of replies stay', async () => {
    await add(aReply());
    await add(aLike(comment.id));
    const withdrawLike = (byId: number) =>
      store.unitOfWork.run(({ notifications }) => notifications.withdrawLike({ commentId: comment.id, byId }));
    await withdrawLike(ann);
    await withdrawLike(bob);
    await withdrawLike(bob);

    expect(await forgetAllOf(ann)).toBe(1);
  });

  it('are deleted some time after they were read, the oldest first, and never before they are read', async () => {
    await add(aReply());
    await add(aLike(comment.id));
    await add({ ...aLike(answer.id), userId: bob, byId: ann });
    expect(await deleteReadBefore(later(NOW, days(1_000)))).toBe(0);

    await store.unitOfWork.run(async ({ notifications }) => {
      await notifications.markRead(ann, NOW);
      // What is read stays read as of when it was.
      await notifications.markRead(ann, later(NOW, days(50)));
      await notifications.markRead(bob, later(NOW, days(1)));
    });

    expect(await deleteReadBefore(later(NOW, -1))).toBe(0);
    expect(await deleteReadBefore(later(NOW, days(2)), 1)).toBe(1);
    expect(await deleteReadBefore(NOW)).toBe(1);
    expect(await deleteReadBefore(later(NOW, days(1) - 1))).toBe(0);
    expect(await deleteReadBefore(later(NOW, days(1)))).toBe(1);
  });

  it('are forgotten 90 days after they were read, however many there are', async () => {
    const { clock, unitOfWork } = store;
    await add(aLike(comment.id));
    for (let count = 0; count < 3; count += 1) await add(aReply());
    await unitOfWork.run(({ notifications }) => notifications.markRead(ann, clock.now()));
    await add({ ...aLike(answer.id), userId: bob, byId: ann });

    const forget = new ForgetReadNotifications(unitOfWork, clock);
    clock.advance(days(90) - 1);
    expect(await forget.execute()).toBe(0);
    clock.advance(1);
    expect(await forget.execute()).toBe(4);
    expect(await forgetAllOf(bob)).toBe(1);
  });

  it('are marked read by their ids by none but their reader, whatever ids are asked for', async () => {
    await add(aReply());
    await add(aLike(comment.id));
    const every = Array.from({ length: 1_000 }, (_, index) => index - 10);
    const ids = [...every, 2 ** 31, 1e21, 0.5];
    const mark = (userId: number, some: readonly number[]) =>
      store.unitOfWork.run(({ notifications }) => notifications.markRead(userId, NOW, some));

    await mark(ann, []);
    await mark(bob, ids);
    expect(await deleteReadBefore(later(NOW, 1))).toBe(0);
    await mark(ann, ids);
    expect(await deleteReadBefore(later(NOW, 1))).toBe(2);
  });
});
