import { type Comment, CommentNotFound } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { CommentRepository, UnitOfWork } from '../ports/index.ts';

/** The author of a comment or reply, or a moderator, takes it away; what others replied to it stays. */
export class DeleteComment {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws CommentNotFound, NotYourComment */
  async execute({ actor, commentId }: { actor: Actor; commentId: number }): Promise<void> {
    await this.#unitOfWork.run(async ({ comments }) => {
      const comment = await comments.findForUpdate(commentId);
      if (!comment) throw new CommentNotFound();
      comment.assertMayBeDeletedBy(actor);
      if ((await comments.countReplies(comment.id)) > 0) await keepPlaceOf(comment, comments);
      else await deleteWithPlace(comment, comments);
    });
  }
}

async function keepPlaceOf(comment: Comment, comments: CommentRepository): Promise<void> {
  comment.makeAnonymous();
  await comments.save(comment);
  await comments.forgetReceptionOf(comment.id);
}

/** With the last reply goes the place that was kept for it. */
async function deleteWithPlace(comment: Comment, comments: CommentRepository): Promise<void> {
  const { parentId } = comment.state;
  await comments.delete(comment.id);
  if (parentId === null) return;
  const parent = await comments.findForUpdate(parentId);
  if (parent?.isDeleted && (await comments.countReplies(parentId)) === 0) await comments.delete(parentId);
}
