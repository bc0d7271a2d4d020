import {
  AddFavorite,
  DeleteComment,
  EditComment,
  ForgetReadNotifications,
  LikeComment,
  RateMovie,
  ReactToMovie,
  ReadNotifications,
  RemoveFavorite,
  ReplyToComment,
  UnlikeComment,
  WithdrawRating,
  WithdrawReaction,
  WriteComment,
} from '@online-cinema/application/community';
import type { MovieReference } from '@online-cinema/application/ports';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import { CommentNotFound, NotYourComment, ReplyToReply } from '@online-cinema/domain/community';
import { Actor, days, InvalidInput, minutes, NotSignedIn } from '@online-cinema/domain/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACinema } from '../support/a-cinema.ts';

const NOWHERE = { id: 999 };

let cinema: ACinema;
let ann: Actor;
let bob: Actor;
let moderator: Actor;
let heat: { id: number };
let alien: { id: number };
beforeEach(async () => {
  cinema = new ACinema();
  ann = await cinema.aUser('ann@cinema.example');
  bob = await cinema.aUser('bob@cinema.example');
  moderator = await cinema.aUser('moderator@cinema.example', { group: 'moderator' });
  heat = { id: await cinema.aFilm('Heat') };
  alien = { id: await cinema.aFilm('Alien') };
});

const react = (actor: Actor, value: 'like' | 'dislike', movie: MovieReference = heat) =>
  new ReactToMovie(cinema.unitOfWork, cinema.clock).execute({ actor, movie, value });
const unreact = (actor: Actor, movie: MovieReference = heat) =>
  new WithdrawReaction(cinema.unitOfWork).execute({ actor, movie });
const rate = (actor: Actor, value: number, movie: MovieReference = heat) =>
  new RateMovie(cinema.unitOfWork, cinema.clock).execute({ actor, movie, value });
const unrate = (actor: Actor, movie: MovieReference = heat) =>
  new WithdrawRating(cinema.unitOfWork).execute({ actor, movie });
const addFavorite = (actor: Actor, movie: MovieReference = heat) =>
  new AddFavorite(cinema.unitOfWork, cinema.clock).execute({ actor, movie });
const removeFavorite = (actor: Actor, movie: MovieReference = heat) =>
  new RemoveFavorite(cinema.unitOfWork).execute({ actor, movie });
const write = (actor: Actor, text = 'Great.', movie: MovieReference = heat) =>
  new WriteComment(cinema.unitOfWork, cinema.clock).execute({ actor, movie, text });
const reply = (actor: Actor, commentId: number, text = 'Indeed.') =>
  new ReplyToComment(cinema.unitOfWork, cinema.clock).execute({ actor, commentId, text });
const edit = (actor: Actor, commentId: number, text = 'Not bad.') =>
  new EditComment(cinema.unitOfWork, cinema.clock).execute({ actor, commentId, text });
const remove = (actor: Actor, commentId: number) => new DeleteComment(cinema.unitOfWork).execute({ actor, commentId });
const like = (actor: Actor, commentId: number) =>
  new LikeComment(cinema.unitOfWork, cinema.clock).execute({ actor, commentId });
const unlike = (actor: Actor, commentId: number) => new UnlikeComment(cinema.unitOfWork).execute({ actor, commentId });
const read = (actor: Actor, ids?: readonly number[]) =>
  new ReadNotifications(cinema.unitOfWork, cinema.clock).execute(ids ? { actor, ids } : { actor });

const comment = (id: number) => cinema.tables.comments.get(id);
const words = (actor: Actor) => cinema.tables.notifications.all().filter(({ userId }) => userId === actor.userId);

