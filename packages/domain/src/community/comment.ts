import { type Actor, type Fault, InvalidInput } from '../shared/index.ts';
import { CommentNotFound, NotYourComment, ReplyToReply } from './errors.ts';

export const LONGEST_COMMENT = 2_000;

/** A comment before the database gave it an id. */
export interface CommentDraft {
  readonly movieId: number;
  /** The comment that it replies to; null for one of its own. */
  readonly parentId: number | null;
  /** Null once the comment is deleted, or its author gone. */
  readonly authorId: number | null;
  /** 1–2,000 characters; null once the comment is deleted. */
  readonly text: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CommentState extends CommentDraft {
  readonly id: number;
}

/** What somebody has to say about a movie, or in reply to such a comment. */
export class Comment {
  #state: CommentState;
  private constructor(state: CommentState) {
    this.#state = state;
  }

  static restore(state: CommentState): Comment {
    return new Comment(state);
  }

  /** @throws InvalidInput */
  static write({ actor, movieId, text }: { actor: Actor; movieId: number; text: string }, now: Date): CommentDraft {
    return { movieId, parentId: null, authorId: actor.userId, text: soundText(text), createdAt: now, updatedAt: now };
  }

  get state(): CommentState {
    return this.#state;
  }

  get id(): number {
    return this.#state.id;
  }

  /** A deleted comment keeps its place for its replies, and nothing else. */
  get isDeleted(): boolean {
    return this.#state.text === null;
  }

  /** @throws ReplyToReply, CommentNotFound once it is deleted, InvalidInput */
  reply({ actor, text }: { actor: Actor; text: string }, now: Date): CommentDraft {
    this.assertThere();
    if (this.#state.parentId !== null) throw new ReplyToReply();
    return { ...Comment.write({ actor, movieId: this.#state.movieId, text }, now), parentId: this.id };
  }

  /** Its author says it otherwise. @throws CommentNotFound, NotYourComment, InvalidInput */
  edit({ actor, text }: { actor: Actor; text: string }, now: Date): void {
    this.assertThere();
    if (!actor.is(this.#state.authorId)) throw new NotYourComment();
    this.#state = { ...this.#state, text: soundText(text), updatedAt: now };
  }

  /** @throws CommentNotFound once it is deleted, NotYourComment unless by its author or a moderator */
  assertMayBeDeletedBy(actor: Actor): void {
    this.assertThere();
    if (!actor.is(this.#state.authorId) && !actor.mayModerate()) throw new NotYourComment();
  }

  /** Nobody said it, and nothing was said; its replies stay. */
  makeAnonymous(): void {
    this.#state = { ...this.#state, authorId: null, text: null };
  }

  /** @throws CommentNotFound once it is deleted */
  assertThere(): void {
    if (this.isDeleted) throw new CommentNotFound();
  }
}

/** What is wrong with the text of a comment, in words for its author. */
export function commentFaults(text: string): readonly Fault[] {
  const trimmed = text.trim();
  const length = [...trimmed].length;
  const faultOf = (message: string) => [{ field: 'text', message }];
  if (length === 0) return faultOf('A comment cannot be empty or contain only spaces.');
  if (length > LONGEST_COMMENT) return faultOf(`A comment has at most ${LONGEST_COMMENT} characters.`);
  return trimmed.includes('\0') ? faultOf('Text cannot contain NUL characters.') : [];
}

/** @throws InvalidInput */
function soundText(text: string): string {
  InvalidInput.throwIfAny(commentFaults(text));
  return text.trim();
}
