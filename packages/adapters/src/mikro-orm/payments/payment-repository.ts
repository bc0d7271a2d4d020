import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PaymentRepository } from '@online-cinema/application/ports';
import { Payment, type PaymentDraft } from '@online-cinema/domain/payments';
import { isRowId } from '../columns.ts';
import { FRESH, LOCKED } from '../row-access.ts';
import { fromPayment, fromPaymentItem, toPayment } from './mapper.ts';
import { PaymentItemRow, PaymentRow } from './rows.ts';

export class MikroOrmPaymentRepository implements PaymentRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: PaymentDraft): Promise<Payment | undefined> {
    const insert = this.#em.qb(PaymentRow).insert(fromPayment(draft));
    const { affectedRows } = await insert.onConflict(['externalPaymentId']).ignore().execute('run');
    if (affectedRows === 0) return undefined;
    const { externalPaymentId } = draft;
    const { id } = await this.#em.findOneOrFail(PaymentRow, { externalPaymentId }, FRESH);
    const items = draft.items.map((item) => fromPaymentItem(id, item));
    if (items.length > 0) await this.#em.insertMany(PaymentItemRow, items);
    return Payment.restore({ ...draft, id });
  }

  async save({ id, state }: Payment): Promise<void> {
    await this.#em.nativeUpdate(PaymentRow, { id }, fromPayment(state));
  }

  async findForUpdate(id: number): Promise<Payment | undefined> {
    const row = isRowId(id) ? await this.#em.findOne(PaymentRow, { id }, LOCKED) : null;
    if (!row) return undefined;
    const items = await this.#em.find(PaymentItemRow, { paymentId: id }, { ...FRESH, orderBy: { id: 'asc' } });
    return toPayment(row, items);
  }
}
