const text = { type: 'string' } as const;
const textOrNull = { type: ['string', 'null'] } as const;
const number = { type: 'number' } as const;
const numberOrNull = { type: ['number', 'null'] } as const;
const whole = { type: 'integer' } as const;
const named = { type: 'object', properties: { id: whole, name: text } } as const;
const many = { type: 'array', items: named } as const;
const namedOrNull = { ...named, nullable: true } as const;

const film = {
  id: whole,
  uuid: text,
  name: text,
  date: textOrNull,
  year: whole,
  score: numberOrNull,
  imdb: numberOrNull,
  votes: numberOrNull,
  overview: textOrNull,
  price: textOrNull,
  genres: many,
  certification: namedOrNull,
} as const;

/** What Fastify writes a page of films by. */
export const listSchema = {
  type: 'object',
  properties: {
    movies: { type: 'array', items: { type: 'object', properties: { ...film, rating: numberOrNull } } },
  },
} as const;

/** Likewise one film. */
export const detailSchema = {
  type: 'object',
  properties: {
    ...film,
    time: numberOrNull,
    meta_score: numberOrNull,
    description: textOrNull,
    status: text,
    budget: numberOrNull,
    revenue: numberOrNull,
    gross: numberOrNull,
    actors: many,
    stars: many,
    directors: many,
    languages: many,
    country: { type: 'object', nullable: true, properties: { id: whole, code: text, name: text } },
    rating: { type: 'object', properties: { average: numberOrNull, count: number } },
    likes: whole,
    dislikes: whole,
    created_at: { type: 'string', format: 'date-time' },
    updated_at: { type: 'string', format: 'date-time' },
  },
} as const;
