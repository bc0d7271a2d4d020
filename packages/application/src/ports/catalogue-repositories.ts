import type { MovieDraft } from '@online-cinema/domain/catalogue';

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

export interface MovieRepository {
  /**
   * Adds films with everything they name (unknown names are created), raises the counts and the catalogue's version.
   * A film that is there already, or stands twice in the batch, is counted as existing and left alone.
   */
  addAll(drafts: readonly MovieDraft[]): Promise<BatchOutcome>;
  /** Whether there is any film at all. */
  any(): Promise<boolean>;
  findImport(source: string): Promise<ImportRecord | undefined>;
  /** Stores the record in place of any earlier one of its source. */
  saveImport(record: ImportRecord): Promise<void>;
}
