import type { CatalogueQueries } from '@online-cinema/application/ports';
import { MovieNotFound } from '@online-cinema/domain/catalogue';
import type { Currency } from '@online-cinema/domain/shared';
import { answers } from '../shared/answers.ts';
import { movieParameter, movieReference } from '../shared/movie-reference.ts';
import { framed, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import { movieFilter, movieQuery, movieSort } from './movie-query.ts';
import { NoMoviesFound } from './no-movies-found.ts';
import * as schemas from './schemas.ts';

export type MovieNeeds = Readonly<{ catalogueQueries: CatalogueQueries; currency: Currency }>;

const tags = ['Catalogue'];

/** The movies, for anyone. */
export function movieRoutes({ catalogueQueries, currency }: MovieNeeds): Routes {
  return async (app) => {
    app.get(
      '/theater/movies/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          operationId: 'listMovies',
          summary: 'Browse movies',
          description: 'Newest first, unless a search or a sort says otherwise.',
          querystring: movieQuery,
          response: answers({ 200: schemas.movies }, new NoMoviesFound()),
        },
      },
      async ({ query, url }) => {
        const asked = pageRequest(query);
        const page = await catalogueQueries.movies(movieFilter(query, currency), movieSort(query), asked);
        if (page.items.length === 0) throw new NoMoviesFound();
        return { movies: page.items.map(schemas.presentListItem), ...framed(page, asked, url) };
      },
    );

    app.get(
      '/theater/movies/:movie/',
      {
        config: { who: 'anyone', tellsUsersMore: true },
        schema: {
          tags,
          operationId: 'getMovie',
          summary: 'See a movie',
          description: 'With a token also what you have to do with it, as `mine`.',
          params: movieParameter,
          response: answers({ 200: schemas.movie }, new MovieNotFound()),
        },
      },
      async ({ params, actor }) =>
        schemas.presentMovie(await catalogueQueries.movie(movieReference(params.movie), actor)),
    );
  };
}
