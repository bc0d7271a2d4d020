import type { SqlEntityManager } from '@mikro-orm/sql';
import type { NotificationRepository } from '@online-cinema/application/ports';
import type { NotificationDraft } from '@online-cinema/domain/community';
import type { Kysely } from 'kysely';
import { chunksOf } from '../catalogue/chunks.ts';
import { isRowId } from '../columns.ts';
import { deleteSome } from '../delete-some.ts';
import type { Schema } from '../entities.ts';
import { fromNotification } from './mapper.ts';

export class MikroOrmNotificationRepository implements NotificationRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: NotificationDraft): Promise<void> {
    await this.#db.insertInto('notifications').values(fromNotification(draft)).execute();
  }

  async withdrawLike({ commentId, byId }: { commentId: number; byId: number }): Promise<void> {
    await this.#db
      .deleteFrom('notifications')
      .where('kind', '=', 'like')
      .where('comment_id', '=', commentId)
      .where('by_id', '=', byId)
      .execute();
  }

  async markRead(userId: number, now: Date, ids?: readonly number[]): Promise<void> {
    const unread = this.#db
      .updateTable('notifications')
      .set({ read_at: now })
      .where('user_id', '=', userId)
      .where('read_at', 'is', null);
    if (ids === undefined) await unread.execute();
    else for (const some of chunksOf(ids.filter(isRowId))) await unread.where('id', 'in', some).execute();
  }

  async deleteReadBefore(moment: Date, limit: number): Promise<number> {
    return deleteSome(this.#em, { table: 'notifications', column: 'read_at' }, moment, limit);
  }

  get #db(): Kysely<Schema> {
    return this.#em.getKysely<Schema>();
  }
}
