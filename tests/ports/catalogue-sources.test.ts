import { VegaMovies } from '@online-cinema/adapters/vega-movies';
import type { MovieRow } from '@online-cinema/application/ports';
import { Movie, type MovieDraft, type MovieFacts, movieIdentity } from '@online-cinema/domain/catalogue';
import { beforeAll, describe, expect, it } from 'vitest';

const source = new VegaMovies('EUR');
let films: readonly MovieFacts[];

beforeAll(async () => {
  films = (await rowsOf(source.rows())).flatMap((row) => ('facts' in row ? [row.facts] : []));
});

async function rowsOf(rows: AsyncIterable<MovieRow>): Promise<MovieRow[]> {
  const all: MovieRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

function film(name: string): MovieFacts {
  const found = films.find((facts) => facts.name === name);
  if (!found) throw new Error(`${name} is not among the films`);
  return found;
}

function described(facts: MovieFacts): MovieDraft {
  return Movie.describe(facts, { uuid: '00000000-0000-4000-8000-000000000001', now: new Date('2026-01-15T12:00:00Z') });
}

describe('the films of vega-datasets', () => {
  it('are 3,200, each of which keeps every rule and is no other’s double', () => {
    expect(films).toHaveLength(3200);
    expect(source.size).toBe(3200);
    expect(new Set(films.map((facts) => movieIdentity(described(facts)))).size).toBe(3200);
  });

  it('come in the same order whenever they are read', async () => {
    const again = await rowsOf(source.rows());
    expect(again.map((row) => 'facts' in row && row.facts)).toEqual(films);
  });

  it('say what the source says', () => {
    expect(film('Inception')).toMatchObject({
      date: '2010-07-16',
      year: 2010,
      time: 147,
      score: 87,
      imdb: 9.1,
      status: 'Released',
      budget: 160_000_000,
      revenue: 753_830_280,
      gross: 285_630_280,
      genres: ['Thriller/Suspense'],
      directors: ['Christopher Nolan'],
      certification: 'PG-13',
    });
  });

  it('have titles where the source has numbers', () => {
    expect(film('300')).toMatchObject({ date: '2007-03-09' });
    expect(film('1941')).toMatchObject({ date: '1979-12-14' });
  });

  it('have titles as they were meant', () => {
    expect(film("Le Fabuleux destin d'Amélie Poulain").year).toBe(2001);
    expect(film('Déjà Vu').year).toBe(2006);
    expect(film('Alien³').year).toBe(1992);
  });

  it('are from their own century', () => {
    expect(film('The Birth of a Nation').date).toBe('1915-02-08');
    expect(film('Gone with the Wind').date).toBe('1939-12-15');
    expect(film('The Adventures of Tintin: Secret of the Unicorn').date).toBe('2011-12-23');
  });

  it('have the prices of the demo rule, in the currency of the shop', () => {
    expect(film('Inception').price).toMatchObject({ minor: 1499, currency: 'EUR' });
    expect(films.filter(({ price }) => price === null)).toHaveLength(7);
    const prices = films.flatMap(({ price }) => price?.minor ?? []);
    expect([Math.min(...prices), Math.max(...prices)]).toEqual([499, 1499]);
  });
});
