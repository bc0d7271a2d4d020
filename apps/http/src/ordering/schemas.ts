import type { CartView, OrderView, PurchaseView } from '@online-cinema/application/ports';
import { type Exclusion, ORDER_STATUSES, type Order, type OrderedMovie } from '@online-cinema/domain/ordering';
import { Type } from 'typebox';
import { pageOf } from '../shared/pages.ts';
import {
  body,
  described,
  eitherOf,
  id,
  moment,
  momentExample,
  money,
  movieLabel,
  movieLabelExample,
  named,
  orNull,
  uuid,
} from '../shared/schemas.ts';

export const cartAddition = eitherOf(
  {
    movie_id: Type.Optional(Type.Integer({ description: 'The id of the movie.' })),
    movie_uuid: Type.Optional(Type.String({ format: 'uuid', description: 'Its uuid.' })),
  },
  [{ movie_id: 2 }, { movie_uuid: movieLabelExample.uuid }],
);

export const cart = Type.Object(
  {
    id: Type.Integer({ description: '0 until something was put into it for the first time.' }),
    items: Type.Array(
      Type.Object(
        {
          movie: Type.Object({
            id: id('the movie'),
            uuid,
            name: Type.String(),
            year: Type.Integer(),
            price: orNull(money, 'Null: no longer for sale.'),
            genres: Type.Array(named),
          }),
          added_at: moment,
        },
        { title: 'CartItem' },
      ),
    ),
    total: described(money, 'Of what is for sale.'),
  },
  {
    title: 'Cart',
    description: 'The cart, in the order in which it was filled.',
    examples: [
      {
        id: 1,
        items: [
          {
            movie: { ...movieLabelExample, year: 1972, price: '10.99', genres: [{ id: 3, name: 'Drama' }] },
            added_at: momentExample,
          },
        ],
        total: '10.99',
      },
    ],
  },
);

export function presentCart({ id, items, total }: CartView) {
  return {
    id,
    items: items.map(({ movie, addedAt }) => ({
      movie: { ...movie, price: movie.price?.toDecimal() ?? null, genres: [...movie.genres] },
      added_at: addedAt.toISOString(),
    })),
    total: total.toDecimal(),
  };
}

export const orderStatus = Type.Enum([...ORDER_STATUSES], {
  description:
    '`pending`: it waits to be paid, and no money was kept for it so far. `paid`: the money was taken, or none was owed, and the films are in the library. `cancelled`: it is over, and no money was kept for it: either it never was paid, or all of it went back; its payments tell which.',
});

export const orderFields = {
  id: id('the order'),
  status: orderStatus,
  total_amount: money,
  created_at: moment,
  items: Type.Array(Type.Object({ movie: movieLabel, price_at_order: money }, { title: 'OrderItem' })),
};

export const orderExample = {
  id: 1,
  status: 'pending',
  total_amount: '10.99',
  created_at: momentExample,
  items: [{ movie: movieLabelExample, price_at_order: '10.99' }],
};

export const orderShape = Type.Object(orderFields, { title: 'Order' });

export const order = described(orderShape, 'The order.', orderExample);

export const orders = pageOf('orders', orderShape, {
  description: 'A page of your orders, newest first.',
  example: orderExample,
});

/** What was in the cart and not in the order, of both answers that say so. */
export const excluded = Type.Array(
  Type.Object({ movie: movieLabel, reason: Type.Enum(['purchased', 'not for sale']) }, { title: 'Exclusion' }),
  { description: 'What was in the cart and could not be ordered, and why.' },
);

/** What a customer has to agree to before they pay. */
export const changes = Type.Array(
  Type.Object(
    { movie: movieLabel, price_at_order: money, price: described(money, 'Today’s, in the shop’s currency.') },
    { title: 'PriceChange' },
  ),
  { description: 'The movies whose price has changed.' },
);

export const placed = Type.Object(
  { ...orderFields, excluded },
  {
    title: 'PlacedOrder',
    description: 'The order; it waits 30 minutes for its checkout. One of which nothing is to be paid is paid already.',
    examples: [{ ...orderExample, excluded: [] }],
  },
);

export function presentPlaced({ order, excluded }: { order: Order; excluded: readonly Exclusion[] }) {
  const { id, status, createdAt, items } = order.state;
  return { ...presentOrder({ id, status, total: order.total, createdAt, items }), excluded: [...excluded] };
}

export function presentOrder({ id, status, total, createdAt, items }: OrderView) {
  return {
    id,
    status,
    total_amount: total.toDecimal(),
    created_at: createdAt.toISOString(),
    items: items.map(({ movie, priceAtOrder }) => ({
      movie: presentLabel(movie),
      price_at_order: priceAtOrder.toDecimal(),
    })),
  };
}

export const orderParameter = Type.Object({ id: id('one of your orders') });

export const checkoutRequest = Type.Optional(
  body(
    {
      accept_changes: Type.Optional(
        Type.Boolean({ description: 'Whether prices that changed since the order was placed are taken.' }),
      ),
    },
    { accept_changes: true },
  ),
);

export const checkout = Type.Object(
  {
    checkout_url: Type.String({ format: 'uri', description: 'The page where the customer pays; for a browser.' }),
    expires_at: moment,
  },
  {
    title: 'Checkout',
    description: 'A session at the payment service; asking again gives the same one.',
    examples: [{ checkout_url: 'http://127.0.0.1:8000/sandbox/pay/cs_1', expires_at: momentExample }],
  },
);

export const cancellation = Type.Optional(
  body(
    {
      return_to_cart: Type.Optional(Type.Boolean({ description: 'Whether what can be bought goes back to the cart.' })),
    },
    { return_to_cart: true },
  ),
);

export const purchase = Type.Object({ movie: movieLabel, purchased_at: moment }, { title: 'Purchase' });

export const purchases = pageOf('purchases', purchase, {
  description: 'A page of your library, newest first.',
  example: { movie: movieLabelExample, purchased_at: momentExample },
});

export function presentPurchase({ movie, purchasedAt }: PurchaseView) {
  return { movie: presentLabel(movie), purchased_at: purchasedAt.toISOString() };
}

export function presentLabel({ id, uuid, name }: OrderedMovie) {
  return { id, uuid, name };
}
