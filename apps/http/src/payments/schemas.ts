import type { PaymentView } from '@online-cinema/application/ports';
import { PAYMENT_STATUSES } from '@online-cinema/domain/payments';
import { Type } from 'typebox';
import { presentLabel } from '../ordering/schemas.ts';
import { pageOf } from '../shared/pages.ts';
import {
  described,
  id,
  moment,
  momentExample,
  money,
  movieLabel,
  movieLabelExample,
  orNull,
} from '../shared/schemas.ts';

export const paymentStatus = Type.Enum([...PAYMENT_STATUSES], {
  description:
    '`successful`: the money was taken and kept. `refunded`: it was taken, and all of it went back. `cancelled`: it was taken, but its order could not be paid with it (no longer pending, or of another sum); it bought nothing and goes back by itself.',
});

export const refundedAt = orNull(moment, 'When all of it was back; null while it is not.');

export const paymentFields = {
  id: id('the payment'),
  order_id: id('its order'),
  amount: money,
  currency: Type.String({ description: 'ISO 4217', examples: ['USD'] }),
  status: paymentStatus,
  created_at: moment,
  items: Type.Array(Type.Object({ movie: movieLabel, price_at_payment: money }, { title: 'PaymentItem' })),
};

export const paymentExample = {
  id: 1,
  order_id: 1,
  amount: '10.99',
  currency: 'USD',
  status: 'successful',
  created_at: momentExample,
  items: [{ movie: movieLabelExample, price_at_payment: '10.99' }],
};

export const paymentParameter = Type.Object({ id: id('one of your payments') });

const ownFields = { ...paymentFields, refunded_at: refundedAt };
const ownExample = { ...paymentExample, refunded_at: null };

export const paymentShape = Type.Object(ownFields, { title: 'Payment' });

export const payment = described(paymentShape, 'The payment.', ownExample);

export const payments = pageOf('payments', paymentShape, {
  description: 'A page of your payments, newest first.',
  example: ownExample,
});

export function presentPayment(view: PaymentView) {
  return { ...presentPaymentFields(view), refunded_at: view.refundedAt?.toISOString() ?? null };
}

export function presentPaymentFields(view: PaymentView) {
  return {
    id: view.id,
    order_id: view.orderId,
    amount: view.amount.toDecimal(),
    currency: view.amount.currency,
    status: view.status,
    created_at: view.createdAt.toISOString(),
    items: view.items.map(({ movie, priceAtPayment }) => ({
      movie: presentLabel(movie),
      price_at_payment: priceAtPayment.toDecimal(),
    })),
  };
}
