import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PaymentRepository } from '@online-cinema/application/ports';
import { Payment, type PaymentDraft } from '@online-cinema/domain/payments';
import { isRowId } from '../columns.ts';
import type { Schema } from '../entities.ts';
import { FRESH, LOCKED } from '../row-access.ts';
import { fromPayment, fromPaymentItem, toPayment } from './mapper.ts';
import { PaymentItemRow, PaymentRow } from './rows.ts';

export class MikroOrmPaymentRepository implements PaymentRepository {
  readonly #em: SqlEntityManager;

  constructor(em: SqlEntityManager) {
    this.#em = em;
  }

  async add(draft: PaymentDraft): Promise<Payment | undefined> {
    const { userId, orderId, amount, status, externalPaymentId, createdAt, refundedAt } = draft;
    const added = await this.#em
      .getKysely<Schema>()
      .insertInto('payments')
      .values({
        ...{ user_id: userId, order_id: orderId, amount: amount.minor, currency: amount.currency, status },
        ...{ external_payment_id: externalPaymentId, created_at: createdAt, refunded_at: refundedAt },
      })
      .onConflict((conflict) => conflict.column('external_payment_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) return undefined;
    const { id } = added;
    const items = draft.items.map((item) => fromPaymentItem(id, item));
    if (items.length > 0) await this.#em.insertMany(PaymentItemRow, items);
    return Payment.restore({ ...draft, id });
  }

  async save({ id, state }: Payment): Promise<void> {
    await this.#em.nativeUpdate(PaymentRow, { id }, fromPayment(state));
  }

  async findForUpdate(id: number): Promise<Payment | undefined> {
    return this.#restore(isRowId(id) ? await this.#em.findOne(PaymentRow, { id }, LOCKED) : null);
  }

  async findByExternalId(externalPaymentId: string): Promise<Payment | undefined> {
    return this.#restore(await this.#em.findOne(PaymentRow, { externalPaymentId }, FRESH));
  }

  async findSuccessfulForUpdate(orderId: number): Promise<Payment | undefined> {
    if (!isRowId(orderId)) return undefined;
    return this.#restore(await this.#em.findOne(PaymentRow, { orderId, status: 'successful' }, LOCKED));
  }

  async #restore(row: Parameters<typeof toPayment>[0] | null): Promise<Payment | undefined> {
    if (!row) return undefined;
    const items = await this.#em.find(PaymentItemRow, { paymentId: row.id }, { ...FRESH, orderBy: { id: 'asc' } });
    return toPayment(row, items);
  }
}
