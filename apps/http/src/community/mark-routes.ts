import type {
  AddFavorite,
  RateMovie,
  ReactToMovie,
  RemoveFavorite,
  WithdrawRating,
  WithdrawReaction,
} from '@online-cinema/application/community';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import { answers, noContent } from '../shared/answers.ts';
import { movieParameter, movieReference } from '../shared/movie-reference.ts';
import type { Routes } from '../type-provider.ts';
import * as schemas from './mark-schemas.ts';

export type MarkUseCases = Readonly<{
  reactToMovie: ReactToMovie;
  withdrawReaction: WithdrawReaction;
  rateMovie: RateMovie;
  withdrawRating: WithdrawRating;
  addFavorite: AddFavorite;
  removeFavorite: RemoveFavorite;
}>;

const tags = ['Community'];
const params = movieParameter;

/** What users think of movies, without words: one mark of a kind a user and movie. */
export function markRoutes(useCases: MarkUseCases): Routes {
  return async (app) => {
    app.put(
      '/theater/movies/:movie/reaction/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'reactToMovie',
          summary: 'Like or dislike a movie',
          description: 'In place of what you thought of it before.',
          params,
          body: schemas.reaction,
          response: answers({ 204: noContent('It is your reaction now.') }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie }, body: { value } }, reply) => {
        await useCases.reactToMovie.execute({ actor, movie: movieReference(movie), value });
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/theater/movies/:movie/reaction/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'withdrawReaction',
          summary: 'Withdraw your reaction to a movie',
          description: 'Nothing happens if there is none.',
          params,
          response: answers({ 204: noContent('You have no reaction to it.') }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie } }, reply) => {
        await useCases.withdrawReaction.execute({ actor, movie: movieReference(movie) });
        return reply.code(204).send(null);
      },
    );

    app.put(
      '/theater/movies/:movie/rating/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'rateMovie',
          summary: 'Rate a movie',
          description: 'In place of how you rated it before.',
          params,
          body: schemas.rating,
          response: answers({ 204: noContent('It counts in the movie’s average.') }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie }, body: { value } }, reply) => {
        await useCases.rateMovie.execute({ actor, movie: movieReference(movie), value });
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/theater/movies/:movie/rating/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'withdrawRating',
          summary: 'Withdraw your rating of a movie',
          description: 'Nothing happens if there is none.',
          params,
          response: answers({ 204: noContent('You have not rated it.') }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie } }, reply) => {
        await useCases.withdrawRating.execute({ actor, movie: movieReference(movie) });
        return reply.code(204).send(null);
      },
    );

    app.put(
      '/theater/movies/:movie/favorite/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'addFavorite',
          summary: 'Keep a movie among your favorites',
          description: 'Nothing happens if it is one already.',
          params,
          response: answers({ 204: noContent('It is one of your favorites.') }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie } }, reply) => {
        await useCases.addFavorite.execute({ actor, movie: movieReference(movie) });
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/theater/movies/:movie/favorite/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'removeFavorite',
          summary: 'Take a movie off your favorites',
          description: 'Nothing happens if it is none.',
          params,
          response: answers({ 204: noContent('It is none of your favorites.') }, new MovieNotFound()),
        },
      },
      async ({ actor, params: { movie } }, reply) => {
        await useCases.removeFavorite.execute({ actor, movie: movieReference(movie) });
        return reply.code(204).send(null);
      },
    );
  };
}
