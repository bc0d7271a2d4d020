import type { CatalogueQueries } from '@online-cinema/application/ports';
import type { Currency } from '@online-cinema/domain/shared';
import { movieFilter, movieQuery, movieSort } from '../catalogue/movie-query.ts';
import { NoMoviesFound } from '../catalogue/no-movies-found.ts';
import { movies, presentListItem } from '../catalogue/schemas.ts';
import { answers } from '../shared/answers.ts';
import { framed, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import { type CommentNeeds, commentRoutes } from './comment-routes.ts';
import { type MarkUseCases, markRoutes } from './mark-routes.ts';
import { type NotificationNeeds, notificationRoutes } from './notification-routes.ts';

type CommunityNeeds = MarkUseCases &
  CommentNeeds &
  NotificationNeeds &
  Readonly<{ catalogueQueries: CatalogueQueries; currency: Currency }>;

const tags = ['Community'];

/** What users think and say of movies. */
export function communityRoutes(needs: CommunityNeeds): Routes {
  const { catalogueQueries, currency } = needs;
  return async (app) => {
    // In the order in which the documentation is to show them.
    await app.register(markRoutes(needs));

    app.get(
      '/favorites/',
      {
        config: { who: 'user' },
        schema: {
          tags,
          operationId: 'listFavorites',
          summary: 'Browse your favorites',
          description: 'With the search, the filters and the sorts of all movies.',
          querystring: movieQuery,
          response: answers({ 200: movies }, new NoMoviesFound()),
        },
      },
      async ({ actor, query, url }) => {
        const asked = pageRequest(query);
        const filter = { ...movieFilter(query, currency), favoritesOf: actor.userId };
        const page = await catalogueQueries.movies(filter, movieSort(query), asked);
        if (page.items.length === 0) throw new NoMoviesFound();
        return { movies: page.items.map(presentListItem), ...framed(page, asked, url) };
      },
    );

    await app.register(commentRoutes(needs));
    await app.register(notificationRoutes(needs));
  };
}
