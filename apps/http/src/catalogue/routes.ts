import type { CatalogueQueries } from '@online-cinema/application/ports';
import { FacetNotFound, MovieNotFound } from '@online-cinema/domain/catalogue';
import { type Currency, DomainError } from '@online-cinema/domain/shared';
import { Type } from 'typebox';
import { cacheable } from '../plugins/cacheable.ts';
import { answers } from '../shared/answers.ts';
import { movieParameter, movieReference } from '../shared/movie-reference.ts';
import { framed, pageQuery, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import { movieFilter, movieQuery, movieSort } from './movie-query.ts';
import * as schemas from './schemas.ts';

export type CatalogueNeeds = Readonly<{ catalogueQueries: CatalogueQueries; currency: Currency }>;

/** A list of movies has nothing on this page. */
export class NoMoviesFound extends DomainError {
  readonly kind = 'not-found';
  constructor() {
    super('No movies found.');
  }
}

const tags = ['Catalogue'];

/** What there is to see and to buy. */
export function catalogueRoutes({ catalogueQueries, currency }: CatalogueNeeds): Routes {
  return async (app) => {
    await app.register(cacheable);

    app.get(
      '/theater/movies/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
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
        config: { who: 'anyone' },
        schema: {
          tags,
          summary: 'See a movie',
          params: movieParameter,
          response: answers({ 200: schemas.movie }, new MovieNotFound()),
        },
      },
      async ({ params, actor }) =>
        schemas.presentMovie(await catalogueQueries.movie(movieReference(params.movie), actor)),
    );

    app.get(
      '/theater/genres/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          summary: 'Browse genres',
          querystring: Type.Object({
            ...pageQuery,
            search: Type.Optional(Type.String({ maxLength: 255, description: 'The beginning of a word of the name.' })),
          }),
          response: answers({ 200: schemas.genres }),
        },
      },
      async ({ query, url }) => {
        const asked = pageRequest(query);
        const page = await catalogueQueries.facets('genres', query.search, asked);
        return { genres: page.items.map(schemas.presentGenre), ...framed(page, asked, url) };
      },
    );

    app.get(
      '/theater/genres/:id/',
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          summary: 'See a genre and its movies',
          params: schemas.genreParameter,
          querystring: Type.Object(pageQuery),
          response: answers({ 200: schemas.genre }, new FacetNotFound('genre')),
        },
      },
      async ({ params, query, url }) => {
        const asked = pageRequest(query);
        const genre = await catalogueQueries.facet('genres', params.id);
        const page = await catalogueQueries.movies({ within: { list: 'genres', id: genre.id } }, [], asked);
        return {
          ...schemas.presentGenre(genre),
          movies: page.items.map(schemas.presentListItem),
          ...framed(page, asked, url),
        };
      },
    );
  };
}
