import { CommentNotFound, notificationOf } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** A user answers a comment, and its author gets word of it. */
export class ReplyToComment {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** The reply's id. @throws CommentNotFound, UserNotFoundOrInactive, ReplyToReply, InvalidInput */
  async execute({ actor, commentId, text }: { actor: Actor; commentId: number; text: string }): Promise<number> {
    const now = this.#clock.now();
    return this.#unitOfWork.run(async ({ comments, notifications }) => {
      const comment = await comments.findForUpdate(commentId);
      if (!comment) throw new CommentNotFound();
      const reply = await comments.add(comment.reply({ actor, text }, now));
      const word = notificationOf(comment.state, { kind: 'reply', byId: actor.userId, replyId: reply.id }, now);
      if (word) await notifications.add(word);
      return reply.id;
    });
  }
}
