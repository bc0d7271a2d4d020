import type { CustomerPaymentView } from '@online-cinema/application/ports';
import { REFUND_STATUSES } from '@online-cinema/domain/payments';
import { Type } from 'typebox';
import { orderStatus } from '../ordering/schemas.ts';
import { customer, customerExample, presentCustomer } from '../shared/books-query.ts';
import { pageOf } from '../shared/pages.ts';
import { orNull } from '../shared/schemas.ts';
import { paymentExample, paymentFields, presentPaymentFields, refundedAt } from './schemas.ts';

const refund = orNull(
  Type.Enum([...REFUND_STATUSES]),
  'How far the giving back has come. `requested`: the payment service has not confirmed it yet, and is asked until it does. `succeeded`: all of it went back, at `refunded_at`. `failed`: the payment service refused; the money stays, and a refund can be asked for again. Null: nobody has asked for one.',
);

export const customerPayments = pageOf(
  'payments',
  Type.Object(
    {
      ...paymentFields,
      user: customer,
      refunded_at: refundedAt,
      refund,
      order_status: orderStatus,
      external_payment_id: Type.String({ description: 'By what the payment service knows it.', examples: ['pi_1'] }),
    },
    { title: 'CustomerPayment' },
  ),
  {
    description: 'A page of everybody’s payments, newest first.',
    example: {
      ...{ ...paymentExample, user: customerExample, refunded_at: null, refund: null },
      ...{ order_status: 'paid', external_payment_id: 'pi_1' },
    },
  },
);

export function presentCustomerPayment(view: CustomerPaymentView) {
  return {
    ...presentPaymentFields(view),
    user: presentCustomer(view.customer),
    refunded_at: view.refundedAt?.toISOString() ?? null,
    refund: view.refund,
    order_status: view.orderStatus,
    external_payment_id: view.externalPaymentId,
  };
}
