import type { CancelOrder, PlaceOrder } from '@online-cinema/application/ordering';
import type { OpenCheckout, RefundOrder } from '@online-cinema/application/payments';
import {
  CancelledOrderNotRefundable,
  CartIsEmpty,
  IdempotencyKeyReused,
  NothingToOrder,
  OrderAlreadyCancelled,
  OrderNotFound,
  OrderNotPaid,
  OrderNotPending,
  PaidOrderNeedsRefund,
  RequestInProgress,
  UnpaidOrderExists,
} from '@online-cinema/domain/ordering';
import {
  NoPaymentToRefund,
  PaymentServiceUnavailable,
  PricesChanged,
  RefundPeriodOver,
  TotalTooSmall,
} from '@online-cinema/domain/payments';
import { Money } from '@online-cinema/domain/shared';
import { Type } from 'typebox';
import { type IdempotencyUseCases, idempotency, idempotencyHeaders } from '../plugins/idempotency.ts';
import { answers, sentence } from '../shared/answers.ts';
import { framed, pageQuery, pageRequest } from '../shared/pages.ts';
import { movieLabelExample } from '../shared/schemas.ts';
import type { Routes } from '../type-provider.ts';
import { type CartUseCases, cartRoutes } from './cart-routes.ts';
import * as schemas from './schemas.ts';

type OrderingUseCases = CartUseCases &
  IdempotencyUseCases &
  Readonly<{ placeOrder: PlaceOrder; openCheckout: OpenCheckout; cancelOrder: CancelOrder; refundOrder: RefundOrder }>;

const tags = ['Orders'];

/** What a copy of a request may be told. */
const ofRepeats = [new RequestInProgress(), new IdempotencyKeyReused()];

const aPriceChange = {
  movie: movieLabelExample,
  priceAtOrder: Money.of(1099, 'USD'),
  price: Money.of(1299, 'USD'),
};

/** From the cart to the library. */
export function orderingRoutes(useCases: OrderingUseCases): Routes {
  const { placeOrder, openCheckout, cancelOrder, refundOrder, orderingQueries } = useCases;
  return async (app) => {
    await app.register(cartRoutes(useCases));
    await app.register(idempotency, useCases);

    app.post(
      '/orders/',
      {
        config: { who: 'user', repeatable: true, location: '/orders/:id/' },
        schema: {
          tags,
          operationId: 'placeOrder',
          summary: 'Place an order',
          description:
            'Orders what is in your cart at today’s prices, and empties it. One order at a time can be unpaid.',
          headers: idempotencyHeaders,
          response: answers(
            { 201: schemas.placed },
            ...ofRepeats,
            new CartIsEmpty(),
            new UnpaidOrderExists(),
            {
              error: new NothingToOrder([{ movie: movieLabelExample, reason: 'purchased' }]),
              more: { excluded: schemas.excluded },
            },
            {
              error: new NothingToOrder([{ movie: movieLabelExample, reason: 'not for sale' }]),
              more: { excluded: schemas.excluded },
            },
          ),
        },
      },
      async (request, reply) => {
        const { actor, requestKey } = request;
        const placed = await placeOrder.execute({ actor, requestKey });
        request.about = { order: placed.order.id };
        return reply.code(201).send(schemas.presentPlaced(placed));
      },
    );

    app.get(
      '/orders/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'listOrders',
          summary: 'List your orders',
          description: 'Newest first, of every status.',
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
          operationId: 'getOrder',
          summary: 'See an order',
          description: 'Ask until it is `paid`, while the customer is on the page of the payment service.',
          params: schemas.orderParameter,
          response: answers({ 200: schemas.order }, new OrderNotFound()),
        },
      },
      async ({ actor, params }) => schemas.presentOrder(await orderingQueries.order(actor, params.id)),
    );

    app.post(
      '/orders/:id/checkout/',
      {
        config: { who: 'user', repeatable: true },
        schema: {
          tags,
          operationId: 'checkOutOrder',
          summary: 'Go and pay',
          description:
            'Opens a session at the payment service, or gives the one that is open. Send the customer’s browser to `checkout_url`; it comes back to a page of this server, and the order turns `paid` once the money has come.',
          headers: idempotencyHeaders,
          params: schemas.orderParameter,
          body: schemas.checkoutRequest,
          response: answers(
            { 200: schemas.checkout },
            ...ofRepeats,
            new OrderNotFound(),
            new OrderNotPending(),
            { error: new PricesChanged([aPriceChange]), more: { changes: schemas.changes } },
            new TotalTooSmall(),
            new PaymentServiceUnavailable(),
          ),
        },
      },
      async ({ actor, params, body, requestKey }) => {
        const acceptChanges = body?.accept_changes ?? false;
        const order = { actor, orderId: params.id, requestKey };
        const { url, expiresAt } = await openCheckout.execute({ ...order, acceptChanges });
        return { checkout_url: url, expires_at: expiresAt.toISOString() };
      },
    );

    const cancelled = sentence('Order successfully cancelled.');
    app.post(
      '/orders/:id/cancel/',
      {
        config: { who: 'user', repeatable: true },
        schema: {
          tags,
          operationId: 'cancelOrder',
          summary: 'Cancel an order',
          description:
            'Closes its checkout; nothing can be paid for it any more. What can still be bought may go back to the cart.',
          headers: idempotencyHeaders,
          params: schemas.orderParameter,
          body: schemas.cancellation,
          response: answers(
            { 200: cancelled.schema },
            ...ofRepeats,
            new OrderNotFound(),
            new PaidOrderNeedsRefund(),
            new OrderAlreadyCancelled(),
            new PaymentServiceUnavailable(),
          ),
        },
      },
      async ({ actor, params, body, requestKey }) => {
        const returnToCart = body?.return_to_cart ?? false;
        await cancelOrder.execute({ actor, orderId: params.id, requestKey, returnToCart });
        return cancelled.answer;
      },
    );

    const refunded = sentence('Order successfully refunded.');
    app.post(
      '/orders/:id/refund/',
      {
        config: { who: 'user', othersToo: 'admin', repeatable: true },
        schema: {
          tags,
          operationId: 'refundOrder',
          summary: 'Ask for your money back',
          description:
            'All of it, by whoever paid, for 14 days unless the cinema has set another number; by an admin at any time. The films leave the library, the order is `cancelled` and its payment `refunded` once the money is back.',
          headers: idempotencyHeaders,
          params: schemas.orderParameter,
          response: answers(
            { 200: refunded.schema },
            ...ofRepeats,
            new OrderNotFound(),
            new OrderNotPaid(),
            new CancelledOrderNotRefundable(),
            new NoPaymentToRefund(),
            new RefundPeriodOver(),
            new PaymentServiceUnavailable(),
          ),
        },
      },
      async ({ actor, params, requestKey }) => {
        await refundOrder.execute({ actor, orderId: params.id, requestKey });
        return refunded.answer;
      },
    );

    app.get(
      '/purchases/',
      {
        config: { who: 'user' },
        schema: {
          tags: ['Purchases'],
          operationId: 'listPurchases',
          summary: 'See your library',
          description: 'Every film that you may watch, newest first.',
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
