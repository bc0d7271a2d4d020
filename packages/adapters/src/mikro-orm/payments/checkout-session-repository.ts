import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CheckoutSessionRepository } from '@online-cinema/application/ports';
import { CheckoutSession, type CheckoutSessionDraft } from '@online-cinema/domain/payments';
import { isRowId } from '../columns.ts';
import { FRESH } from '../row-access.ts';
import { fromCheckoutSession, toCheckoutSession } from './mapper.ts';
import { CheckoutSessionRow } from './rows.ts';

/** No locks of its own: whoever changes a session holds the lock of its order. */
export class MikroOrmCheckoutSessionRepository implements CheckoutSessionRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: CheckoutSessionDraft): Promise<CheckoutSession> {
    const id = await this.#em.insert(CheckoutSessionRow, fromCheckoutSession(draft));
    return CheckoutSession.restore({ ...draft, id });
  }

  async save({ state }: CheckoutSession): Promise<void> {
    await this.#em.nativeUpdate(CheckoutSessionRow, { id: state.id }, fromCheckoutSession(state));
  }

  async find(id: number): Promise<CheckoutSession | undefined> {
    const row = isRowId(id) ? await this.#em.findOne(CheckoutSessionRow, { id }, FRESH) : null;
    return row ? toCheckoutSession(row) : undefined;
  }

  async findByExternalId(externalId: string): Promise<CheckoutSession | undefined> {
    const row = await this.#em.findOne(CheckoutSessionRow, { externalId }, FRESH);
    return row ? toCheckoutSession(row) : undefined;
  }

  async findLatest(orderId: number): Promise<CheckoutSession | undefined> {
    if (!isRowId(orderId)) return undefined;
    const row = await this.#em.findOne(CheckoutSessionRow, { orderId }, { ...FRESH, orderBy: { attempt: 'desc' } });
    return row ? toCheckoutSession(row) : undefined;
  }
}
