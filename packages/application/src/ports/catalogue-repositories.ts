import type {
  Facet,
  FacetDraft,
  FacetKind,
  Interest,
  Movie,
  MovieDraft,
  MovieHolders,
} from '@online-cinema/domain/catalogue';
import type { MovieReference } from './ordering-repositories.ts';

/** What became of a batch of films: how many were new, and how many were there already and left alone. */
export interface BatchOutcome {
  readonly added: number;
  readonly existing: number;
}

/** That films of a source were taken into the catalogue once, from its beginning to its end. */
export interface ImportRecord {
  readonly source: string;
  readonly startedAt: Date;
  /** Null while there is something left to take in. */
  readonly finishedAt: Date | null;
}

/**
 * The catalogue's films. Writers of the catalogue take turns: whatever changes it raises its version first, and
 * whoever comes next waits for that until the transaction ends.
 */
export interface MovieRepository {
  /** With everything it names; unknown names are created. @throws MovieAlreadyExists */
  add(draft: MovieDraft): Promise<Movie>;
  /** Unknown names are created; what is not named any more stays in the catalogue. @throws MovieAlreadyExists */
  save(movie: Movie): Promise<void>;
  /** The movie with everything it names, locked until the transaction ends; nobody takes it meanwhile. */
  findForUpdate(movie: MovieReference): Promise<Movie | undefined>;
  /** Who would miss the movie, which the caller has locked. */
  holdersOf(id: number): Promise<MovieHolders>;
  /** Takes the movie, which the caller has locked, out of the catalogue, with all that is said and counted about it. */
  delete(id: number): Promise<void>;
  /** The id of the movie, which is there until the transaction ends. */
  findId(movie: MovieReference): Promise<number | undefined>;
  /**
   * Adds films with everything they name (unknown names are created) and raises the counts. A film that is there
   * already, or stands twice in the batch, is counted as existing and left alone.
   */
  addAll(drafts: readonly MovieDraft[]): Promise<BatchOutcome>;
  /** What `addAll` would add: those that are not there yet, each film once, in their order. */
  unknown(drafts: readonly MovieDraft[]): Promise<readonly MovieDraft[]>;
  /** Whether there is any film at all. */
  any(): Promise<boolean>;
  findImport(source: string): Promise<ImportRecord | undefined>;
  /** Stores the record in place of any earlier one of its source. */
  saveImport(record: ImportRecord): Promise<void>;
}

/** Genres, actors, directors, languages, certifications and countries. Writers take turns, as with films. */
export interface FacetRepository {
  /** @throws FacetAlreadyExists */
  add(draft: FacetDraft): Promise<Facet>;
  /** @throws FacetAlreadyExists */
  save(facet: Facet): Promise<void>;
  /** Locked until the transaction ends. */
  findForUpdate(kind: FacetKind, id: number): Promise<Facet | undefined>;
  /** Its movies stay, without it. */
  delete(kind: FacetKind, id: number): Promise<void>;
}

/** What a movie's popularity is made from, and what it was at last. */
export interface PopularMovie {
  readonly movieId: number;
  readonly date: string | null;
  readonly year: number;
  readonly interest: Interest;
  readonly popularity: number;
}

export interface PopularityRepository {
  /** Movies that anybody cared about, or that are popular still, by id after `afterId`; at most `limit`. */
  findAfter(afterId: number, limit: number): Promise<readonly PopularMovie[]>;
  save(popularities: readonly { readonly movieId: number; readonly popularity: number }[]): Promise<void>;
}
