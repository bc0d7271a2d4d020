import { CommentNotFound, notificationOf } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** A user likes a comment or reply, and its author gets word of it. */
export class LikeComment {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws CommentNotFound, UserNotFoundOrInactive */
  async execute({ actor, commentId }: { actor: Actor; commentId: number }): Promise<void> {
    const { userId } = actor;
    const now = this.#clock.now();
    await this.#unitOfWork.run(async ({ comments, notifications }) => {
      const comment = await comments.findForUpdate(commentId);
      if (!comment) throw new CommentNotFound();
      comment.assertThere();
      if (!(await comments.like({ commentId, userId, now }))) return;
      const word = notificationOf(comment.state, { kind: 'like', byId: userId, replyId: null }, now);
      if (word) await notifications.add(word);
    });
  }
}
