import {
  DeleteComment,
  LikeComment,
  RateMovie,
  ReactToMovie,
  ReplyToComment,
  UnlikeComment,
  WithdrawRating,
  WithdrawReaction,
  WriteComment,
} from '@online-cinema/application/community';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import { CommentNotFound, NotYourComment, ReplyToReply } from '@online-cinema/domain/community';
import { Actor } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aFilm } from '../support/a-film.ts';
import { DATABASES, type DatabaseStore, openDatabaseStore } from '../support/database.ts';
import { aUserDraft, NOW } from '../support/drafts.ts';

/** What may well be the answer to somebody who was not quick enough. */
const TOO_LATE = [CommentNotFound, MovieNotFound, NotYourComment, ReplyToReply, UserNotFoundOrInactive];

const PEOPLE = 3;
const FILMS = 2;

describe.each(DATABASES)('many at the same moment on %s', (name) => {
  let store: DatabaseStore;
  let people: readonly Actor[];
  let films: readonly number[];

  beforeAll(async () => {
    store = await openDatabaseStore(name);
  });
  beforeEach(furnish);
  afterAll(() => store.stop());

  async function furnish(): Promise<void> {
    await store.empty();
    [people, films] = await store.unitOfWork.run(async ({ users, movies }) => {
      const actors: Actor[] = [];
      const ids: number[] = [];
      for (let count = 0; count < PEOPLE; count += 1) {
        actors.push(Actor.user((await users.add(aUserDraft(`person${count}@cinema.example`))).id, 'user'));
      }
      for (let count = 0; count < FILMS; count += 1) ids.push((await movies.add(aFilm({ name: `Film ${count}` }))).id);
      return [actors, ids];
    });
  }

  const actor = (index: number) => people[index % PEOPLE] ?? Actor.anyone;
  const movie = (index: number) => ({ id: films[index % FILMS] ?? 0 });

  const erase = (user: Actor) =>
    store.unitOfWork.run(async ({ users }) => {
      const found = await users.findForUpdate(user.userId);
      if (found) await users.delete(found.id);
    });
  const removeFilm = (reference: { id: number }) =>
    store.unitOfWork.run(async ({ movies }) => {
      const found = await movies.findForUpdate(reference);
      if (found) await movies.delete(found.id);
    });

  /** Does it all at once; every one of it is done, or comes too late. */
  async function allAtOnce(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
    const outcomes = await Promise.allSettled(steps.map((step) => step()));
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(reasons.filter((reason) => !TOO_LATE.some((known) => reason instanceof known))).toEqual([]);
  }

  const rows = <Row extends object>(statement: string): Promise<Row[]> =>
    store.database.orm.em.fork().execute<Row[]>(statement);

  /** What movies say that is counted about them, beside what counting says. */
  async function expectCountsToBeRight(): Promise<void> {
    const wrong = await rows(`
      select * from (
        select movie_id, likes, dislikes, rating_count, rating_sum, purchases,
          (select count(*) from movie_reactions r where r.movie_id = s.movie_id and value = 'like') as true_likes,
          (select count(*) from movie_reactions r where r.movie_id = s.movie_id and value = 'dislike') as true_dislikes,
          (select count(*) from movie_ratings r where r.movie_id = s.movie_id) as true_rating_count,
          (select coalesce(sum(value), 0) from movie_ratings r where r.movie_id = s.movie_id) as true_rating_sum,
          (select count(*) from purchases p where p.movie_id = s.movie_id) as true_purchases
        from movie_stats s
      ) as counts
      where likes <> true_likes or dislikes <> true_dislikes or rating_count <> true_rating_count
        or rating_sum <> true_rating_sum or purchases <> true_purchases`);
    expect(wrong).toEqual([]);
  }

  it('are counted rightly, whatever they think and take back, and whoever leaves or buys meanwhile', async () => {
    const { unitOfWork, clock } = store;
    const reactToMovie = new ReactToMovie(unitOfWork, clock);
    const withdrawReaction = new WithdrawReaction(unitOfWork);
    const rateMovie = new RateMovie(unitOfWork, clock);
    const withdrawRating = new WithdrawRating(unitOfWork);
    type Act = (user: Actor, film: { id: number }) => Promise<unknown>;
    const acts = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('like', 'dislike').map(react) },
      {
        weight: 2,
        arbitrary: fc.constant<Act>((user, film) => withdrawReaction.execute({ actor: user, movie: film })),
      },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 10 }).map(rate) },
      { weight: 2, arbitrary: fc.constant<Act>((user, film) => withdrawRating.execute({ actor: user, movie: film })) },
      { weight: 1, arbitrary: fc.constant<Act>((user, film) => buy(user, film)) },
      { weight: 1, arbitrary: fc.constant<Act>((user) => erase(user)) },
    );
    function react(value: string): Act {
      return (user, film) =>
        reactToMovie.execute({ actor: user, movie: film, value: value === 'like' ? 'like' : 'dislike' });
    }
    function rate(value: number): Act {
      return (user, film) => rateMovie.execute({ actor: user, movie: film, value });
    }
    function buy({ userId }: Actor, { id }: { id: number }) {
      return unitOfWork.run(async ({ users, purchases }) => {
        if (await users.findForUpdate(userId)) await purchases.grant([{ userId, movieId: id, purchasedAt: NOW }]);
      });
    }

    const steps = fc.array(fc.tuple(acts, fc.nat(PEOPLE - 1), fc.nat(FILMS - 1)), { minLength: 2, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(steps, async (some) => {
        await furnish();
        await allAtOnce(
          some.map(
            ([act, person, film]) =>
              () =>
                act(actor(person), movie(film)),
          ),
        );
        await expectCountsToBeRight();
      }),
      { numRuns: 10 },
    );
  });

  it('leave every thread whole, whatever they write, like and delete, and whoever leaves meanwhile', async () => {
    const { unitOfWork, clock } = store;
    const writeComment = new WriteComment(unitOfWork, clock);
    const replyToComment = new ReplyToComment(unitOfWork, clock);
    const deleteComment = new DeleteComment(unitOfWork);
    const likeComment = new LikeComment(unitOfWork, clock);
    const unlikeComment = new UnlikeComment(unitOfWork);
    const acts = fc.constantFrom<(user: Actor, commentId: number, film: { id: number }) => Promise<unknown>>(
      (user, commentId) => replyToComment.execute({ actor: user, commentId, text: 'Indeed.' }),
      (user, commentId) => deleteComment.execute({ actor: user, commentId }),
      (_, commentId) => deleteComment.execute({ actor: Actor.system, commentId }),
      (user, commentId) => likeComment.execute({ actor: user, commentId }),
      (user, commentId) => unlikeComment.execute({ actor: user, commentId }),
      (user, _, film) => writeComment.execute({ actor: user, movie: film, text: 'Great.' }),
      (user) => erase(user),
      (_, __, film) => removeFilm(film),
    );
    const steps = fc.array(fc.tuple(acts, fc.nat(PEOPLE - 1), fc.nat(8), fc.nat(FILMS - 1)), {
      minLength: 2,
      maxLength: 24,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (some) => {
        await furnish();
        const threads: number[] = [];
        for (const [index, author] of people.entries()) {
          const commentId = await writeComment.execute({ actor: author, movie: movie(index), text: 'Great.' });
          threads.push(commentId);
          for (const replier of people.slice(index + 1)) {
            threads.push(await replyToComment.execute({ actor: replier, commentId, text: 'Indeed.' }));
          }
        }
        await allAtOnce(
          some.map(
            ([act, person, comment, film]) =>
              () =>
                act(actor(person), threads[comment % threads.length] ?? 0, movie(film)),
          ),
        );
        await expectThreadsToBeWhole();
      }),
      { numRuns: 10 },
    );
  });

  async function expectThreadsToBeWhole(): Promise<void> {
    const emptyPlaces = await rows(`
      select id from comments c
      where text is null and not exists (select 1 from comments r where r.parent_id = c.id)`);
    expect(emptyPlaces).toEqual([]);
    const deletedReplies = await rows('select id from comments where parent_id is not null and text is null');
    expect(deletedReplies).toEqual([]);
    const halves = await rows('select id from comments where (text is null) <> (user_id is null)');
    expect(halves).toEqual([]);
    const idleWords = await rows(`
      select n.id from notifications n join comments c on c.id = n.comment_id
      where c.text is null or c.user_id <> n.user_id or n.user_id = n.by_id`);
    expect(idleWords).toEqual([]);
    const wordsOfNoLike = await rows(`
      select id from notifications n
      where kind = 'like' and not exists (
        select 1 from comment_likes l where l.comment_id = n.comment_id and l.user_id = n.by_id
      )`);
    expect(wordsOfNoLike).toEqual([]);
    const likesOfNothing = await rows(`
      select l.id from comment_likes l join comments c on c.id = l.comment_id where c.text is null`);
    expect(likesOfNothing).toEqual([]);
  }

  it('either reply before a comment is deleted, and its place stays, or find none', async () => {
    const [ann, bob] = [actor(0), actor(1)];
    for (let round = 0; round < 5; round += 1) {
      const write = new WriteComment(store.unitOfWork, store.clock);
      const commentId = await write.execute({ actor: ann, movie: movie(0), text: 'Great.' });
      const [replied, deleted] = await Promise.allSettled([
        new ReplyToComment(store.unitOfWork, store.clock).execute({ actor: bob, commentId, text: 'Indeed.' }),
        new DeleteComment(store.unitOfWork).execute({ actor: ann, commentId }),
      ]);

      expect(deleted.status).toBe('fulfilled');
      const left = await rows<{ text: string | null }>('select text from comments order by id');
      if (replied.status === 'rejected') {
        expect(replied.reason).toBeInstanceOf(CommentNotFound);
        expect(left).toEqual([]);
      } else {
        expect(left).toEqual([{ text: null }, { text: 'Indeed.' }]);
      }
      await store.database.writer.deleteFrom('comments').execute();
    }
  });

  it('are told of one like once, however often it is given and taken', async () => {
    const [ann, bob] = [actor(0), actor(1)];
    const write = new WriteComment(store.unitOfWork, store.clock);
    const commentId = await write.execute({ actor: ann, movie: movie(0), text: 'Great.' });
    const like = new LikeComment(store.unitOfWork, store.clock);
    const unlike = new UnlikeComment(store.unitOfWork);
    const likes = [1, 2, 3, 4].map(() => () => like.execute({ actor: bob, commentId }));
    await allAtOnce([...likes, () => unlike.execute({ actor: bob, commentId }), ...likes]);
    await like.execute({ actor: bob, commentId });

    expect(await rows('select kind from notifications')).toEqual([{ kind: 'like' }]);
    expect(await rows('select id from comment_likes')).toHaveLength(1);
  });
});
