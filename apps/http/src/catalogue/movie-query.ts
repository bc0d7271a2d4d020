import { MOVIE_SORT_FIELDS, type MovieFilter, type MovieSort } from '@online-cinema/application/ports';
import { MOVIE_STATUSES } from '@online-cinema/domain/catalogue';
import { type Currency, Money } from '@online-cinema/domain/shared';
import { type Static, Type } from 'typebox';
import { type Complete, defined } from '../shared/defined.ts';
import { pageQuery } from '../shared/pages.ts';
import { snakeCase } from '../shared/present.ts';
import { decimal, textFormat } from '../validation/formats.ts';
import { notOneOf } from '../validation/messages.ts';

/** Longer than any title. */
const longestSearch = 1_000;
const mostOfAFilter = 20;

const sortWords = MOVIE_SORT_FIELDS.map(snakeCase);

const sortTerm = `\\s*-?(${sortWords.join('|')})\\s*`;
const sortTerms = textFormat(
  'movie-sort',
  notOneOf(sortWords),
  (text) => parsedSort(text) !== undefined,
  new RegExp(`^${sortTerm}(,${sortTerm})*$`),
);

const names = (of: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 255 }), {
      maxItems: mostOfAFilter,
      description: `The name of ${of}, in any case, or its id; given twice it asks for both.`,
    }),
  );

const year = (description: string) => Type.Optional(Type.Integer({ minimum: 1, description }));

const price = (description: string) => Type.Optional(Type.String({ format: decimal, description }));

/** What a list of movies may be asked for. */
export const movieQuery = Type.Object({
  ...pageQuery,
  search: Type.Optional(
    Type.String({
      maxLength: longestSearch,
      description:
        'Words of the title, overview, description, actors or directors; beginnings and small slips will do.',
    }),
  ),
  genre: names('a genre'),
  actor: names('an actor'),
  star: names('a star'),
  director: names('a director'),
  certification: names('a certification'),
  country: names('a country'),
  language: names('a language'),
  year: year('Of this year.'),
  year_from: year('Of this year or later.'),
  year_to: year('Of this year or earlier.'),
  imdb: Type.Optional(Type.Number({ minimum: 0, maximum: 10, description: 'Rated this by IMDb’s users, or better.' })),
  price_from: price('This price or more.'),
  price_to: price('This price or less.'),
  status: Type.Optional(Type.Enum([...MOVIE_STATUSES], { description: 'How far its making is.' })),
  for_sale: Type.Optional(Type.Boolean({ description: 'Whether it has a price, and so can be bought.' })),
  sort: Type.Optional(
    Type.String({
      format: sortTerms,
      description: `Separated by commas, \`-\` for descending, such as \`-imdb,name\`: ${sortWords.join(', ')}.`,
    }),
  ),
});

type MovieQuery = Static<typeof movieQuery>;

/** @param currency that of the prices in the query */
export function movieFilter(query: MovieQuery, currency: Currency): MovieFilter {
  return defined({
    search: query.search?.trim() === '' ? undefined : query.search,
    genres: query.genre,
    actors: query.actor,
    stars: query.star,
    directors: query.director,
    certifications: query.certification,
    countries: query.country,
    languages: query.language,
    year: query.year,
    yearFrom: query.year_from,
    yearTo: query.year_to,
    imdbAtLeast: query.imdb,
    priceFrom: query.price_from === undefined ? undefined : Money.parse(query.price_from, currency),
    priceTo: query.price_to === undefined ? undefined : Money.parse(query.price_to, currency),
    status: query.status,
    forSale: query.for_sale,
  } satisfies Complete<Omit<MovieFilter, 'within' | 'favoritesOf'>>);
}

/** A field that is named again adds nothing to the order. */
export function movieSort({ sort }: Pick<MovieQuery, 'sort'>): readonly MovieSort[] {
  const terms = sort === undefined ? [] : (parsedSort(sort) ?? []);
  return terms.filter(({ field }, index) => terms.findIndex((term) => term.field === field) === index);
}

/** Undefined if a term is none of the fields. */
function parsedSort(text: string): readonly MovieSort[] | undefined {
  const terms = text.split(',').map((term) => {
    const name = term.trim().replace(/^-/, '');
    const field = MOVIE_SORT_FIELDS.find((candidate) => snakeCase(candidate) === name);
    return field && { field, descending: term.trim().startsWith('-') };
  });
  return terms.every((term) => term !== undefined) ? terms : undefined;
}
