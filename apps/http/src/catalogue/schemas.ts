import type { MovieListItem, MovieView } from '@online-cinema/application/ports';
import { MOVIE_STATUSES } from '@online-cinema/domain/catalogue';
import { Type } from 'typebox';
import { pageOf } from '../shared/pages.ts';
import { id, moment, momentExample, money, named, orNull, uuid } from '../shared/schemas.ts';

const number = orNull(Type.Number());
const wholeNumber = orNull(Type.Integer());
const text = orNull(Type.String());

const listFields = {
  id: id('the movie'),
  uuid,
  name: Type.String(),
  date: Type.Union([Type.String({ format: 'date' }), Type.Null()], { description: 'Null where it is unknown.' }),
  year: Type.Integer(),
  score: Type.Union([Type.Number(), Type.Null()], { description: '0–100' }),
  imdb: Type.Union([Type.Number(), Type.Null()], { description: '0–10' }),
  votes: wholeNumber,
  overview: text,
  price: Type.Union([money, Type.Null()], { description: 'Null: listed, but not for sale.' }),
  genres: Type.Array(named),
  certification: orNull(named),
};

export const listItem = Type.Object({
  ...listFields,
  rating: Type.Union([Type.Number(), Type.Null()], {
    description: 'The average of the users’ ratings, to two decimals.',
  }),
});

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
};

export const movies = pageOf('movies', listItem, { description: 'A page of movies.', example: listItemExample });

export function presentListItem(movie: MovieListItem) {
  return { ...presentBasics(movie), rating: movie.rating };
}

const mine = Type.Object({
  reaction: orNull(Type.Enum(['like', 'dislike'])),
  rating: wholeNumber,
  favorite: Type.Boolean(),
  in_cart: Type.Boolean(),
  purchased: Type.Boolean(),
});

export const movie = Type.Object(
  {
    ...listFields,
    time: Type.Union([Type.Integer(), Type.Null()], { description: 'Minutes.' }),
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
    country: orNull(Type.Object({ id: Type.Integer(), code: Type.String(), name: Type.String() })),
    rating: Type.Object(
      { average: number, count: Type.Integer() },
      { description: 'The average of the users’ ratings, to two decimals, and how many there are.' },
    ),
    likes: Type.Integer(),
    dislikes: Type.Integer(),
    created_at: moment,
    updated_at: moment,
    mine: Type.Optional(mine),
  },
  {
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
      },
    ],
  },
);

export function presentMovie(view: MovieView) {
  return {
    ...presentBasics(view),
    time: view.time,
    meta_score: view.metaScore,
    description: view.description,
    status: view.status,
    budget: view.budget,
    revenue: view.revenue,
    gross: view.gross,
    actors: [...view.actors],
    stars: [...view.stars],
    directors: [...view.directors],
    languages: [...view.languages],
    country: view.country,
    rating: view.rating,
    likes: view.likes,
    dislikes: view.dislikes,
    created_at: view.createdAt.toISOString(),
    updated_at: view.updatedAt.toISOString(),
    ...(view.mine === null ? {} : { mine: presentMine(view.mine) }),
  };
}

function presentMine({ inCart, ...rest }: NonNullable<MovieView['mine']>) {
  return { ...rest, in_cart: inCart };
}

function presentBasics(movie: Omit<MovieListItem, 'rating'>) {
  return {
    id: movie.id,
    uuid: movie.uuid,
    name: movie.name,
    date: movie.date,
    year: movie.year,
    score: movie.score,
    imdb: movie.imdb,
    votes: movie.votes,
    overview: movie.overview,
    price: movie.price?.toDecimal() ?? null,
    genres: [...movie.genres],
    certification: movie.certification,
  };
}
