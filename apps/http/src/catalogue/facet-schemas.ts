import type { FacetView } from '@online-cinema/application/ports';
import { Facet, type FacetDetails } from '@online-cinema/domain/catalogue';
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/schema';
import type { BodyRules } from '../plugins/validation.ts';
import { pageFrame, pageOf, pageQuery, singlePage } from '../shared/pages.ts';
import { body, described, id } from '../shared/schemas.ts';
import { faultsIn } from '../validation/domain-faults.ts';
import type { FacetListing } from './facet-listings.ts';
import { listItem, listItemExample } from './schemas.ts';

export const facetQuery = Type.Object({
  ...pageQuery,
  search: Type.Optional(
    Type.String({
      maxLength: 255,
      description: 'The beginnings of words of the name, in any case; countries go by their code as well.',
    }),
  ),
});

export const facetParameter = ({ one }: FacetListing) => Type.Object({ id: id(withArticle(one)) });

/** `a genre`, `an actor` */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

export function capitalized(noun: string): string {
  return noun.replace(/^./, (first) => first.toUpperCase());
}

/** The answers of a list's routes. The items' own name differs from list to list, so that types cannot tell it. */
export function facetAnswers({ list, one, example }: FacetListing) {
  const fields = {
    id: id(`the ${one}`),
    ...(list === 'countries' ? { code: Type.String({ description: 'ISO 3166-1 alpha-2.' }) } : {}),
    name: Type.String(),
    total_movies: Type.Integer(),
  };
  const title = capitalized(one);
  const shape = Type.Object(fields, { title });
  const page: TSchema = pageOf(list, shape, { description: `A page of ${list}, by name.`, example });
  const written: TSchema = described(shape, `The ${one}.`, example);
  const withMovies: TSchema = Type.Object(
    { ...fields, movies: Type.Array(listItem), ...pageFrame },
    {
      title: `${title}WithMovies`,
      description: `The ${one} and a page of its movies, which may be empty.`,
      examples: [{ ...example, movies: [listItemExample], ...singlePage([listItemExample]) }],
    },
  );
  return { page, written, withMovies };
}

export function presentFacet({ id, code, name, totalMovies }: FacetView) {
  return { id, ...(code === null ? {} : { code }), name, total_movies: totalMovies };
}

const name = Type.String({ description: '1–255 characters, in any case the only one of its kind.' });
const countryName = Type.String({ description: '1–255 characters; if there is none, that which goes with the code.' });
const code = Type.String({ description: 'ISO 3166-1, alpha-2 or alpha-3, in any case.' });

/** What there is to know of adding one. */
export function whatIsAdded(one: FacetListing['one']): string {
  if (one === 'star') return 'Adds the actor, who is on this list once they star in a movie.';
  if (one === 'country') return 'By its code; unless a name is stated, it has that which goes with the code.';
  return 'The name must be the only one of its kind, in any case.';
}

/** What is written: a name, of countries a code. */
export function facetBodies({ list, example }: FacetListing) {
  const country = { code: example.code, name: example.name };
  return list === 'countries'
    ? {
        toAdd: body({ code, name: Type.Optional(countryName) }, country),
        toChange: Type.Optional(body({ code: Type.Optional(code), name: Type.Optional(name) }, country)),
      }
    : {
        toAdd: body({ name }, { name: example.name }),
        toChange: Type.Optional(body({ name: Type.Optional(name) }, { name: example.name })),
      };
}

/** The domain's rules of a new facet. */
export function newFacetRules({ kind }: FacetListing): BodyRules {
  return (sound) => faultsIn(() => Facet.describe(kind, detailsIn(sound)));
}

/** The domain's rules of a change, which it breaks by itself: whatever is known of the facet. */
export function facetChangeRules({ kind, example }: FacetListing): BodyRules {
  return (sound) =>
    faultsIn(() => Facet.restore({ kind, ...example, code: example.code ?? null }).change(detailsIn(sound)));
}

const soundDetails = Type.Object({ name: Type.Optional(Type.String()), code: Type.Optional(Type.String()) });

function detailsIn(sound: object): FacetDetails {
  return Check(soundDetails, sound) ? sound : {};
}
