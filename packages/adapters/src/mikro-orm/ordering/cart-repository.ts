import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CartRepository } from '@online-cinema/application/ports';
import { Cart } from '@online-cinema/domain/ordering';
import { FRESH, LOCKED } from '../row-access.ts';
import { CartItemRow, CartRow } from './rows.ts';

export class MikroOrmCartRepository implements CartRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async findForUpdate(userId: number): Promise<Cart> {
    const { id } = (await this.#find(userId)) ?? (await this.#make(userId));
    const items = await this.#em.find(CartItemRow, { cartId: id }, { ...FRESH, orderBy: { id: 'asc' } });
    return Cart.restore({ id, userId, items: items.map(({ movieId, addedAt }) => ({ movieId, addedAt })) });
  }

  async save({ state, movieIds }: Cart): Promise<void> {
    await this.#em.nativeDelete(CartItemRow, { cartId: state.id, movieId: { $nin: [...movieIds] } });
    if (state.items.length === 0) return;
    const items = state.items.map(({ movieId, addedAt }) => ({ cartId: state.id, movieId, addedAt }));
    await this.#em.qb(CartItemRow).insert(items).onConflict(['cartId', 'movieId']).ignore().execute('run');
  }

  #find(userId: number) {
    return this.#em.findOne(CartRow, { userId }, LOCKED);
  }

  async #make(userId: number) {
    await this.#em.qb(CartRow).insert({ userId }).onConflict(['userId']).ignore().execute('run');
    return this.#em.findOneOrFail(CartRow, { userId }, LOCKED);
  }
}
