import { Movie, type MovieDraft, type MovieFacts } from '@online-cinema/domain/catalogue';

let films = 0;

/** What is known of a film: of most of it nothing, unless said. The year is the date's, unless said. */
export function filmFacts(known: Partial<MovieFacts> = {}): MovieFacts {
  const date = known.date === undefined ? '1999-03-31' : known.date;
  return {
    name: 'The Matrix',
    date,
    year: date === null ? 1999 : Number(date.slice(0, 4)),
    time: null,
    score: null,
    imdb: null,
    votes: null,
    metaScore: null,
    overview: null,
    description: null,
    status: 'Released',
    budget: null,
    revenue: null,
    gross: null,
    price: null,
    genres: [],
    directors: [],
    languages: [],
    cast: [],
    country: null,
    certification: null,
    ...known,
  };
}

/** A film that is not in the catalogue yet, with a uuid of its own. */
export function aFilm(known: Partial<MovieFacts> = {}): MovieDraft {
  films += 1;
  const uuid = `10000000-0000-4000-8000-${String(films).padStart(12, '0')}`;
  return Movie.describe(filmFacts(known), { uuid, now: new Date('2026-01-15T12:00:00Z') });
}
