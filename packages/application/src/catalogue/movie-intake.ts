import { Movie, type MovieDraft, type MovieFacts } from '@online-cinema/domain/catalogue';
import { InvalidInput } from '@online-cinema/domain/shared';
import type { BatchOutcome, Clock, MovieRow, RejectedRow, SecretGenerator } from '../ports/index.ts';

/** How far an import has come. */
export interface ImportReport {
  /** Rows that were looked at: the sum of the three others. */
  readonly read: number;
  readonly added: number;
  /** Films that were there already, from an earlier import or an earlier row. */
  readonly existing: number;
  readonly rejected: number;
}

export interface ImportMoviesCommand {
  readonly rows: AsyncIterable<MovieRow>;
  /** Called after every batch, and once at the end. */
  readonly onProgress?: (report: ImportReport) => void;
  /** The next row is not read before this has been done. */
  readonly onRejected?: (row: RejectedRow) => void | Promise<void>;
}

/** Reads rows and makes films of them, a batch at a time in constant memory. A bad row costs no other. */
export class MovieIntake {
  readonly #secrets: SecretGenerator;
  readonly #clock: Clock;
  readonly #batchSize: number;

  /** `batchSize` is how many rows make a batch, those that are rejected included. */
  constructor(secrets: SecretGenerator, clock: Clock, batchSize: number) {
    this.#secrets = secrets;
    this.#clock = clock;
    this.#batchSize = batchSize;
  }

  /** Hands every batch to `take`, unless it is empty, and counts what became of it. */
  async run(
    { rows, onProgress, onRejected }: ImportMoviesCommand,
    take: (batch: readonly MovieDraft[]) => Promise<BatchOutcome>,
  ): Promise<ImportReport> {
    let report: ImportReport = { read: 0, added: 0, existing: 0, rejected: 0 };
    let batch: MovieDraft[] = [];
    let rejected = 0;
    const finishBatch = async () => {
      const outcome = batch.length === 0 ? { added: 0, existing: 0 } : await take(batch);
      report = sum(report, { ...outcome, rejected });
      batch = [];
      rejected = 0;
      onProgress?.(report);
      // Somebody else's turn: a database in this process answers without ever waiting.
      await this.#clock.wait(0);
    };

    for await (const row of rows) {
      const film = 'fault' in row ? row.fault : this.#describe(row.facts);
      if (typeof film === 'string') {
        rejected += 1;
        await onRejected?.({ line: row.line, reason: film, ...(row.raw !== undefined && { raw: row.raw }) });
      } else {
        batch.push(film);
      }
      if (batch.length + rejected === this.#batchSize) await finishBatch();
    }
    await finishBatch();
    return report;
  }

  /** The film, or in words what is wrong with it. */
  #describe(facts: MovieFacts): MovieDraft | string {
    try {
      return Movie.describe(facts, { uuid: this.#secrets.uuid(), now: this.#clock.now() });
    } catch (error) {
      if (error instanceof InvalidInput) return error.message;
      throw error;
    }
  }
}

function sum(before: ImportReport, batch: Omit<ImportReport, 'read'>): ImportReport {
  return {
    read: before.read + batch.added + batch.existing + batch.rejected,
    added: before.added + batch.added,
    existing: before.existing + batch.existing,
    rejected: before.rejected + batch.rejected,
  };
}
