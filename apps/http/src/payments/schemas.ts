import type { CustomerPaymentView, PaymentView } from '@online-cinema/application/ports';
import { PAYMENT_STATUSES } from '@online-cinema/domain/payments';
import { Type } from 'typebox';
import { presentLabel } from '../ordering/schemas.ts';
import { customer, customerExample, presentCustomer } from '../shared/books-query.ts';
import { pageOf } from '../shared/pages.ts';
import { id, moment, momentExample, money, movieLabel, movieLabelExample } from '../shared/schemas.ts';

const paymentFields = {
  id: id('the payment'),
  order_id: id('its order'),
  amount: money,
  currency: Type.String({ description: 'ISO 4217', examples: ['USD'] }),
  status: Type.Enum([...PAYMENT_STATUSES]),
  created_at: moment,
  items: Type.Array(Type.Object({ movie: movieLabel, price_at_payment: money })),
};

const paymentExample = {
  id: 1,
  order_id: 1,
  amount: '10.99',
  currency: 'USD',
  status: 'successful',
  created_at: momentExample,
  items: [{ movie: movieLabelExample, price_at_payment: '10.99' }],
};

export const paymentParameter = Type.Object({ id: id('one of your payments') });

export const payment = Type.Object(paymentFields, { description: 'The payment.', examples: [paymentExample] });

export const payments = pageOf('payments', Type.Object(paymentFields), {
  description: 'A page of your payments, newest first.',
  example: paymentExample,
});

export const paymentStatus = paymentFields.status;

export const customerPayments = pageOf('payments', Type.Object({ ...paymentFields, user: customer }), {
  description: 'A page of everybody’s payments, newest first.',
  example: { ...paymentExample, user: customerExample },
});

export function presentCustomerPayment(view: CustomerPaymentView) {
  return { ...presentPayment(view), user: presentCustomer(view.customer) };
}

export function presentPayment(view: PaymentView) {
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
