import type { AddMovie, ChangeMovie, RemoveMovie } from '@online-cinema/application/catalogue';
import type { CatalogueQueries, Clock } from '@online-cinema/application/ports';
import {
  MovieAlreadyExists,
  MovieInCarts,
  MovieInPendingOrders,
  MovieNotFound,
  MoviePurchased,
} from '@online-cinema/domain/catalogue';
import type { Currency } from '@online-cinema/domain/shared';
import { answers, noContent } from '../shared/answers.ts';
import { movieParameter, movieReference } from '../shared/movie-reference.ts';
import type { Routes } from '../type-provider.ts';
import * as bodies from './movie-body.ts';
import * as schemas from './schemas.ts';

export type MovieWritingNeeds = Readonly<{
  addMovie: AddMovie;
  changeMovie: ChangeMovie;
  removeMovie: RemoveMovie;
  catalogueQueries: CatalogueQueries;
  currency: Currency;
  clock: Clock;
}>;

const tags = ['Catalogue'];

/** A movie that keeps every rule may be longer than other bodies: its texts alone have 110,000 characters. In bytes. */
const bodyLimit = 1024 * 1024;

const theGodfather = { name: 'The Godfather', year: 1972 };
const existing = [
  new MovieAlreadyExists({ ...theGodfather, date: '1972-03-15' }),
  new MovieAlreadyExists({ ...theGodfather, date: null }),
];

/** The movies, for those who keep the catalogue. */
export function movieWritingRoutes(needs: MovieWritingNeeds): Routes {
  const { addMovie, changeMovie, removeMovie, catalogueQueries, currency } = needs;
  return async (app) => {
    app.post(
      '/theater/movies/',
      {
        bodyLimit,
        config: { who: 'moderator', rules: bodies.newMovieRules(needs), location: '/theater/movies/:id/' },
        schema: {
          tags,
          operationId: 'addMovie',
          summary: 'Add a movie',
          description: 'The name, and the date or the year, must be stated; everything else may be unknown.',
          body: bodies.newMovie,
          response: answers({ 201: schemas.movie }, ...existing),
        },
      },
      async ({ actor, body }, reply) => {
        const id = await addMovie.execute({ actor, details: bodies.movieDetails(body, currency) });
        return reply.code(201).send(schemas.presentMovie(await catalogueQueries.movie({ id }, actor)));
      },
    );

    app.patch(
      '/theater/movies/:movie/',
      {
        bodyLimit,
        config: { who: 'moderator', rules: bodies.movieChangeRules(needs) },
        schema: {
          tags,
          operationId: 'changeMovie',
          summary: 'Change a movie',
          description: 'Only what is sent changes; a list takes the place of the whole list. A date brings its year.',
          params: movieParameter,
          body: bodies.movieChange,
          response: answers({ 200: schemas.movie }, new MovieNotFound(), ...existing),
        },
      },
      async ({ actor, params, body = {} }) => {
        const movie = movieReference(params.movie);
        const details = bodies.movieDetails(body, currency);
        if (Object.keys(details).length > 0) await changeMovie.execute({ actor, movie, details });
        return schemas.presentMovie(await catalogueQueries.movie(movie, actor));
      },
    );

    app.delete(
      '/theater/movies/:movie/',
      {
        config: { who: 'moderator' },
        schema: {
          tags,
          operationId: 'deleteMovie',
          summary: 'Delete a movie',
          description: 'Only a movie that nobody would miss: that is in no cart and no pending order, and nobody’s.',
          params: movieParameter,
          response: answers(
            { 204: noContent('The movie is gone, with all that was said about it.') },
            new MovieNotFound(),
            new MovieInCarts(),
            new MovieInPendingOrders(),
            new MoviePurchased(),
          ),
        },
      },
      async ({ actor, params }, reply) => {
        await removeMovie.execute({ actor, movie: movieReference(params.movie) });
        return reply.code(204).send(null);
      },
    );
  };
}
