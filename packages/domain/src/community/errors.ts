import { DomainError } from '../shared/index.ts';

export class CommentNotFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('Comment with the given ID was not found.');
  }
}

/** Somebody else wrote it. */
export class NotYourComment extends DomainError {
  readonly kind = 'forbidden';
  constructor() {
    super("You don't have permission to change this comment.");
  }
}

export class ReplyToReply extends DomainError {
  readonly kind = 'refused';
  constructor() {
    super('A reply cannot be replied to.');
  }
}
