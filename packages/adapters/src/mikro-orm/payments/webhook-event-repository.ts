import type { SqlEntityManager } from '@mikro-orm/sql';
import type { WebhookEventRepository } from '@online-cinema/application/ports';
import { sql } from 'kysely';
import { deleteSome } from '../delete-some.ts';
import type { Schema } from '../entities.ts';

export class MikroOrmWebhookEventRepository implements WebhookEventRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async record({ id, type, receivedAt }: { id: string; type: string; receivedAt: Date }): Promise<boolean> {
    // Looked for first: an insertion that ends in a conflict takes a number all the same, which SQLite writes to disk.
    const recorded = await sql`
      insert into webhook_events (event_id, type, received_at)
      select ${id}, ${type}, ${receivedAt}
      where not exists (select 1 from webhook_events where event_id = ${id})
      on conflict (event_id) do nothing`.execute(this.#em.getKysely<Schema>());
    return recorded.numAffectedRows === 1n;
  }

  async deleteReceivedBefore(moment: Date, limit: number): Promise<number> {
    return deleteSome(this.#em, { table: 'webhook_events', column: 'received_at' }, moment, limit);
  }
}
