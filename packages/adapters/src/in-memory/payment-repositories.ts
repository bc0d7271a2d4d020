import type {
  CheckoutSessionRepository,
  PaymentRepository,
  RefundRepository,
  WebhookEventRepository,
} from '@online-cinema/application/ports';
import { Order } from '@online-cinema/domain/ordering';
import {
  CheckoutSession,
  type CheckoutSessionState,
  Payment,
  type PaymentState,
  Refund,
  type RefundState,
} from '@online-cinema/domain/payments';
import type { Tables } from './tables.ts';

export function checkoutSessionRepository({ checkoutSessions, orders }: Tables): CheckoutSessionRepository {
  const put = (state: CheckoutSessionState): void => {
    const others = checkoutSessions.all().filter(({ id, orderId }) => orderId === state.orderId && id !== state.id);
    const isCurrent = (session: CheckoutSessionState) => CheckoutSession.restore(session).isCurrent;
    if (others.some(({ attempt }) => attempt === state.attempt) || (isCurrent(state) && others.some(isCurrent))) {
      throw new Error(`Order ${state.orderId} has another attempt under way`);
    }
    checkoutSessions.put(state.id, state);
  };
  const restore = (state: CheckoutSessionState | undefined) => state && CheckoutSession.restore(state);

  return {
    async add(draft) {
      const state = { ...draft, id: checkoutSessions.nextId() };
      put(state);
      return CheckoutSession.restore(state);
    },
    async addFirst(draft) {
      return checkoutSessions.find(({ orderId }) => orderId === draft.orderId) ? undefined : this.add(draft);
    },
    async save({ state }) {
      put(state);
    },
    async saveOpened({ state }) {
      const isOpening = checkoutSessions.get(state.id)?.status === 'opening';
      if (!isOpening || orders.get(state.orderId)?.status !== 'pending') return false;
      put(state);
      return true;
    },
    async find(id) {
      return restore(checkoutSessions.get(id));
    },
    async findWithOrder({ orderId, externalId }) {
      const attempt = checkoutSessions.find((one) => one.externalId === externalId && one.orderId === orderId);
      const order = orders.get(orderId);
      return attempt && order && { attempt: CheckoutSession.restore(attempt), order: Order.restore(order) };
    },
    async findByExternalId(externalId) {
      return restore(checkoutSessions.find((session) => session.externalId === externalId));
    },
    async findLatest(orderId) {
      const attempts = checkoutSessions.all().filter((session) => session.orderId === orderId);
      return restore(attempts.sort((one, other) => other.attempt - one.attempt)[0]);
    },
    async findUnfinished(endedBefore, limit) {
      return checkoutSessions
        .all()
        .filter(({ status, expiresAt }) => status === 'open' && expiresAt <= endedBefore)
        .sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime() || one.id - other.id)
        .flatMap(({ externalId, orderId }) => (externalId === null ? [] : [{ externalId, orderId }]))
        .slice(0, limit);
    },
  };
}

export function paymentRepository({ payments }: Tables): PaymentRepository {
  const restore = (state: PaymentState | undefined) => state && Payment.restore(state);

  return {
    async add(draft) {
      if (payments.find(({ externalPaymentId }) => externalPaymentId === draft.externalPaymentId)) return undefined;
      const state = { ...draft, id: payments.nextId() };
      payments.put(state.id, state);
      return Payment.restore(state);
    },
    async save({ id, state }) {
      payments.put(id, state);
    },
    async findForUpdate(id) {
      return restore(payments.get(id));
    },
    async findByExternalId(externalPaymentId) {
      return restore(payments.find((payment) => payment.externalPaymentId === externalPaymentId));
    },
    async findSuccessfulForUpdate(orderId) {
      return restore(payments.find((payment) => payment.orderId === orderId && payment.status === 'successful'));
    },
  };
}

export function refundRepository({ refunds }: Tables): RefundRepository {
  const put = (state: RefundState): void => {
    const others = refunds.all().filter(({ id, paymentId }) => paymentId === state.paymentId && id !== state.id);
    const isRequested = ({ status }: RefundState) => status === 'requested';
    if (others.some(({ attempt }) => attempt === state.attempt) || (isRequested(state) && others.some(isRequested))) {
      throw new Error(`Payment ${state.paymentId} has another refund under way`);
    }
    refunds.put(state.id, state);
  };

  return {
    async add(draft) {
      const state = { ...draft, id: refunds.nextId() };
      put(state);
      return Refund.restore(state);
    },
    async save({ state }) {
      put(state);
    },
    async findLatest(paymentId) {
      const [latest] = refunds
        .all()
        .filter((refund) => refund.paymentId === paymentId)
        .sort((one, other) => other.attempt - one.attempt);
      return latest && Refund.restore(latest);
    },
    async findInterrupted(requestedBefore, limit) {
      return refunds
        .all()
        .filter(({ status, requestedAt }) => status === 'requested' && requestedAt <= requestedBefore)
        .sort((one, other) => one.requestedAt.getTime() - other.requestedAt.getTime() || one.id - other.id)
        .slice(0, limit)
        .map(({ paymentId }) => paymentId);
    },
  };
}

export function webhookEventRepository({ webhookEvents }: Tables): WebhookEventRepository {
  return {
    async record({ id, receivedAt }) {
      if (webhookEvents.has(id)) return false;
      webhookEvents.set(id, receivedAt);
      return true;
    },
    async deleteReceivedBefore(moment, limit) {
      const old = [...webhookEvents]
        .filter(([, receivedAt]) => receivedAt <= moment)
        .sort(([, one], [, other]) => one.getTime() - other.getTime())
        .slice(0, limit);
      for (const [id] of old) webhookEvents.delete(id);
      return old.length;
    },
  };
}
