import type { Clock } from '@online-cinema/application/ports';
import { MOST_NAMES, MOVIE_STATUSES, Movie, type MovieDetails, TEXT_LIMITS } from '@online-cinema/domain/catalogue';
import { type Currency, type Fault, Money } from '@online-cinema/domain/shared';
import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/schema';
import type { BodyRules } from '../plugins/validation.ts';
import { type Complete, defined } from '../shared/defined.ts';
import type { SnakeCase } from '../shared/present.ts';
import { body, orNull } from '../shared/schemas.ts';
import { faultsIn } from '../validation/domain-faults.ts';
import { decimal } from '../validation/formats.ts';

const text = (description: string) => Type.Optional(orNull(Type.String(), description));
const wholeNumber = (description: string) => Type.Optional(orNull(Type.Integer(), description));
const number = (description: string) => Type.Optional(orNull(Type.Number(), description));
const names = (description: string) =>
  Type.Optional(orNull(Type.Array(Type.String(), { maxItems: MOST_NAMES }), description));

const ofAtMost = (characters: number) => `of at most ${characters.toLocaleString('en')} characters.`;

const name = Type.String({ description: '1–255 characters.' });

/** All but the name; the bounds are the domain's, and it says so itself. */
const facts = {
  date: Type.Optional(orNull(Type.String({ format: 'date' }), 'The release date, where it is known.')),
  year: wholeNumber('1895 to next year; that of the date, and to be stated only where the date is unknown.'),
  time: wholeNumber('Minutes.'),
  score: number('0–100'),
  imdb: number('0–10'),
  votes: wholeNumber('0 or more.'),
  meta_score: number('0–100'),
  overview: text(`A short synopsis, ${ofAtMost(TEXT_LIMITS.overview)}`),
  description: text(`The full text, ${ofAtMost(TEXT_LIMITS.description)}`),
  status: Type.Optional(
    orNull(Type.Enum([...MOVIE_STATUSES]), 'Of a new movie `Released`, unless stated; null is as if it was left out.'),
  ),
  budget: number('0 or more; a plain number, not money of the shop.'),
  revenue: number('0 or more; likewise.'),
  gross: number('0 or more; likewise.'),
  price: Type.Optional(orNull(Type.String({ format: decimal }), 'Up to 999999.99. Null: listed, but not for sale.')),
  genres: names('Names; those not known yet are created.'),
  actors: names('Names, in billing order; those not known yet are created.'),
  stars: names('Names; a star who is not among the actors joins them.'),
  directors: names('Names; those not known yet are created.'),
  languages: names('Names; those not known yet are created.'),
  country: text('An ISO 3166-1 code, alpha-2 or alpha-3, in any case.'),
  certification: text('A name, such as `PG-13`; one not known yet is created.'),
} satisfies Readonly<Record<SnakeCase<keyof Omit<MovieDetails, 'name'>>, TSchema>>;

const example = {
  name: 'The Godfather',
  date: '1972-03-15',
  time: 175,
  imdb: 9.2,
  overview: 'The ageing head of a crime family hands it to his reluctant son.',
  price: '10.99',
  genres: ['Crime', 'Drama'],
  actors: ['Marlon Brando', 'Al Pacino', 'James Caan'],
  stars: ['Marlon Brando', 'Al Pacino'],
  directors: ['Francis Ford Coppola'],
  languages: ['English', 'Italian'],
  country: 'US',
  certification: 'R',
};

/** A movie as it is taken into the catalogue. */
export const newMovie = body({ name, ...facts }, example, 'NewMovie');

/** What is to be changed of a movie. */
export const movieChange = Type.Optional(
  body({ name: Type.Optional(name), ...facts }, { price: '7.99', stars: ['Marlon Brando'] }, 'MovieChange'),
);

type Stated = Static<typeof movieChange>;

/** @param currency that of the price */
export function movieDetails(stated: Stated, currency: Currency): MovieDetails {
  return defined({
    name: stated.name,
    date: stated.date,
    year: stated.year,
    time: stated.time,
    score: stated.score,
    imdb: stated.imdb,
    votes: stated.votes,
    metaScore: stated.meta_score,
    overview: stated.overview,
    description: stated.description,
    status: stated.status ?? undefined,
    budget: stated.budget,
    revenue: stated.revenue,
    gross: stated.gross,
    price: typeof stated.price === 'string' ? Money.parse(stated.price, currency) : stated.price,
    genres: listed(stated.genres),
    actors: listed(stated.actors),
    stars: listed(stated.stars),
    directors: listed(stated.directors),
    languages: listed(stated.languages),
    country: stated.country,
    certification: stated.certification,
  } satisfies Complete<MovieDetails>);
}

function listed(names: readonly string[] | null | undefined): readonly string[] | undefined {
  return names === null ? [] : names;
}

type Needs = Readonly<{ currency: Currency; clock: Pick<Clock, 'now'> }>;

/** The domain's rules of a new movie; of the year nothing is said where a date was sent that is none. */
export function newMovieRules(needs: Needs): BodyRules {
  return (sound, wrong) => {
    const details = detailsIn(sound, needs);
    return faultsOf(wrong.has('date') ? withAnyYear(details) : details, needs);
  };
}

/** The domain's rules of a change, as far as the change breaks them by itself: whatever is known of the movie. */
export function movieChangeRules(needs: Needs): BodyRules {
  return (sound) => faultsOf({ name: 'Any', ...withAnyYear(detailsIn(sound, needs)) }, needs);
}

const soundFacts = Type.Object({ name: Type.Optional(name), ...facts });

function detailsIn(sound: object, { currency }: Needs): MovieDetails {
  return Check(soundFacts, sound) ? movieDetails(sound, currency) : {};
}

function withAnyYear(details: MovieDetails): MovieDetails {
  return (details.date ?? details.year ?? null) === null ? { ...details, year: 2000 } : details;
}

function faultsOf(details: MovieDetails, { clock }: Needs): readonly Fault[] {
  return faultsIn(() => Movie.propose(details, { uuid: '', now: clock.now() }));
}
