import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { UserRepository } from '@online-cinema/application/ports';
import { EmailAlreadyTaken, User, type UserDraft } from '@online-cinema/domain/accounts';
import { isRowId } from '../columns.ts';
import { lockCountsOf } from '../community/movie-counts.ts';
import { withdrawContributionsOf } from '../community/withdraw-contributions.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../entities.ts';
import { withdrawPurchasesOf } from '../ordering/purchase-counts.ts';
import { FRESH, LOCKED } from '../row-access.ts';
import { fromUser, groupId, toUser } from './mapper.ts';
import { UserGroupRow, UserRow } from './rows.ts';

export class MikroOrmUserRepository implements UserRepository {
  readonly #em: SqlEntityManager;
  readonly #kind: Database['kind'];

  constructor(em: SqlEntityManager, kind: Database['kind']) {
    this.#em = em;
    this.#kind = kind;
  }

  async add(draft: UserDraft): Promise<User> {
    try {
      const id = await this.#em.insert(UserRow, fromUser(draft));
      return User.restore({ ...draft, id });
    } catch (error) {
      throw error instanceof UniqueConstraintViolationException ? new EmailAlreadyTaken(draft.email) : error;
    }
  }

  async save({ id, state }: User): Promise<void> {
    await this.#em.nativeUpdate(UserRow, { id }, fromUser(state));
  }

  async findForUpdate(id: number): Promise<User | undefined> {
    const row = isRowId(id) ? await this.#em.findOne(UserRow, { id }, LOCKED) : null;
    return row ? toUser(row) : undefined;
  }

  async findByEmailForUpdate(email: string): Promise<User | undefined> {
    const row = await this.#em.findOne(UserRow, { email }, LOCKED);
    return row ? toUser(row) : undefined;
  }

  async delete(id: number): Promise<void> {
    // The rest goes, or becomes nobody's, by the foreign keys; these are counted elsewhere, or others answered them.
    const db = this.#em.getKysely<Schema>();
    await lockCountsOf(db, this.#kind, id);
    await withdrawPurchasesOf(db, this.#kind, id);
    await withdrawContributionsOf(db, this.#kind, id);
    await this.#em.nativeDelete(UserRow, { id });
  }

  async countActiveAdminsForUpdate(): Promise<number> {
    // The row of the group stands for all of its members.
    await this.#em.findOneOrFail(UserGroupRow, { name: 'admin' }, LOCKED);
    return this.#em.count(UserRow, { groupId: groupId('admin'), isActive: true });
  }

  async any(): Promise<boolean> {
    return (await this.#em.find(UserRow, {}, { ...FRESH, limit: 1 })).length > 0;
  }
}
