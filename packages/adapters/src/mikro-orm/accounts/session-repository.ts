import type { SqlEntityManager } from '@mikro-orm/sql';
import type { SessionRepository } from '@online-cinema/application/ports';
import { Session, type SessionDraft } from '@online-cinema/domain/accounts';
import { isRowId } from '../columns.ts';
import { deleteSome } from '../delete-some.ts';
import { LOCKED } from '../row-access.ts';
import { fromSession, toSession } from './mapper.ts';
import { SessionRow } from './rows.ts';

export class MikroOrmSessionRepository implements SessionRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: SessionDraft): Promise<Session> {
    const id = await this.#em.insert(SessionRow, fromSession(draft));
    return Session.restore({ ...draft, id });
  }

  async save({ state }: Session): Promise<void> {
    await this.#em.nativeUpdate(SessionRow, { id: state.id }, fromSession(state));
  }

  async findForUpdate(key: string): Promise<Session | undefined> {
    const row = await this.#em.findOne(SessionRow, { key }, LOCKED);
    return row ? toSession(row) : undefined;
  }

  async delete(id: number): Promise<void> {
    await this.#em.nativeDelete(SessionRow, { id });
  }

  async deleteOne(userId: number, id: number): Promise<boolean> {
    return isRowId(id) && (await this.#em.nativeDelete(SessionRow, { id, userId })) > 0;
  }

  async deleteAll(userId: number): Promise<void> {
    await this.#em.nativeDelete(SessionRow, { userId });
  }

  async deleteOthers(userId: number, keptKey: string): Promise<void> {
    await this.#em.nativeDelete(SessionRow, { userId, key: { $ne: keptKey } });
  }

  async deleteExpired(now: Date, limit: number): Promise<number> {
    return deleteSome(this.#em, { table: 'refresh_tokens', column: 'expires_at' }, now, limit);
  }
}
