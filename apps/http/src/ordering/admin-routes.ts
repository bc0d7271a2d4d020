import type { OrderingQueries } from '@online-cinema/application/ports';
import { UserNotFound } from '@online-cinema/domain/accounts';
import { Type } from 'typebox';
import { answers } from '../shared/answers.ts';
import { booksFilter, booksQuery } from '../shared/books-query.ts';
import { framed, pageRequest } from '../shared/pages.ts';
import { id } from '../shared/schemas.ts';
import type { Routes } from '../type-provider.ts';
import { customerOrders, presentCustomerOrder } from './admin-schemas.ts';
import { cart, orderStatus, presentCart } from './schemas.ts';

const tags = ['Administration'];

/** What users mean to buy and have ordered: for moderators. */
export function orderAdministrationRoutes({ orderingQueries }: { readonly orderingQueries: OrderingQueries }): Routes {
  return async (app) => {
    app.get(
      '/admin/carts/:user_id/',
      {
        config: { who: 'moderator' },
        schema: {
          tags,
          operationId: 'getCartOfUser',
          summary: 'See a user’s cart',
          description: 'An empty one, with the id 0, where they never put anything into it.',
          params: Type.Object({ user_id: id('a user') }),
          response: answers({ 200: cart }, new UserNotFound()),
        },
      },
      async ({ params }) => presentCart(await orderingQueries.cartOf(params.user_id)),
    );

    app.get(
      '/admin/orders/',
      {
        config: { who: 'moderator' },
        schema: {
          tags,
          operationId: 'listAllOrders',
          summary: 'List orders',
          description: 'Everybody’s, newest first; those that match all filters that are given.',
          querystring: booksQuery(orderStatus),
          response: answers({ 200: customerOrders }),
        },
      },
      async ({ query, url }) => {
        const asked = pageRequest(query);
        const page = await orderingQueries.allOrders(booksFilter(query), asked);
        return { orders: page.items.map(presentCustomerOrder), ...framed(page, asked, url) };
      },
    );
  };
}
