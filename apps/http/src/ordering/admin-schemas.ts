import type { CustomerOrderView } from '@online-cinema/application/ports';
import { CHECKOUT_SESSION_STATUSES } from '@online-cinema/domain/payments';
import { Type } from 'typebox';
import { paymentStatus } from '../payments/schemas.ts';
import { customer, customerExample, presentCustomer } from '../shared/books-query.ts';
import { pageOf } from '../shared/pages.ts';
import { id, moment, momentExample, orNull } from '../shared/schemas.ts';
import { orderExample, orderFields, presentOrder } from './schemas.ts';

const payment = Type.Object({ id: id('the payment'), status: paymentStatus }, { title: 'PaymentOfOrder' });

const checkout = Type.Object(
  {
    status: Type.Enum([...CHECKOUT_SESSION_STATUSES], {
      description:
        'Only `completed` took money. `opening`: the payment service is being asked for a pay page. `open`: the customer can pay there; a card that was declined changes nothing. `completed`: they did. `expired`: over, unpaid. `abandoned`: the payment service did not open it in time.',
    }),
    opened_at: moment,
    session_id: orNull(Type.String(), 'By what the payment service knows it; null until it has answered.'),
  },
  { title: 'CheckoutAttempt' },
);

export const customerOrders = pageOf(
  'orders',
  Type.Object(
    {
      ...orderFields,
      user: customer,
      payments: Type.Array(payment, { description: 'Money that came for it, the oldest first.' }),
      checkouts: Type.Array(checkout, { description: 'Every attempt at paying it, the oldest first.' }),
    },
    { title: 'CustomerOrder' },
  ),
  {
    description: 'A page of everybody’s orders, newest first.',
    example: {
      ...{ ...orderExample, status: 'paid', user: customerExample },
      payments: [{ id: 1, status: 'successful' }],
      checkouts: [{ status: 'completed', opened_at: momentExample, session_id: 'cs_1' }],
    },
  },
);

export function presentCustomerOrder(view: CustomerOrderView) {
  return {
    ...presentOrder(view),
    user: presentCustomer(view.customer),
    payments: view.payments.map(({ id, status }) => ({ id, status })),
    checkouts: view.checkouts.map(({ status, openedAt, externalId }) => ({
      status,
      opened_at: openedAt.toISOString(),
      session_id: externalId,
    })),
  };
}