describe('what a user thinks of a movie', () => {
  it('is one reaction, the last one', async () => {
    await react(ann, 'like');
    await react(bob, 'like');
    await react(ann, 'dislike');

    expect(cinema.tables.reactions.all().map(({ userId, movieId, value }) => [userId, movieId, value])).toEqual([
      [ann.userId, heat.id, 'dislike'],
      [bob.userId, heat.id, 'like'],
    ]);
  });

  it('is one rating from 1 to 10, the last one', async () => {
    await rate(ann, 10);
    await rate(ann, 1);

    expect(cinema.tables.ratings.all()).toMatchObject([{ userId: ann.userId, movieId: heat.id, value: 1 }]);
    for (const value of [0, 11, 5.5, Number.NaN]) await expect(rate(ann, value)).rejects.toThrow(InvalidInput);
    expect(cinema.tables.ratings.all()).toHaveLength(1);
  });

  it('is taken back, more than once if need be', async () => {
    await react(ann, 'like');
    await rate(ann, 5);
    await addFavorite(ann);
    await addFavorite(ann);
    for (const _ of [1, 2]) {
      await unreact(ann);
      await unrate(ann);
      await removeFavorite(ann);
    }

    for (const table of [cinema.tables.reactions, cinema.tables.ratings, cinema.tables.favorites]) {
      expect(table.all()).toEqual([]);
    }
  });

  it('is said of a movie by its uuid as well', async () => {
    const { uuid = '' } = cinema.tables.movies.get(alien.id) ?? {};
    await react(ann, 'like', { uuid });
    await addFavorite(ann, { uuid });

    expect(cinema.tables.reactions.all()).toMatchObject([{ movieId: alien.id }]);
    expect(cinema.tables.favorites.all()).toMatchObject([{ movieId: alien.id }]);
  });

  it('is about a movie that there is', async () => {
    for (const act of [
      () => react(ann, 'like', NOWHERE),
      () => unreact(ann, NOWHERE),
      () => rate(ann, 5, NOWHERE),
      () => unrate(ann, NOWHERE),
      () => addFavorite(ann, NOWHERE),
      () => removeFavorite(ann, NOWHERE),
      () => write(ann, 'Great.', NOWHERE),
    ]) {
      await expect(act()).rejects.toThrow(MovieNotFound);
    }
  });
});

describe('a comment', () => {
  it('is written, replied to and said otherwise', async () => {
    const id = await write(ann, ' Great. ');
    const answer = await reply(bob, id);
    const writtenAt = cinema.clock.now();
    cinema.clock.advance(minutes(1));
    await edit(ann, id);

    expect(comment(id)).toEqual({
      id,
      movieId: heat.id,
      parentId: null,
      authorId: ann.userId,
      text: 'Not bad.',
      createdAt: writtenAt,
      updatedAt: cinema.clock.now(),
    });
    expect(comment(answer)).toMatchObject({ movieId: heat.id, parentId: id, authorId: bob.userId, text: 'Indeed.' });
  });

  it('is refused where there is nothing said, or too much', async () => {
    const id = await write(ann);
    for (const text of ['', '  ', 'a'.repeat(2_001)]) {
      await expect(write(ann, text)).rejects.toThrow(InvalidInput);
      await expect(reply(bob, id, text)).rejects.toThrow(InvalidInput);
      await expect(edit(ann, id, text)).rejects.toThrow(InvalidInput);
    }
    expect(cinema.tables.comments.all()).toHaveLength(1);
    expect(words(ann)).toEqual([]);
  });

  it('is not replied to where it is a reply', async () => {
    const answer = await reply(bob, await write(ann));
    await expect(reply(ann, answer)).rejects.toThrow(ReplyToReply);
    expect(words(bob)).toEqual([]);
  });

  it('is changed by its author alone, and deleted by moderators too', async () => {
    const id = await write(ann);
    for (const actor of [bob, moderator]) await expect(edit(actor, id)).rejects.toThrow(NotYourComment);
    await expect(remove(bob, id)).rejects.toThrow(NotYourComment);
    expect(comment(id)).toMatchObject({ text: 'Great.' });

    await remove(moderator, id);
    expect(comment(id)).toBeUndefined();
  });

  it('is not there by an id of none', async () => {
    for (const act of [reply, edit, remove, like, unlike]) {
      await expect(act(ann, 999)).rejects.toThrow(CommentNotFound);
    }
  });

  it('leaves nothing when it is deleted before anybody replied', async () => {
    const id = await write(ann);
    await like(bob, id);
    await remove(ann, id);

    expect(comment(id)).toBeUndefined();
    expect(cinema.tables.commentLikes.all()).toEqual([]);
    expect(words(ann)).toEqual([]);
  });

  it('leaves its place to replies when it is deleted, where nothing more happens', async () => {
    const id = await write(ann);
    const answer = await reply(bob, id);
    await like(bob, id);
    await remove(ann, id);

    expect(comment(id)).toMatchObject({ authorId: null, text: null });
    expect(comment(answer)).toMatchObject({ text: 'Indeed.' });
    expect(cinema.tables.commentLikes.all()).toEqual([]);
    expect(words(ann)).toEqual([]);
    for (const act of [reply, edit, remove, like, unlike]) {
      await expect(act(ann, id)).rejects.toThrow(CommentNotFound);
    }
    await expect(remove(moderator, id)).rejects.toThrow(CommentNotFound);
  });

  it('goes with the last of its replies once it is deleted', async () => {
    const id = await write(ann);
    const [first, second] = [await reply(bob, id), await reply(moderator, id)];
    await remove(ann, id);
    await remove(bob, first);
    expect(comment(id)).toBeDefined();
    await remove(moderator, second);

    expect(cinema.tables.comments.all()).toEqual([]);
  });

  it('stays when the last of its replies is deleted', async () => {
    const id = await write(ann);
    await remove(bob, await reply(bob, id));

    expect(comment(id)).toMatchObject({ text: 'Great.' });
    expect(words(ann)).toEqual([]);
  });
});

