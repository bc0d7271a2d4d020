import { CommentNotFound } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { UnitOfWork } from '../ports/index.ts';

/** A user likes a comment no more, and the word of it is taken back. */
export class UnlikeComment {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws CommentNotFound */
  async execute({ actor, commentId }: { actor: Actor; commentId: number }): Promise<void> {
    const { userId } = actor;
    await this.#unitOfWork.run(async ({ comments, notifications }) => {
      const comment = await comments.findForUpdate(commentId);
      if (!comment) throw new CommentNotFound();
      comment.assertThere();
      await comments.unlike({ commentId, userId });
      await notifications.withdrawLike({ commentId, byId: userId });
    });
  }
}
