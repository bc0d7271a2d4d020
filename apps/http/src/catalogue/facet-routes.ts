import type { AddFacet, ChangeFacet, RemoveFacet } from '@online-cinema/application/catalogue';
import type { CatalogueQueries } from '@online-cinema/application/ports';
import { FacetAlreadyExists, FacetNotFound } from '@online-cinema/domain/catalogue';
import { Type } from 'typebox';
import { answers, noContent } from '../shared/answers.ts';
import { framed, pageQuery, pageRequest } from '../shared/pages.ts';
import type { Routes } from '../type-provider.ts';
import type { FacetListing } from './facet-listings.ts';
import * as schemas from './facet-schemas.ts';
import { presentListItem } from './schemas.ts';

export type FacetNeeds = Readonly<{
  addFacet: AddFacet;
  changeFacet: ChangeFacet;
  removeFacet: RemoveFacet;
  catalogueQueries: CatalogueQueries;
}>;

const tags = ['Lists of names'];

/** One of the lists of names: for anyone to read, for moderators to keep. */
export function facetRoutes(listing: FacetListing, needs: FacetNeeds): Routes {
  return async (app) => {
    await app.register(facetReadingRoutes(listing, needs));
    await app.register(facetWritingRoutes(listing, needs));
  };
}

function facetReadingRoutes(listing: FacetListing, { catalogueQueries }: FacetNeeds): Routes {
  const { list, one } = listing;
  const { page: pageOfList, withMovies } = schemas.facetAnswers(listing);
  return async (app) => {
    app.get(
      `/theater/${list}/`,
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          operationId: `list${schemas.capitalized(list)}`,
          summary: `Browse ${list}`,
          description: `${one === 'star' ? 'The actors who star in movies, by' : 'By'} name, each with how many movies it has.`,
          querystring: schemas.facetQuery,
          response: answers({ 200: pageOfList }),
        },
      },
      async ({ query, url }) => {
        const asked = pageRequest(query);
        const page = await catalogueQueries.facets(list, query.search, asked);
        return { [list]: page.items.map(schemas.presentFacet), ...framed(page, asked, url) };
      },
    );

    app.get(
      `/theater/${list}/:id/`,
      {
        config: { who: 'anyone' },
        schema: {
          tags,
          operationId: `get${schemas.capitalized(one)}`,
          summary: `See ${schemas.withArticle(one)} and its movies`,
          description: 'Its movies are newest first, a page of them at a time.',
          params: schemas.facetParameter(listing),
          querystring: Type.Object(pageQuery),
          response: answers({ 200: withMovies }, new FacetNotFound(one)),
        },
      },
      async ({ params, query, url }) => {
        const asked = pageRequest(query);
        const facet = await catalogueQueries.facet(list, params.id);
        const page = await catalogueQueries.movies({ within: { list, id: facet.id } }, [], asked);
        return {
          ...schemas.presentFacet(facet),
          movies: page.items.map(presentListItem),
          ...framed(page, asked, url),
        };
      },
    );
  };
}

function facetWritingRoutes(listing: FacetListing, needs: FacetNeeds): Routes {
  const { list, one, kind, example } = listing;
  const { addFacet, changeFacet, removeFacet, catalogueQueries } = needs;
  const { toAdd, toChange } = schemas.facetBodies(listing);
  const { written } = schemas.facetAnswers(listing);
  const anyOf = schemas.withArticle(one);
  const existing = new FacetAlreadyExists({ kind, name: example.name });
  const shown = async (id: number) => schemas.presentFacet(await catalogueQueries.facet(list, id));
  return async (app) => {
    app.post(
      `/theater/${list}/`,
      {
        config: {
          who: 'moderator',
          rules: schemas.newFacetRules(listing),
          location: `/theater/${list}/:id/`,
        },
        schema: {
          tags,
          operationId: `add${schemas.capitalized(one)}`,
          summary: `Add ${anyOf}`,
          description: schemas.whatIsAdded(one),
          body: toAdd,
          response: answers({ 201: written }, existing),
        },
      },
      async ({ actor, body }, reply) => {
        const { id } = await addFacet.execute({ actor, kind, details: body });
        return reply.code(201).send(await shown(id));
      },
    );

    app.patch(
      `/theater/${list}/:id/`,
      {
        config: { who: 'moderator', rules: schemas.facetChangeRules(listing) },
        schema: {
          tags,
          operationId: `change${schemas.capitalized(one)}`,
          summary: `Change ${anyOf}`,
          description: 'Only what is sent changes; the movies go with it.',
          params: schemas.facetParameter(listing),
          body: toChange,
          response: answers({ 200: written }, new FacetNotFound(one), existing),
        },
      },
      async ({ actor, params: { id }, body: details = {} }) => {
        if (Object.keys(details).length > 0) {
          await notFoundAs(one, changeFacet.execute({ actor, kind, id, details }));
        }
        return shown(id);
      },
    );

    app.delete(
      `/theater/${list}/:id/`,
      {
        config: { who: 'moderator' },
        schema: {
          tags,
          operationId: `delete${schemas.capitalized(one)}`,
          summary: `Delete ${anyOf}`,
          description: one === 'star' ? 'Deletes the actor. The movies stay.' : 'The movies stay, without it.',
          params: schemas.facetParameter(listing),
          response: answers({ 204: noContent(`The ${one} is gone.`) }, new FacetNotFound(one)),
        },
      },
      async ({ actor, params: { id } }, reply) => {
        await notFoundAs(one, removeFacet.execute({ actor, kind, id }));
        return reply.code(204).send(null);
      },
    );
  };
}

/** A star is written as an actor, but looked for, and maybe not found, as a star. */
async function notFoundAs(one: FacetListing['one'], work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof FacetNotFound ? new FacetNotFound(one) : error;
  }
}
