import type { SqlEntityManager } from '@mikro-orm/sql';
import type { IdempotencyKeyRepository, Outcome } from '@online-cinema/application/ports';
import { UserNotFoundOrInactive } from '@online-cinema/domain/accounts';
import type { IdempotencyKey, IdempotencyKeyDraft } from '@online-cinema/domain/ordering';
import { deleteSome } from '../delete-some.ts';
import { isMissingReference } from '../failures.ts';
import { FRESH, LOCKED } from '../row-access.ts';
import { fromIdempotencyKey, toIdempotencyKey } from './mapper.ts';
import { IdempotencyKeyRow } from './rows.ts';

export class MikroOrmIdempotencyKeyRepository implements IdempotencyKeyRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: IdempotencyKeyDraft): Promise<IdempotencyKey | undefined> {
    const insert = this.#em.qb(IdempotencyKeyRow).insert(fromIdempotencyKey(draft));
    const stored = insert.onConflict(['userId', 'key']).ignore().execute('run');
    const { affectedRows } = await stored.catch((error: unknown) => {
      throw isMissingReference(error) ? new UserNotFoundOrInactive() : error;
    });
    return affectedRows === 0 ? undefined : this.findForUpdate(draft.userId, draft.key);
  }

  async save({ id, state }: IdempotencyKey): Promise<void> {
    await this.#em.nativeUpdate(IdempotencyKeyRow, { id }, fromIdempotencyKey(state));
  }

  async findForUpdate(userId: number, key: string): Promise<IdempotencyKey | undefined> {
    const row = await this.#em.findOne(IdempotencyKeyRow, { userId, key }, LOCKED);
    return row ? toIdempotencyKey(row) : undefined;
  }

  async findByIdForUpdate(id: number): Promise<IdempotencyKey | undefined> {
    const row = await this.#em.findOne(IdempotencyKeyRow, { id }, LOCKED);
    return row ? toIdempotencyKey(row) : undefined;
  }

  async delete(id: number): Promise<void> {
    await this.#em.nativeDelete(IdempotencyKeyRow, { id });
  }

  async deleteMadeBefore(createdBefore: Date, limit: number): Promise<number> {
    return deleteSome(this.#em, { table: 'idempotency_keys', column: 'created_at' }, createdBefore, limit);
  }

  async note(id: number, outcome: Outcome): Promise<void> {
    await this.#em.nativeUpdate(IdempotencyKeyRow, { id }, { outcome: JSON.stringify(outcome) });
  }

  async findOutcome(id: number): Promise<Outcome | undefined> {
    const row = await this.#em.findOne(IdempotencyKeyRow, { id }, FRESH);
    return row?.outcome ? JSON.parse(row.outcome) : undefined;
  }
}
