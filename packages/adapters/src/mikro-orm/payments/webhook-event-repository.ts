import type { SqlEntityManager } from '@mikro-orm/sql';
import type { WebhookEventRepository } from '@online-cinema/application/ports';
import type { Schema } from '../entities.ts';
import { WebhookEventRow } from './rows.ts';

export class MikroOrmWebhookEventRepository implements WebhookEventRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async record({ id, type, receivedAt }: { id: string; type: string; receivedAt: Date }): Promise<boolean> {
    const insert = this.#em.qb(WebhookEventRow).insert({ eventId: id, type, receivedAt });
    const { affectedRows } = await insert.onConflict(['eventId']).ignore().execute('run');
    return affectedRows > 0;
  }

  async deleteReceivedBefore(moment: Date, limit: number): Promise<number> {
    const { numDeletedRows } = await this.#em
      .getKysely<Schema>()
      .deleteFrom('webhook_events')
      .where('id', 'in', (event) =>
        event
          .selectFrom('webhook_events')
          .select('id')
          .where('received_at', '<', moment)
          .orderBy('received_at')
          .limit(limit),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
