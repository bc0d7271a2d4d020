import { displayName } from '@online-cinema/domain/accounts';
import {
  assertRating,
  Comment,
  CommentNotFound,
  type CommentState,
  commentFaults,
  LONGEST_COMMENT,
  NOTIFICATION_KINDS,
  NotYourComment,
  notificationOf,
  ReplyToReply,
} from '@online-cinema/domain/community';
import { Actor, InvalidInput, later, minutes } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const NOW = new Date('2026-01-15T12:00:00Z');
const SOON = later(NOW, minutes(1));
const ann = Actor.user(1, 'user');
const bob = Actor.user(2, 'user');
const moderator = Actor.user(3, 'moderator');

/** A comment of Ann's on movie 7. */
const aComment = (known: Partial<CommentState> = {}): Comment =>
  Comment.restore({ ...Comment.write({ actor: ann, movieId: 7, text: 'Great.' }, NOW), id: 5, ...known });
const aDeletedComment = () => aComment({ authorId: null, text: null });

/** What is wrong with a text, in words. */
function faultsOf(text: string): readonly string[] {
  try {
    Comment.write({ actor: ann, movieId: 7, text }, NOW);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.faults.map(({ message }) => message);
  }
}

describe('a comment', () => {
  it('says what its author wrote, without the spaces around it', () => {
    expect(Comment.write({ actor: ann, movieId: 7, text: ' \n Great. ' }, NOW)).toEqual({
      movieId: 7,
      parentId: null,
      authorId: 1,
      text: 'Great.',
      createdAt: NOW,
      updatedAt: NOW,
    });
  });

  it('has 1 to 2,000 characters, whatever they are made of', () => {
    expect(faultsOf('a'.repeat(LONGEST_COMMENT))).toEqual([]);
    expect(faultsOf('🎬'.repeat(LONGEST_COMMENT))).toEqual([]);
    expect(faultsOf(` ${'a'.repeat(LONGEST_COMMENT)} `)).toEqual([]);
    expect(faultsOf('a'.repeat(LONGEST_COMMENT + 1))).toEqual(['A comment has at most 2000 characters.']);
    expect(faultsOf('🎬'.repeat(LONGEST_COMMENT + 1))).toEqual(['A comment has at most 2000 characters.']);
    for (const blank of ['', '   ', '\n\t\u00a0']) {
      expect(faultsOf(blank)).toEqual(['A comment cannot be empty or contain only spaces.']);
    }
    expect(faultsOf('a\0b')).toEqual(['Text cannot contain NUL characters.']);
    expect(commentFaults('').map(({ field }) => field)).toEqual(['text']);
  });

  it('is taken exactly when it is neither blank nor too long, and then kept as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '🎬', ' ', '\n', '\0'), maxLength: 12 }),
        fc.nat(2_010),
        (start, more) => {
          const text = start + 'x'.repeat(more);
          const length = [...text.trim()].length;
          const isSound = length >= 1 && length <= LONGEST_COMMENT && !text.trim().includes('\0');
          expect(faultsOf(text).length === 0).toBe(isSound);
          if (isSound) expect(Comment.write({ actor: ann, movieId: 7, text }, NOW).text).toBe(text.trim());
        },
      ),
    );
  });

  it('is not written by nobody', () => {
    expect(() => Comment.write({ actor: Actor.anyone, movieId: 7, text: 'Great.' }, NOW)).toThrow(
      'Authorization header is missing',
    );
  });

  it('is replied to on the same movie, by anyone and once deep', () => {
    const reply = aComment().reply({ actor: bob, text: ' Indeed. ' }, SOON);

    expect(reply).toEqual({
      movieId: 7,
      parentId: 5,
      authorId: 2,
      text: 'Indeed.',
      createdAt: SOON,
      updatedAt: SOON,
    });
    const nested = () => Comment.restore({ ...reply, id: 6 }).reply({ actor: ann, text: 'No.' }, SOON);
    expect(nested).toThrow(ReplyToReply);
    expect(nested).toThrow('A reply cannot be replied to.');
    expect(() => aComment().reply({ actor: bob, text: ' ' }, SOON)).toThrow(InvalidInput);
  });

  it('is said otherwise by its author alone', () => {
    const comment = aComment();
    comment.edit({ actor: ann, text: ' Not bad. ' }, SOON);

    expect(comment.state).toEqual({ ...aComment().state, text: 'Not bad.', updatedAt: SOON });
    for (const other of [bob, moderator, Actor.user(4, 'admin')]) {
      expect(() => comment.edit({ actor: other, text: 'Bad.' }, SOON)).toThrow(NotYourComment);
    }
    expect(() => comment.edit({ actor: ann, text: '' }, SOON)).toThrow(InvalidInput);
    expect(comment.state.text).toBe('Not bad.');
  });

  it('is deleted by its author and by whoever moderates', () => {
    for (const actor of [ann, moderator, Actor.user(4, 'admin')]) {
      expect(() => aComment().assertMayBeDeletedBy(actor)).not.toThrow();
    }
    for (const actor of [bob, Actor.anyone]) {
      expect(() => aComment().assertMayBeDeletedBy(actor)).toThrow("You don't have permission to change this comment.");
    }
  });

  it('that is deleted says nothing by nobody, and nothing more is done with it', () => {
    const comment = aComment();
    expect(comment.isDeleted).toBe(false);
    comment.makeAnonymous();

    expect(comment.isDeleted).toBe(true);
    expect(comment.state).toEqual({ ...aComment().state, authorId: null, text: null });
    for (const act of [
      () => comment.assertThere(),
      () => comment.reply({ actor: bob, text: 'Indeed.' }, SOON),
      () => comment.edit({ actor: ann, text: 'Not bad.' }, SOON),
      () => comment.assertMayBeDeletedBy(moderator),
    ]) {
      expect(act).toThrow(CommentNotFound);
    }
  });
});

