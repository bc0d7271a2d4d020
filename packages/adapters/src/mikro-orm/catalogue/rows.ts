import { defineEntity, p } from '@mikro-orm/core';
import { MOVIE_STATUSES } from '@online-cinema/domain/catalogue';

/**
 * What genres, directors, languages, certifications and actors have in common. `canonical_name` is what is unique,
 * `sort_name` the order of lists, `words` the folded words, each after a space, by whose beginnings one is found.
 */
const named = {
  id: p.integer().primary().autoincrement(),
  name: p.string().length(255),
  canonicalName: p.string().length(255).unique(),
  sortName: p.text().index(),
  words: p.text(),
};

const GenreRow = defineEntity({ name: 'GenreRow', tableName: 'genres', properties: named });
const DirectorRow = defineEntity({ name: 'DirectorRow', tableName: 'directors', properties: named });
const LanguageRow = defineEntity({ name: 'LanguageRow', tableName: 'languages', properties: named });
const CertificationRow = defineEntity({
  name: 'CertificationRow',
  tableName: 'certifications',
  properties: named,
});
const ActorRow = defineEntity({ name: 'ActorRow', tableName: 'actors', properties: named });

const CountryRow = defineEntity({
  name: 'CountryRow',
  tableName: 'countries',
  properties: {
    id: p.integer().primary().autoincrement(),
    code: p.string().length(2).unique(),
    name: p.string().length(255),
    canonicalName: p.string().length(255).index(),
    sortName: p.text().default('').index(),
    words: p.text().default(''),
  },
});

export const MovieRow = defineEntity({
  name: 'MovieRow',
  tableName: 'movies',
  properties: {
    id: p.integer().primary().autoincrement(),
    uuid: p.string().length(36).unique(),
    name: p.string().length(255),
    canonicalName: p.string().length(255),
    sortName: p.text(),
    /** `YYYY-MM-DD` from either database. */
    date: p.date().nullable(),
    year: p.integer(),
    time: p.integer().nullable(),
    score: p.float().columnType('double precision').nullable(),
    imdb: p.float().columnType('double precision').nullable(),
    votes: p.integer().nullable(),
    metaScore: p.float().columnType('double precision').nullable(),
    overview: p.text().nullable(),
    description: p.text().nullable(),
    status: p.enum(MOVIE_STATUSES),
    budget: p.float().columnType('double precision').nullable(),
    revenue: p.float().columnType('double precision').nullable(),
    gross: p.float().columnType('double precision').nullable(),
    /** In minor units of the shop's currency. */
    price: p.integer().nullable(),
    countryId: () => p.manyToOne(CountryRow).mapToPk().fieldName('country_id').deleteRule('set null').nullable(),
    certificationId: () =>
      p.manyToOne(CertificationRow).mapToPk().fieldName('certification_id').deleteRule('set null').nullable(),
    createdAt: p.datetime().length(3),
    updatedAt: p.datetime().length(3),
  },
});

/** In the order in which the movie names them; likewise the other links. */
const MovieGenreRow = defineEntity({
  name: 'MovieGenreRow',
  tableName: 'movies_genres',
  properties: {
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('cascade').primary(),
    genreId: () => p.manyToOne(GenreRow).mapToPk().fieldName('genre_id').deleteRule('cascade').primary(),
    position: p.integer(),
  },
});

const MovieDirectorRow = defineEntity({
  name: 'MovieDirectorRow',
  tableName: 'movies_directors',
  properties: {
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('cascade').primary(),
    directorId: () => p.manyToOne(DirectorRow).mapToPk().fieldName('director_id').deleteRule('cascade').primary(),
    position: p.integer(),
  },
});

const MovieLanguageRow = defineEntity({
  name: 'MovieLanguageRow',
  tableName: 'movies_languages',
  properties: {
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('cascade').primary(),
    languageId: () => p.manyToOne(LanguageRow).mapToPk().fieldName('language_id').deleteRule('cascade').primary(),
    position: p.integer(),
  },
});

/** Who plays in a movie, in billing order. */
const ActorMovieRow = defineEntity({
  name: 'ActorMovieRow',
  tableName: 'actors_movies',
  properties: {
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('cascade').primary(),
    actorId: () => p.manyToOne(ActorRow).mapToPk().fieldName('actor_id').deleteRule('cascade').primary(),
    position: p.integer(),
    character: p.string().length(255).nullable(),
    isStar: p.boolean(),
  },
});

/** What is counted about a movie, kept by `n = n ± 1` in the transaction that changes it. */
const MovieStatsRow = defineEntity({
  name: 'MovieStatsRow',
  tableName: 'movie_stats',
  properties: {
    movieId: () => p.manyToOne(MovieRow).mapToPk().fieldName('movie_id').deleteRule('cascade').primary(),
    likes: p.integer().default(0),
    dislikes: p.integer().default(0),
    ratingCount: p.integer().default(0),
    ratingSum: p.integer().default(0),
    purchases: p.integer().default(0),
    popularity: p.float().columnType('double precision').default(0),
  },
});

const GenreStatsRow = defineEntity({
  name: 'GenreStatsRow',
  tableName: 'genre_stats',
  properties: {
    genreId: () => p.manyToOne(GenreRow).mapToPk().fieldName('genre_id').deleteRule('cascade').primary(),
    movies: p.integer().default(0),
  },
});

/** One row, raised in the transaction of every write to the catalogue: what is remembered about it stands or falls with it. */
const CatalogueVersionRow = defineEntity({
  name: 'CatalogueVersionRow',
  tableName: 'catalogue_version',
  properties: {
    id: p.integer().primary(),
    version: p.integer(),
  },
});

const MovieImportRow = defineEntity({
  name: 'MovieImportRow',
  tableName: 'movie_imports',
  properties: {
    id: p.integer().primary().autoincrement(),
    source: p.string().length(255).unique(),
    startedAt: p.datetime().length(3),
    finishedAt: p.datetime().length(3).nullable(),
  },
});

export const catalogueEntities = [
  GenreRow,
  DirectorRow,
  LanguageRow,
  CertificationRow,
  ActorRow,
  CountryRow,
  MovieRow,
  MovieGenreRow,
  MovieDirectorRow,
  MovieLanguageRow,
  ActorMovieRow,
  MovieStatsRow,
  GenreStatsRow,
  CatalogueVersionRow,
  MovieImportRow,
] as const;
