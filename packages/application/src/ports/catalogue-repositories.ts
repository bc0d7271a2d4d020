import type { MovieDraft } from '@online-cinema/domain/catalogue';

/** What became of a batch of films: how many were new, and how many were there already and left alone. */
export interface BatchOutcome {
  readonly added: number;
  readonly existing: number;
}

export interface MovieRepository {
  /**
   * Adds films with everything they name (unknown names are created), raises the counts and the catalogue's version.
   * A film that is there already, or stands twice in the batch, is counted as existing and left alone.
   */
  addAll(drafts: readonly MovieDraft[]): Promise<BatchOutcome>;
}
