import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CommentRepository } from '@online-cinema/application/ports';
import { Comment, type CommentDraft } from '@online-cinema/domain/community';
import type { Kysely } from 'kysely';
import { keepUsers } from '../accounts/keep-users.ts';
import { isRowId } from '../columns.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { TOTAL } from '../paging.ts';
import { lockThreadOf } from './comment-thread.ts';
import { fromComment, toComment } from './mapper.ts';

export class MikroOrmCommentRepository implements CommentRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];

  constructor(em: SqlEntityManager, kind: Database['kind']) {
    this.#em = em;
    this.#kind = kind;
  }

  async add(draft: CommentDraft): Promise<Comment> {
    if (draft.authorId !== null) await keepUsers(this.#db, this.#kind, [draft.authorId]);
    const { id } = await this.#db
      .insertInto('comments')
      .values(fromComment(draft))
      .returning('id')
      .executeTakeFirstOrThrow();
    return Comment.restore({ ...draft, id });
  }

  async save({ id, state }: Comment): Promise<void> {
    await this.#db.updateTable('comments').set(fromComment(state)).where('id', '=', id).execute();
  }

  async findForUpdate(id: number): Promise<Comment | undefined> {
    if (!isRowId(id)) return undefined;
    if (this.#kind === 'postgresql') await lockThreadOf(this.#db, id);
    const row = await this.#db.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toComment(row);
  }

  async countReplies(id: number): Promise<number> {
    const counted = this.#db.selectFrom('comments').select(TOTAL).where('parent_id', '=', id);
    const { total } = await counted.executeTakeFirstOrThrow();
    return Number(total);
  }

  async delete(id: number): Promise<void> {
    await this.#db.deleteFrom('comments').where('id', '=', id).execute();
  }

  async forgetReceptionOf(id: number): Promise<void> {
    await this.#db.deleteFrom('comment_likes').where('comment_id', '=', id).execute();
    await this.#db.deleteFrom('notifications').where('comment_id', '=', id).execute();
  }

  async like({ commentId, userId, now }: { commentId: number; userId: number; now: Date }): Promise<boolean> {
    await keepUsers(this.#db, this.#kind, [userId]);
    const liked = await this.#db
      .insertInto('comment_likes')
      .values({ comment_id: commentId, user_id: userId, created_at: now })
      .onConflict((conflict) => conflict.columns(['comment_id', 'user_id']).doNothing())
      .returning('id')
      .execute();
    return liked.length > 0;
  }

  async unlike({ commentId, userId }: { commentId: number; userId: number }): Promise<void> {
    await this.#db
      .deleteFrom('comment_likes')
      .where('comment_id', '=', commentId)
      .where('user_id', '=', userId)
      .execute();
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }
}
