import { VegaMovies } from '@online-cinema/adapters/vega-movies';
import type { MovieRow, MovieSource } from '@online-cinema/application/ports';
import { demoPrice, type MovieFacts } from '@online-cinema/domain/catalogue';
import { DiceOfFilms, type Pick } from './dice-of-films.ts';

const CURRENCY = 'USD';
const COUNTRIES = [
  { code: 'US', name: 'United States' },
  { code: 'GB', name: 'United Kingdom' },
  { code: 'FR', name: 'France' },
  { code: 'JP', name: 'Japan' },
  { code: 'UA', name: 'Ukraine' },
] as const;
const LANGUAGES = ['English', 'French', 'Japanese', 'Spanish', 'German', 'Ukrainian', 'Italian'] as const;

/** What generated films are made of, taken from the real ones. */
interface Stock {
  readonly real: readonly MovieFacts[];
  /** As often as titles use them, so that common words stay common. */
  readonly titleWords: readonly string[];
  /** The words of stories, from the most common to the rarest. */
  readonly storyWords: readonly string[];
  readonly genres: readonly string[];
  readonly certifications: readonly string[];
  readonly directors: readonly string[];
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
}

/**
 * A catalogue of any size: the real films of the demo catalogue first, then films made of theirs: new titles of their
 * words, other dates, the ratings of others, actors of their directors' names. The same size is always the same catalogue, and a smaller one is
 * the beginning of a larger.
 */
export class GeneratedFilms implements MovieSource {
  readonly name = 'generated films';
  readonly size: number;
  /** Films given so far. */
  position = 0;

  constructor(size: number) {
    this.size = size;
  }

  async *rows(): AsyncGenerator<MovieRow> {
    const real: MovieFacts[] = [];
    for await (const row of new VegaMovies(CURRENCY).rows()) if ('facts' in row) real.push(row.facts);
    const stock = stockOf(real);
    for (const [index, facts] of real.slice(0, this.size).entries()) {
      this.position = index + 1;
      yield { line: this.position, facts: { ...facts, overview: overview(new DiceOfFilms(index), stock) } };
    }
    for (let number = real.length; number < this.size; number += 1) {
      this.position = number + 1;
      yield { line: this.position, facts: film(number, stock) };
    }
  }
}

function stockOf(real: readonly MovieFacts[]): Stock {
  const titleWords = real.flatMap(({ name }) => name.match(/[\p{L}\p{N}]{2,}/gu) ?? []);
  const counts = Map.groupBy(titleWords, (word) => word.toLowerCase());
  const byCount = [...counts].toSorted(([, one], [, other]) => other.length - one.length).map(([word]) => word);
  const directors = [...new Set(real.flatMap((film) => film.directors))];
  const names = directors.map((name) => name.split(' '));
  return {
    real,
    titleWords,
    storyWords: byCount.slice(0, 400),
    genres: [...new Set(real.flatMap(({ genres }) => genres))],
    certifications: [...new Set(real.flatMap(({ certification }) => certification ?? []))],
    directors,
    firstNames: [...new Set(names.flatMap(([first = '']) => first))],
    lastNames: [...new Set(names.flatMap((name) => name.at(-1) ?? ''))],
  };
}

function film(number: number, stock: Stock): MovieFacts {
  const dice = new DiceOfFilms(number);
  const { real } = stock;
  const year = dice.between(1920, 2025);
  const date = `${year}-${twoDigits(dice.between(1, 12))}-${twoDigits(dice.between(1, 28))}`;
  const numbers = {
    year,
    time: dice.between(60, 210),
    score: dice.pick(real).score,
    imdb: dice.pick(real).imdb,
    votes: dice.pick(real).votes,
    budget: dice.sometimes(() => dice.skewed(200_000) * 1_000),
    revenue: dice.sometimes(() => dice.skewed(900_000) * 1_000),
    gross: null,
  };
  return {
    ...numbers,
    name: titleOf(dice, stock),
    date,
    metaScore: null,
    overview: overview(dice, stock),
    description: null,
    status: 'Released',
    price: demoPrice(numbers, CURRENCY),
    genres: some(dice.between(1, 3), () => dice.pick(stock.genres)),
    directors: [dice.pick(stock.directors)],
    languages: [dice.pickSkewed(LANGUAGES)],
    cast: some(dice.between(0, 3), () => person(dice, stock)).map((name, at) => ({
      name,
      character: null,
      isStar: at === 0,
    })),
    country: dice.pickSkewed(COUNTRIES),
    certification: dice.sometimes(() => dice.pick(stock.certifications)),
  };
}

function titleOf(dice: Pick, { titleWords }: Stock): string {
  return some(dice.between(2, 4), () => dice.pick(titleWords)).join(' ');
}

/** 30 to 60 words, the common ones more often. */
function overview(dice: Pick, { storyWords }: Stock): string {
  return `${Array.from({ length: dice.between(30, 60) }, () => dice.pickSkewed(storyWords)).join(' ')}.`;
}

function person(dice: Pick, { firstNames, lastNames }: Stock): string {
  return `${dice.pick(firstNames)} ${dice.pick(lastNames)}`;
}

/** So many at most, each once. */
function some<Item>(count: number, one: () => Item): readonly Item[] {
  return [...new Set(Array.from({ length: count }, one))];
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
