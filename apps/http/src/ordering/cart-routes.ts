import type { AddToCart, ClearCart, RemoveFromCart } from '@online-cinema/application/ordering';
import type { MovieReference, OrderingQueries } from '@online-cinema/application/ports';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import {
  MovieAlreadyInCart,
  MovieAlreadyPurchased,
  MovieInPendingOrder,
  MovieNotForSale,
  MovieNotInCart,
} from '@online-cinema/domain/ordering';
import type { Static } from 'typebox';
import { answers, sentence } from '../shared/answers.ts';
import { movieById, movieParameter, movieReference } from '../shared/movie-reference.ts';
import type { Routes } from '../type-provider.ts';
import { assertEitherOr } from '../validation/either-or.ts';
import * as schemas from './schemas.ts';

export type CartUseCases = Readonly<{
  addToCart: AddToCart;
  removeFromCart: RemoveFromCart;
  clearCart: ClearCart;
  orderingQueries: OrderingQueries;
}>;

const tags = ['Cart'];

/** What a user means to buy. */
export function cartRoutes({ addToCart, removeFromCart, clearCart, orderingQueries }: CartUseCases): Routes {
  return async (app) => {
    app.get(
      '/cart/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'getCart',
          summary: 'See your cart',
          description: 'At today’s prices.',
          response: answers({ 200: schemas.cart }),
        },
      },
      async ({ actor }) => schemas.presentCart(await orderingQueries.cart(actor)),
    );

    app.post(
      '/cart/items/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'addToCart',
          summary: 'Put a movie into your cart',
          description: 'By its id or its uuid: neither and both are refused.',
          body: schemas.cartAddition,
          response: answers(
            { 201: schemas.cart },
            new MovieNotFound(),
            new MovieAlreadyInCart(),
            new MovieAlreadyPurchased(),
            new MovieInPendingOrder(),
            new MovieNotForSale(),
          ),
        },
      },
      async ({ actor, body }, reply) => {
        await addToCart.execute({ actor, movie: theMovieOf(body) });
        return reply.code(201).send(schemas.presentCart(await orderingQueries.cart(actor)));
      },
    );

    const removed = sentence('Movie removed from cart.');
    app.delete(
      '/cart/items/:movie/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'removeFromCart',
          summary: 'Take a movie out of your cart',
          description: 'By its id or its uuid.',
          params: movieParameter,
          response: answers({ 200: removed.schema }, new MovieNotInCart()),
        },
      },
      async ({ actor, params }) => {
        await removeFromCart.execute({ actor, movie: movieReference(params.movie) });
        return removed.answer;
      },
    );

    const cleared = sentence('All movies removed from cart.');
    app.delete(
      '/cart/items/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'clearCart',
          summary: 'Empty your cart',
          description: 'Takes every movie out at once.',
          response: answers({ 200: cleared.schema }),
        },
      },
      async ({ actor }) => {
        await clearCart.execute({ actor });
        return cleared.answer;
      },
    );
  };
}

/** @throws InputRefused unless it names a movie in just one way */
function theMovieOf(body: Static<typeof schemas.cartAddition>): MovieReference {
  assertEitherOr(body, 'movie_id', 'movie_uuid');
  const { movie_id: id, movie_uuid: uuid } = body;
  return id === undefined ? { uuid: String(uuid).toLowerCase() } : movieById(id);
}
