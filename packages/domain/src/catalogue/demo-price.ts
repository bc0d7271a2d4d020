import { type Currency, Money } from '../shared/index.ts';
import type { MovieFacts } from './movie-facts.ts';

/**
 * What a film of the demo catalogue costs, made from what is known of it and nothing else, so that every import gives
 * the same shop. The sources name no prices, so the rule is ours (docs/decisions/0002-demo-prices.md):
 *
 * - 9.99 from 2005 on, 7.99 from 1995 on, 5.99 before;
 * - 3.00 more with an IMDb rating of 8 or better, 1.00 more from 7 on, 1.00 less below 5;
 * - 2.00 more with 100,000 IMDb votes or more, 1.00 more from 25,000 on.
 *
 * So prices lie between 4.99 and 14.99. A film that nobody has rated has nothing to set a price by and is not for sale.
 */
export function demoPrice(film: Pick<MovieFacts, 'year' | 'imdb' | 'votes'>, currency: Currency): Money | null {
  if (film.imdb === null) return null;
  return Money.of(priceOfAge(film.year) + priceOfRating(film.imdb) + priceOfFame(film.votes ?? 0), currency);
}

function priceOfAge(year: number): number {
  if (year >= 2005) return 999;
  return year >= 1995 ? 799 : 599;
}

function priceOfRating(imdb: number): number {
  if (imdb >= 8) return 300;
  if (imdb >= 7) return 100;
  return imdb < 5 ? -100 : 0;
}

function priceOfFame(votes: number): number {
  if (votes >= 100_000) return 200;
  return votes >= 25_000 ? 100 : 0;
}
