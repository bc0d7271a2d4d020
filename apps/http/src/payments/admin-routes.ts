import type { PaymentQueries } from '@online-cinema/application/ports';
import type { Currency } from '@online-cinema/domain/shared';
import { answers } from '../shared/answers.ts';
import { booksFilter, booksQuery } from '../shared/books-query.ts';
import { framed, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import { customerPayments, presentCustomerPayment } from './admin-schemas.ts';
import { presentSales, sales, salesPeriod, salesQuery } from './sales-schemas.ts';
import { paymentStatus } from './schemas.ts';

type PaymentAdministrationNeeds = Readonly<{ paymentQueries: PaymentQueries; currency: Currency }>;

const tags = ['Administration'];

/** What came in and what went back: for moderators. */
export function paymentAdministrationRoutes({ paymentQueries, currency }: PaymentAdministrationNeeds): Routes {
  return async (app) => {
    app.get(
      '/admin/payments/',
      {
        config: { who: 'moderator' },
        schema: {
          tags,
          operationId: 'listAllPayments',
          summary: 'List payments',
          description: 'Everybody’s, newest first; those that match all filters that are given.',
          querystring: booksQuery(paymentStatus),
          response: answers({ 200: customerPayments }),
        },
      },
      async ({ query, url }) => {
        const asked = pageRequest(query);
        const page = await paymentQueries.allPayments(booksFilter(query), asked);
        return { payments: page.items.map(presentCustomerPayment), ...framed(page, asked, url) };
      },
    );

    app.get(
      '/admin/sales/',
      {
        config: { who: 'moderator' },
        schema: {
          tags,
          operationId: 'getSales',
          summary: 'See what was sold',
          description: 'Of all time, or of the days from `date_from` to `date_to`.',
          querystring: salesQuery,
          response: answers({ 200: sales }),
        },
      },
      async ({ query }) => presentSales(await paymentQueries.sales(salesPeriod(query), currency), currency),
    );
  };
}
