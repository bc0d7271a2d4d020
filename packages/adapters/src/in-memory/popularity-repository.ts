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

function interestIn({ purchases }: Tables, id: number): Interest {
  return {
    purchases: purchases.all().filter(({ movieId }) => movieId === id).length,
    likes: 0,
    dislikes: 0,
    ratingCount: 0,
    ratingSum: 0,
  };
}
