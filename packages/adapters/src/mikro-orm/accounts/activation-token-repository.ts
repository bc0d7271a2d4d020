import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ActivationTokenRepository } from '@online-cinema/application/ports';
import type { ActivationToken } from '@online-cinema/domain/accounts';
import { FRESH } from '../row-access.ts';
import { fromActivationToken, toActivationToken } from './mapper.ts';
import { ActivationTokenRow } from './rows.ts';

export class MikroOrmActivationTokenRepository implements ActivationTokenRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async findOf(userId: number): Promise<ActivationToken | undefined> {
    const row = await this.#em.findOne(ActivationTokenRow, { userId }, FRESH);
    return row ? toActivationToken(row) : undefined;
  }

  async replace({ state }: ActivationToken): Promise<void> {
    const insert = this.#em.qb(ActivationTokenRow).insert(fromActivationToken(state));
    await insert.onConflict(['userId']).merge().execute('run');
  }

  async deleteOf(userId: number): Promise<void> {
    await this.#em.nativeDelete(ActivationTokenRow, { userId });
  }
}
