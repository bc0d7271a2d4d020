import { Movie, type MovieDraft, type MovieFacts } from '@online-cinema/domain/catalogue';
import { InvalidInput } from '@online-cinema/domain/shared';
import type { BatchOutcome, Clock, FieldNames, MovieRow, RejectedRow, SecretGenerator } from '../ports/index.ts';

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
  /** Called after every batch, and once at the end. The rows of the next may have been read by then. */
  readonly onProgress?: (report: ImportReport) => void;
  /** The next row is not read before this has been done. */
  readonly onRejected?: (row: RejectedRow) => void | Promise<void>;
}

/** Rows that are read in a row, at most, while the films before them are stored. More make a large batch. */
const ROWS_AT_A_STRETCH = 250;

interface Batch {
  readonly films: readonly MovieDraft[];
  /** How many rows beside them were rejected. */
  readonly rejected: number;
}

/**
 * Reads rows and makes films of them, a batch at a time in constant memory. While a large one is stored, the next is
 * read; while a small one is, nothing else is done, so that everybody else's writes wait the less. A bad row costs no
 * other.
 */
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
    command: ImportMoviesCommand,
    take: (batch: readonly MovieDraft[]) => Promise<BatchOutcome>,
  ): Promise<ImportReport> {
    let report: ImportReport = { read: 0, added: 0, existing: 0, rejected: 0 };
    const batches = this.#batches(command);
    try {
      let next = batches.next();
      for (;;) {
        const { value: batch, done } = await next;
        if (done) return report;
        const taking = batch.films.length === 0 ? NOTHING : take(batch.films);
        if (this.#batchSize <= ROWS_AT_A_STRETCH) await taking;
        next = batches.next();
        // Why it failed is told in its turn, once this batch is stored.
        next.catch(() => {});
        report = sum(report, { ...(await taking), rejected: batch.rejected });
        command.onProgress?.(report);
        // Somebody else's turn: a database in this process answers without ever waiting.
        await this.#clock.wait(0);
      }
    } finally {
      await batches.return(undefined);
    }
  }

  /** The last one may be empty. */
  async *#batches({ rows, onRejected }: ImportMoviesCommand): AsyncGenerator<Batch, undefined, undefined> {
    let films: MovieDraft[] = [];
    let rejected = 0;
    for await (const row of rows) {
      const film = 'fault' in row ? row.fault : this.#describe(row.facts, row.called);
      if (typeof film === 'string') {
        rejected += 1;
        await onRejected?.({ line: row.line, reason: film, ...(row.raw !== undefined && { raw: row.raw }) });
      } else {
        films.push(film);
      }
      const read = films.length + rejected;
      if (read === this.#batchSize) {
        yield { films, rejected };
        films = [];
        rejected = 0;
      } else if (read % ROWS_AT_A_STRETCH === 0) {
        await this.#clock.wait(0);
      }
    }
    yield { films, rejected };
  }

  /** The film, or in words what is wrong with it. */
  #describe(facts: MovieFacts, called: FieldNames = {}): MovieDraft | string {
    try {
      return Movie.describe(facts, { uuid: this.#secrets.uuid(), now: this.#clock.now() });
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return error.faults.map(({ field, message }) => `${called[field] ?? field}: ${message}`).join('; ');
    }
  }
}

const NOTHING: BatchOutcome = { added: 0, existing: 0 };

function sum(before: ImportReport, batch: Omit<ImportReport, 'read'>): ImportReport {
  return {
    read: before.read + batch.added + batch.existing + batch.rejected,
    added: before.added + batch.added,
    existing: before.existing + batch.existing,
    rejected: before.rejected + batch.rejected,
  };
}
