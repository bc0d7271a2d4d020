import type { CheckoutSession, CheckoutSessionDraft, Payment, PaymentDraft } from '@online-cinema/domain/payments';

export interface CheckoutSessionRepository {
  add(draft: CheckoutSessionDraft): Promise<CheckoutSession>;
  save(session: CheckoutSession): Promise<void>;
  find(id: number): Promise<CheckoutSession | undefined>;
  findByExternalId(externalId: string): Promise<CheckoutSession | undefined>;
  /** The attempt with the highest number. */
  findLatest(orderId: number): Promise<CheckoutSession | undefined>;
}

export interface PaymentRepository {
  /** The stored payment; undefined if one with the same external id is there already, which then stays as it is. */
  add(draft: PaymentDraft): Promise<Payment | undefined>;
  save(payment: Payment): Promise<void>;
  findForUpdate(id: number): Promise<Payment | undefined>;
}

export interface WebhookEventRepository {
  /** Records an event; false if it was recorded before. */
  record(event: { id: string; type: string; receivedAt: Date }): Promise<boolean>;
}
