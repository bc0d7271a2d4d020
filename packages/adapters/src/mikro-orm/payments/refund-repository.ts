import type { SqlEntityManager } from '@mikro-orm/sql';
import type { RefundRepository } from '@online-cinema/application/ports';
import { Refund, type RefundDraft } from '@online-cinema/domain/payments';
import { isRowId } from '../columns.ts';
import { FRESH } from '../row-access.ts';
import { fromRefund, toRefund } from './mapper.ts';
import { RefundRow } from './rows.ts';

/** No locks of its own: whoever changes a refund holds the lock of the order. */
export class MikroOrmRefundRepository implements RefundRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: RefundDraft): Promise<Refund> {
    const id = await this.#em.insert(RefundRow, fromRefund(draft));
    return Refund.restore({ ...draft, id });
  }

  async save({ id, state }: Refund): Promise<void> {
    await this.#em.nativeUpdate(RefundRow, { id }, fromRefund(state));
  }

  async findLatest(paymentId: number): Promise<Refund | undefined> {
    if (!isRowId(paymentId)) return undefined;
    const row = await this.#em.findOne(RefundRow, { paymentId }, { ...FRESH, orderBy: { attempt: 'desc' } });
    return row ? toRefund(row) : undefined;
  }

  async findInterrupted(requestedBefore: Date, limit: number): Promise<readonly number[]> {
    const rows = await this.#em.find(
      RefundRow,
      { status: 'requested', requestedAt: { $lte: requestedBefore } },
      { ...FRESH, orderBy: { requestedAt: 'asc', id: 'asc' }, limit },
    );
    return rows.map(({ paymentId }) => paymentId);
  }
}
