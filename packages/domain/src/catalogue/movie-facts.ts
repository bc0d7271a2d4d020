import type { Money } from '../shared/index.ts';
import type { MovieStatus } from './movie-status.ts';

/** Someone who plays in a movie. */
export interface CastMember {
  readonly name: string;
  /** Whom they play, where that is known. */
  readonly character: string | null;
  readonly isStar: boolean;
}

/** ISO 3166-1 alpha-2 `code`, upper case. */
export interface Country {
  readonly code: string;
  readonly name: string;
}

/** What is known of a film, as a moderator or a file states it; null and empty lists where nothing is known. */
export interface MovieFacts {
  /** 1–255 characters. */
  readonly name: string;
  /** Release date, `YYYY-MM-DD`. */
  readonly date: string | null;
  /** That of the date; 1895 to next year. */
  readonly year: number;
  /** Minutes. */
  readonly time: number | null;
  /** 0–100. */
  readonly score: number | null;
  /** 0–10. */
  readonly imdb: number | null;
  readonly votes: number | null;
  /** 0–100. */
  readonly metaScore: number | null;
  readonly overview: string | null;
  readonly description: string | null;
  readonly status: MovieStatus;
  /** Plain numbers, not money of the shop; likewise `revenue` and `gross`. */
  readonly budget: number | null;
  readonly revenue: number | null;
  readonly gross: number | null;
  /** Null: listed, but not for sale. */
  readonly price: Money | null;
  readonly genres: readonly string[];
  readonly directors: readonly string[];
  readonly languages: readonly string[];
  /** In billing order. */
  readonly cast: readonly CastMember[];
  readonly country: Country | null;
  /** E.g. `PG-13`. */
  readonly certification: string | null;
}
