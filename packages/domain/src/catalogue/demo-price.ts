import { type Currency, Money } from '../shared/index.ts';
import type { MovieFacts } from './movie-facts.ts';

/**
 * What a film of the demo catalogue costs, made from what is known of it and nothing else, so that every import gives
 * the same shop. The source names no prices; the rule is ours (docs/decisions/0002-demo-prices.md):
 *
 * - 9.99 from 2005 on, 7.99 from 1995 on, 5.99 before;
 * - 3.00 more with an IMDb rating of 8 or better, 1.00 more from 7 on, 1.00 less below 5;
 * - 2.00 more with 100,000 IMDb votes or more, 1.00 more from 25,000 on.
 *
 * So prices lie between 4.99 and 14.99. A film of which nobody reported any takings, at home or abroad, has not been
 * in the shops yet: it is listed, and not for sale.
 */
export function demoPrice(
  film: Pick<MovieFacts, 'year' | 'imdb' | 'votes' | 'gross' | 'revenue'>,
  currency: Currency,
): Money | null {
  if (film.gross === null && film.revenue === null) return null;
  return Money.of(priceByAge(film.year) + markupByRating(film.imdb) + markupByFame(film.votes ?? 0), currency);
}

function priceByAge(year: number): number {
  if (year >= 2005) return 999;
  return year >= 1995 ? 799 : 599;
}

function markupByRating(imdb: number | null): number {
  if (imdb === null) return 0;
  if (imdb >= 8) return 300;
  if (imdb >= 7) return 100;
  return imdb < 5 ? -100 : 0;
}

function markupByFame(votes: number): number {
  if (votes < 25_000) return 0;
  return votes >= 100_000 ? 200 : 100;
}
