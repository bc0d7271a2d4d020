import { MovieNotFound } from '@online-cinema/domain/catalogue';
import type { MovieReference, MovieRepository } from '../ports/index.ts';

/** The id of the movie, which is there until the transaction ends. @throws MovieNotFound */
export async function movieIdOf(movie: MovieReference, movies: MovieRepository): Promise<number> {
  const id = await movies.findId(movie);
  if (id === undefined) throw new MovieNotFound();
  return id;
}
