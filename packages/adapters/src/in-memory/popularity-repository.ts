import type { PopularityRepository } from '@online-cinema/application/ports';
import type { Interest } from '@online-cinema/domain/catalogue';
import type { Tables } from './tables.ts';

export function popularityRepository(tables: Tables): PopularityRepository {
  const { movies, popularities } = tables;
  return {
    async findAfter(afterId, limit) {
      return movies
        .all()
        .filter(({ id }) => id > afterId)
        .map(({ id, date, year }) => {
          const interest = interestIn(tables, id);
          return { movieId: id, date, year, interest, popularity: popularities.get(id) ?? 0 };
        })
        .filter(({ interest, popularity }) => popularity !== 0 || Object.values(interest).some((count) => count > 0))
        .sort((one, other) => one.movieId - other.movieId)
        .slice(0, limit);
    },
    async save(recomputed) {
      for (const { movieId, popularity } of recomputed) popularities.set(movieId, popularity);
    },
  };
}

function interestIn({ purchases, reactions, ratings }: Tables, id: number): Interest {
  const ofMovie = <Row extends { movieId: number }>(rows: readonly Row[]) => rows.filter((row) => row.movieId === id);
  const opinions = ofMovie(reactions.all()).map(({ value }) => value);
  const given = ofMovie(ratings.all()).map(({ value }) => value);
  return {
    purchases: ofMovie(purchases.all()).length,
    likes: opinions.filter((value) => value === 'like').length,
    dislikes: opinions.filter((value) => value === 'dislike').length,
    ratingCount: given.length,
    ratingSum: given.reduce((sum, value) => sum + value, 0),
  };
}
