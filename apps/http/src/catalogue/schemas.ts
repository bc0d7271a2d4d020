import type { MovieListItem, MovieView } from '@online-cinema/application/ports';
import { MOVIE_STATUSES } from '@online-cinema/domain/catalogue';
import { type TSchema, Type } from 'typebox';
import { pageOf } from '../shared/pages.ts';
import { type Presented, present, type SnakeCase } from '../shared/present.ts';
import { id, moment, momentExample, money, named, orNull, uuid } from '../shared/schemas.ts';

const number = orNull(Type.Number());
const wholeNumber = orNull(Type.Integer());
const text = orNull(Type.String());

/** A schema for each field of a view: what had none would not be sent. */
type SchemasOf<View> = Readonly<Record<SnakeCase<keyof View & string>, TSchema>>;

const listFields = {
  id: id('the movie'),
  uuid,
  name: Type.String(),
  date: orNull(Type.String({ format: 'date' }), 'Null where it is unknown.'),
  year: Type.Integer(),
  score: orNull(Type.Number(), '0–100'),
  imdb: orNull(Type.Number(), '0–10'),
  votes: wholeNumber,
  overview: text,
  price: orNull(money, 'Null: listed, but not for sale.'),
  genres: Type.Array(named),
  certification: orNull(named),
} satisfies SchemasOf<Omit<MovieListItem, 'rating'>>;

export const listItem = Type.Object(
  {
    ...listFields,
    rating: orNull(Type.Number(), 'The average of the users’ ratings, to two decimals.'),
  },
  { title: 'MovieItem' },
);

export const listItemExample = {
  id: 2,
  uuid: '0b6f1c2e-5d0a-4c3b-9a52-4f4a3f1f7b10',
  name: 'The Godfather',
  date: '1972-03-15',
  year: 1972,
  score: null,
  imdb: 9.2,
  votes: 411088,
  overview: null,
  price: '10.99',
  genres: [{ id: 3, name: 'Drama' }],
  certification: { id: 1, name: 'R' },
  rating: null,
} satisfies Presented<MovieListItem>;

export const movies = pageOf('movies', listItem, {
  description: 'A page of movies.',
  example: listItemExample,
});

export function presentListItem(movie: MovieListItem) {
  return present(movie);
}

const mine = Type.Object(
  {
    reaction: orNull(Type.Enum(['like', 'dislike'])),
    rating: wholeNumber,
    favorite: Type.Boolean(),
    in_cart: Type.Boolean(),
    purchased: Type.Boolean(),
  } satisfies SchemasOf<NonNullable<MovieView['mine']>>,
  { title: 'MyMovie' },
);

const pageFields = {
  ...listFields,
  time: orNull(Type.Integer(), 'Minutes.'),
  meta_score: number,
  description: text,
  status: Type.Enum([...MOVIE_STATUSES]),
  budget: number,
  revenue: number,
  gross: number,
  actors: Type.Array(named),
  stars: Type.Array(named),
  directors: Type.Array(named),
  languages: Type.Array(named),
  country: orNull(
    Type.Object(
      { id: Type.Integer(), code: Type.String({ description: 'ISO 3166-1 alpha-2.' }), name: Type.String() },
      { title: 'NamedCountry' },
    ),
  ),
  rating: Type.Object(
    { average: number, count: Type.Integer() },
    { description: 'The average of the users’ ratings, to two decimals, and how many there are.' },
  ),
  likes: Type.Integer(),
  dislikes: Type.Integer(),
  created_at: moment,
  updated_at: moment,
  mine: Type.Optional(mine),
} satisfies SchemasOf<MovieView>;

export const movie = Type.Object(pageFields, {
  title: 'Movie',
  description: 'The movie; `mine`, what a signed-in user has to do with it, is left out for others.',
  examples: [
    {
      ...listItemExample,
      time: 175,
      meta_score: null,
      description: null,
      status: 'Released',
      budget: 7000000,
      revenue: 268500000,
      gross: 134966411,
      actors: [],
      stars: [],
      directors: [{ id: 1, name: 'Francis Ford Coppola' }],
      languages: [],
      country: null,
      rating: { average: null, count: 0 },
      likes: 0,
      dislikes: 0,
      created_at: momentExample,
      updated_at: momentExample,
      mine: { reaction: null, rating: null, favorite: false, in_cart: true, purchased: false },
    } satisfies Presented<MovieView>,
  ],
});

export function presentMovie({ mine, ...view }: MovieView) {
  return { ...present(view), ...(mine === null ? {} : { mine: present(mine) }) };
}
