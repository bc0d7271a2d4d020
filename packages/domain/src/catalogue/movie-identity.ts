import { canonical } from '../shared/index.ts';
import type { MovieFacts } from './movie-facts.ts';

/**
 * What makes two films the same one: name and release date; where the date is unknown, name, year and time, an
 * absent time being equal to an absent one. Equal strings are the same film.
 */
export function movieIdentity(film: Pick<MovieFacts, 'name' | 'date' | 'year' | 'time'>): string {
  const when = film.date ?? `${film.year}, ${film.time}`;
  return `${canonical(film.name)}\n${when}`;
}