describe('a rating', () => {
  it('is a whole number from 1 to 10', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -2, max: 13 }), fc.double()), (value) => {
        const isSound = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].includes(value);
        if (isSound) expect(() => assertRating(value)).not.toThrow();
        else expect(() => assertRating(value)).toThrow(InvalidInput);
      }),
    );
  });
});

describe('what is no rating', () => {
  it.each([0, 11, 5.5, Number.NaN])('is refused with the bounds of one, as %d is', (value) => {
    expect(() => assertRating(value)).toThrow('value: A rating is a whole number from 1 to 10.');
  });
});

describe('a notification', () => {
  it('tells the author of a comment who did what, and when', () => {
    expect(notificationOf(aComment().state, { kind: 'reply', byId: 2, replyId: 9 }, SOON)).toEqual({
      kind: 'reply',
      userId: 1,
      commentId: 5,
      replyId: 9,
      byId: 2,
      createdAt: SOON,
    });
  });

  it('is never about one’s own doing, and never for nobody', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NOTIFICATION_KINDS),
        fc.option(fc.integer({ min: 1, max: 4 })),
        fc.integer({ min: 1, max: 4 }),
        (kind, authorId, byId) => {
          const comment = authorId === null ? aDeletedComment() : aComment({ authorId });
          const word = notificationOf(comment.state, { kind, byId, replyId: null }, NOW);
          expect(word?.userId).toBe(authorId === byId ? undefined : (authorId ?? undefined));
        },
      ),
    );
  });
});

describe('a user before others', () => {
  it('is called by the name of their profile as far as it is known, or else by their number', () => {
    expect(displayName(4, { firstName: 'ann', lastName: 'miller' })).toBe('ann miller');
    expect(displayName(4, { firstName: 'ann', lastName: null })).toBe('ann');
    expect(displayName(4, { firstName: null, lastName: 'miller' })).toBe('miller');
    expect(displayName(4, { firstName: null, lastName: null })).toBe('User 4');
    expect(displayName(4, { firstName: '', lastName: '' })).toBe('User 4');
  });
});
