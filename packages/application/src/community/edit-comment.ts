import { CommentNotFound } from '@online-cinema/domain/community';
import type { Actor } from '@online-cinema/domain/shared';
import type { Clock, UnitOfWork } from '../ports/index.ts';

/** The author of a comment or reply says it otherwise. */
export class EditComment {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  /** @throws CommentNotFound, NotYourComment, InvalidInput */
  async execute({ actor, commentId, text }: { actor: Actor; commentId: number; text: string }): Promise<void> {
    await this.#unitOfWork.run(async ({ comments }) => {
      const comment = await comments.findForUpdate(commentId);
      if (!comment) throw new CommentNotFound();
      comment.edit({ actor, text }, this.#clock.now());
      await comments.save(comment);
    });
  }
}
