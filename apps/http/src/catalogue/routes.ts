import { cacheable } from '../plugins/cacheable.ts';
import type { Routes } from '../type-provider.ts';
import { FACET_LISTINGS } from './facet-listings.ts';
import { type FacetNeeds, facetRoutes } from './facet-routes.ts';
import { type MovieNeeds, movieRoutes } from './movie-routes.ts';
import { type MovieWritingNeeds, movieWritingRoutes } from './movie-writing-routes.ts';

type CatalogueNeeds = MovieNeeds & MovieWritingNeeds & FacetNeeds;

/** What there is to see and to buy, and how moderators keep it. */
export function catalogueRoutes(needs: CatalogueNeeds): Routes {
  return async (app) => {
    await app.register(cacheable);
    await app.register(movieRoutes(needs));
    await app.register(movieWritingRoutes(needs));
    for (const listing of FACET_LISTINGS) await app.register(facetRoutes(listing, needs));
  };
}
