import type { SqlEntityManager } from '@mikro-orm/sql';
import type { LinkTokenRepository } from '@online-cinema/application/ports';
import type { LinkToken } from '@online-cinema/domain/accounts';
import { deleteSome } from '../delete-some.ts';
import { FRESH } from '../row-access.ts';
import { fromLinkToken, toLinkToken } from './mapper.ts';
import type { ActivationTokenRow, PasswordResetTokenRow } from './rows.ts';

/** The tokens of one kind of link, each kind in a table of its own. */
export class MikroOrmLinkTokenRepository implements LinkTokenRepository {
  readonly #em: SqlEntityManager;
  readonly #rows: typeof ActivationTokenRow | typeof PasswordResetTokenRow;

  constructor(em: SqlEntityManager, rows: typeof ActivationTokenRow | typeof PasswordResetTokenRow) {
    this.#em = em;
    this.#rows = rows;
  }

  async findOf(userId: number): Promise<LinkToken | undefined> {
    const row = await this.#em.findOne(this.#rows, { userId }, FRESH);
    return row ? toLinkToken(row) : undefined;
  }

  async replace({ state }: LinkToken): Promise<void> {
    const insert = this.#em.qb(this.#rows).insert(fromLinkToken(state));
    await insert.onConflict(['userId']).merge().execute('run');
  }

  async spendOf(userId: number): Promise<void> {
    const present = await this.findOf(userId);
    if (present) await this.replace(present.spent());
  }

  async deleteExpired(now: Date, limit: number): Promise<number> {
    return deleteSome(this.#em, { table: this.#rows.meta.tableName, column: 'expires_at' }, now, limit);
  }
}