describe('a like of a comment', () => {
  it('is given once and taken back, and its author is told as long as it is there', async () => {
    const id = await write(ann);
    await like(bob, id);
    await like(bob, id);
    expect(cinema.tables.commentLikes.all()).toHaveLength(1);
    expect(words(ann)).toMatchObject([{ kind: 'like', commentId: id, byId: bob.userId, replyId: null, readAt: null }]);

    await unlike(bob, id);
    await unlike(bob, id);
    expect(cinema.tables.commentLikes.all()).toEqual([]);
    expect(words(ann)).toEqual([]);
  });
});

describe('notifications', () => {
  it('are for the author of the comment, and never about their own doing', async () => {
    const id = await write(ann);
    const answer = await reply(bob, id);
    await reply(ann, id);
    await like(ann, id);
    await like(bob, answer);
    await like(ann, answer);

    expect(words(ann)).toMatchObject([{ kind: 'reply', commentId: id, replyId: answer, byId: bob.userId }]);
    expect(words(bob)).toMatchObject([{ kind: 'like', commentId: answer, replyId: null, byId: ann.userId }]);
  });

  it('are read by their ids or all at once, one’s own alone', async () => {
    const id = await write(ann);
    for (const actor of [bob, moderator]) await reply(actor, id);
    const [first, second] = words(ann).map((word) => word.id);
    if (first === undefined || second === undefined) throw new Error('Ann was not told');
    const readAt = () => words(ann).map((word) => word.readAt);

    await read(bob, [first, second]);
    await read(bob);
    await read(ann, []);
    expect(readAt()).toEqual([null, null]);
    await read(ann, [first, 999]);
    const now = cinema.clock.now();
    expect(readAt()).toEqual([now, null]);
    cinema.clock.advance(minutes(1));
    await read(ann);
    expect(readAt()).toEqual([now, cinema.clock.now()]);
  });

  it('are forgotten 90 days after they were read, not before, and not unread', async () => {
    const id = await write(ann);
    await like(bob, id);
    await read(ann);
    await like(moderator, id);
    const forget = new ForgetReadNotifications(cinema.unitOfWork, cinema.clock);
    cinema.clock.advance(days(90) - 1);
    expect(await forget.execute()).toBe(0);
    cinema.clock.advance(1);
    expect(await forget.execute()).toBe(1);
    cinema.clock.advance(days(900));
    expect(await forget.execute()).toBe(0);
    expect(words(ann)).toMatchObject([{ byId: moderator.userId, readAt: null }]);
  });

  it('are forgotten however many there are', async () => {
    const id = await write(ann);
    for (let count = 0; count < 501; count += 1) await reply(bob, id);
    await read(ann);
    cinema.clock.advance(days(91));

    expect(await new ForgetReadNotifications(cinema.unitOfWork, cinema.clock).execute()).toBe(501);
    expect(words(ann)).toEqual([]);
  });
});

it('is for those who are signed in, all of it', async () => {
  const id = await write(ann);
  for (const actor of [Actor.anyone, Actor.system]) {
    for (const act of [
      () => react(actor, 'like'),
      () => unreact(actor),
      () => rate(actor, 5),
      () => unrate(actor),
      () => addFavorite(actor),
      () => removeFavorite(actor),
      () => write(actor),
      () => reply(actor, id),
      () => like(actor, id),
      () => unlike(actor, id),
      () => read(actor),
    ]) {
      await expect(act()).rejects.toThrow(NotSignedIn);
    }
    await expect(edit(actor, id)).rejects.toThrow(NotYourComment);
  }
  await expect(remove(Actor.anyone, id)).rejects.toThrow(NotYourComment);
});
