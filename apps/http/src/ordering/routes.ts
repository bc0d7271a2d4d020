import type { CancelOrder, PlaceOrder } from '@online-cinema/application/ordering';
import type { OpenCheckout } from '@online-cinema/application/payments';
import {
  CartIsEmpty,
  NothingToOrder,
  OrderAlreadyCancelled,
  OrderNotFound,
  OrderNotPending,
  PaidOrderNeedsRefund,
  UnpaidOrderExists,
} from '@online-cinema/domain/ordering';
import { PaymentServiceUnavailable, PricesChanged, TotalTooSmall } from '@online-cinema/domain/payments';
import { Money } from '@online-cinema/domain/shared';
import { Type } from 'typebox';
import { answers, sentence } from '../shared/answers.ts';
import { framed, pageQuery, pageRequest } from '../shared/pages.ts';
import { movieLabelExample } from '../shared/schemas.ts';
import type { Routes } from '../type-provider.ts';
import { type CartUseCases, cartRoutes } from './cart-routes.ts';
import * as schemas from './schemas.ts';

export type OrderingUseCases = CartUseCases &
  Readonly<{ placeOrder: PlaceOrder; openCheckout: OpenCheckout; cancelOrder: CancelOrder }>;

const tags = ['Orders'];

const aPriceChange = {
  movie: movieLabelExample,
  priceAtOrder: Money.of(1099, 'USD'),
  price: Money.of(1299, 'USD'),
};

/** From the cart to the library. */
export function orderingRoutes(useCases: OrderingUseCases): Routes {
  const { placeOrder, openCheckout, cancelOrder, orderingQueries } = useCases;
  return async (app) => {
    await app.register(cartRoutes(useCases));

    app.post(
      '/orders/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          summary: 'Place an order',
          description: 'Orders what is in your cart at today’s prices, and empties it.',
          response: answers(
            { 201: schemas.placed },
            new CartIsEmpty(),
            new UnpaidOrderExists(),
            new NothingToOrder([{ movie: movieLabelExample, reason: 'purchased' }]),
            new NothingToOrder([{ movie: movieLabelExample, reason: 'not for sale' }]),
          ),
        },
      },
      async ({ actor }, reply) => reply.code(201).send(schemas.presentPlaced(await placeOrder.execute({ actor }))),
    );

    app.get(
      '/orders/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          summary: 'List your orders',
          querystring: Type.Object(pageQuery),
          response: answers({ 200: schemas.orders }),
        },
      },
      async ({ actor, query, url }) => {
        const asked = pageRequest(query);
        const page = await orderingQueries.orders(actor, asked);
        return { orders: page.items.map(schemas.presentOrder), ...framed(page, asked, url) };
      },
    );

    app.get(
      '/orders/:id/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          summary: 'See an order',
          params: schemas.orderParameter,
          response: answers({ 200: schemas.order }, new OrderNotFound()),
        },
      },
      async ({ actor, params }) => schemas.presentOrder(await orderingQueries.order(actor, params.id)),
    );

    app.post(
      '/orders/:id/checkout/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          summary: 'Go and pay',
          description: 'Opens a session at the payment service, or gives the one that is open.',
          params: schemas.orderParameter,
          body: schemas.checkoutRequest,
          response: answers(
            { 200: schemas.checkout },
            new OrderNotFound(),
            new OrderNotPending(),
            new PricesChanged([aPriceChange]),
            new TotalTooSmall(),
            new PaymentServiceUnavailable(),
          ),
        },
      },
      async ({ actor, params, body }) => {
        const acceptChanges = body?.accept_changes ?? false;
        const { url, expiresAt } = await openCheckout.execute({ actor, orderId: params.id, acceptChanges });
        return { checkout_url: url, expires_at: expiresAt.toISOString() };
      },
    );

    const cancelled = sentence('Order successfully cancelled.');
    app.post(
      '/orders/:id/cancel/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          summary: 'Cancel an order',
          params: schemas.orderParameter,
          body: schemas.cancellation,
          response: answers(
            { 200: cancelled.schema },
            new OrderNotFound(),
            new PaidOrderNeedsRefund(),
            new OrderAlreadyCancelled(),
            new PaymentServiceUnavailable(),
          ),
        },
      },
      async ({ actor, params, body }) => {
        await cancelOrder.execute({ actor, orderId: params.id, returnToCart: body?.return_to_cart ?? false });
        return cancelled.answer;
      },
    );

    app.get(
      '/purchases/',
      {
        config: { who: 'user' },
        schema: {
          tags: ['Purchases'],
          summary: 'See your library',
          querystring: Type.Object(pageQuery),
          response: answers({ 200: schemas.purchases }),
        },
      },
      async ({ actor, query, url }) => {
        const asked = pageRequest(query);
        const page = await orderingQueries.purchases(actor, asked);
        return { purchases: page.items.map(schemas.presentPurchase), ...framed(page, asked, url) };
      },
    );
  };
}
